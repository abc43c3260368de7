"""Where an exercise of an earlier edition is asked today: (lesson, name) of then, and of now.

A learner's progress file keeps the keys of its time. When a lesson or an exercise gets another
name, or moves to another lesson, a row is added here; tools/refresh.py writes what concerns a
lesson into its notebook, and there `progress` reads it.
"""

from calclib.practice.course import Key

FORMER_KEYS: dict[Key, Key] = {
    ("scale_and_shrink", "all_zero"): ("scale_features", "all_zero"),
    ("scale_and_shrink", "built"): ("scale_features", "built"),
    ("scale_and_shrink", "kept_at_zero"): ("scale_features", "kept_at_zero"),
    ("scale_and_shrink", "ridge"): ("scale_features", "ridge"),
    ("scale_and_shrink", "scale_or_not"): ("scale_features", "scale_or_not"),
    ("zoom_in", "both_rules"): ("build_slopes", "both_rules"),
    ("zoom_in", "chain"): ("build_slopes", "chain"),
    ("zoom_in", "powers"): ("build_slopes", "powers"),
    ("zoom_in", "product"): ("build_slopes", "product"),
    ("zoom_in", "silu"): ("build_slopes", "silu"),
    ("read_the_curvature", "between"): ("trust_a_bowl", "between"),
    ("read_the_curvature", "eight_losses"): ("trust_a_bowl", "eight_losses"),
    ("read_the_curvature", "logistic"): ("trust_a_bowl", "logistic"),
}
