"""Solutions of lesson 0, each against its check."""

from calclib.lessons.start_here import checks


def next_spot(spot, slope, rate):
    return spot - rate * slope


checks.where_points_end.choose("some points end in different valleys")
checks.what_it_sees.choose("the slope at its own spot")
checks.near_enough.choose("0.6 alone")
checks.many_dimensions.choose("about 80 %")
CHECKED = [
    checks.below_one(9),
    checks.leaves_the_frame(0.13),
    checks.step_downhill(next_spot),
    checks.one_step(5 - 0.2 * 10),
    checks.height_after("(0.8x)^2"),
    checks.where_points_end.answer(),
    checks.what_it_sees.answer(),
    checks.near_enough.answer(),
    checks.many_dimensions.answer(),
]
