"""Solutions of lesson 4, each against its check."""

import numpy as np

from calclib.lessons.differentiate_three_ways import checks


class Dual:
    """A value and its slope."""

    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)


def sin(x):
    return Dual(np.sin(x.value), np.cos(x.value) * x.slope)


checks.to_the_end.choose("it falls, and then grows")
checks.step_on_the_map.choose("about 1e-3")
checks.step_of_float32.choose("3e-4")
checks.slope_of_square.choose("−3")
checks.swollen.choose("about 2,000")
CHECKED = [
    checks.built(Dual, sin),
    checks.power(1 / 3),
    checks.dual_by_hand([12, 14]),
    checks.corrected("u/(1 + exp(-u v))"),
    checks.weights([4 / 3, -1 / 3]),
    checks.far_out((1.5 * np.spacing(1e6)) ** (1 / 3)),
    checks.to_the_end.answer(),
    checks.step_on_the_map.answer(),
    checks.step_of_float32.answer(),
    checks.slope_of_square.answer(),
    checks.swollen.answer(),
]
