"""Where an exercise of an earlier edition is asked today: (lesson, name) of then, and of now.

A learner's progress file keeps the keys of its time. When a lesson or an exercise gets another
name, or moves to another lesson, a row is added here; tools/refresh.py writes what concerns a
lesson into its notebook, and there `progress` reads it. An exercise that is asked no more has its
key in RETIRED: its line stays in the file, and counts for no lesson.
"""

from calclib.practice.course import Key

FORMER_KEYS: dict[Key, Key] = {
    ("jump_with_newton", "constant"): ("follow_tangents", "constant"),
    ("jump_with_newton", "three_tangents"): ("follow_tangents", "three_tangents"),
    ("scale_and_shrink", "all_zero"): ("shrink_weights", "all_zero"),
    ("scale_and_shrink", "built"): ("shrink_weights", "built"),
    ("scale_and_shrink", "kept_at_zero"): ("shrink_weights", "kept_at_zero"),
    ("scale_and_shrink", "ridge"): ("shrink_weights", "ridge"),
    ("scale_and_shrink", "scale_or_not"): ("scale_features", "scale_or_not"),
    ("zoom_in", "both_rules"): ("build_slopes", "both_rules"),
    ("zoom_in", "chain"): ("build_slopes", "chain"),
    ("zoom_in", "powers"): ("build_slopes", "powers"),
    ("zoom_in", "product"): ("build_slopes", "product"),
    ("zoom_in", "silu"): ("build_slopes", "silu"),
    ("read_the_curvature", "between"): ("trust_a_bowl", "between"),
    ("read_the_curvature", "eight_losses"): ("trust_a_bowl", "eight_losses"),
    ("read_the_curvature", "logistic"): ("trust_a_bowl", "logistic"),
    ("scale_features", "all_zero"): ("shrink_weights", "all_zero"),
    ("scale_features", "built"): ("shrink_weights", "built"),
    ("scale_features", "kept_at_zero"): ("shrink_weights", "kept_at_zero"),
    ("scale_features", "ridge"): ("shrink_weights", "ridge"),
}

RETIRED: frozenset[Key] = frozenset(
    {  # so that no section Further is longer than 20 minutes
        ("adapt_each_rate", "which_rule"),
        ("adapt_each_rate", "with_epsilon"),
        ("look_around", "built_net"),
        ("race_fairly", "lunch"),
        ("race_fairly", "newton_must_lose"),
        ("see", "output_sizes"),
    }
)
