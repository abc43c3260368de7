"""Solutions of lesson 20, each against its check."""

import numpy as np

from calclib.expressions.elementary import softmax
from calclib.lessons.attend import checks, transformer


def attend(query, keys, values):
    """What one query finds."""
    scores = keys @ query / np.sqrt(len(query))
    return transformer.softmax(scores) @ values


checks.absent_row.choose(2)
checks.long_query.choose("it becomes nearly 0")
checks.largest_weight.choose("about 0.9")
checks.beats_counting.choose("about 500")
checks.warm_up.choose("it raises it a little")

CHECKED = [
    checks.built(checks.found_and_slope(attend)),
    checks.evenly(np.exp(2.1)),
    checks.divisor(np.sqrt(64 * 4 * 4)),
    checks.lost_steps(50 - sum(range(1, 51)) / 50),
    checks.row_of_jacobian([0.5 * 0.5, -0.5 * 0.3, -0.5 * 0.2]),
    checks.masked(softmax(np.array([2.0, 1.0, -1e9]))),
    checks.log_counts(np.log(6 / 3)),
    checks.share_absent("b"),
    checks.absent_row.answer(),
    checks.long_query.answer(),
    checks.largest_weight.answer(),
    checks.beats_counting.answer(),
    checks.warm_up.answer(),
]
