"""Solutions of lesson 0, each against its check."""

from calclib.lessons import start_here


def next_spot(spot, slope, rate):
    return spot - rate * slope


CHECKED = [
    start_here.below_one(9),
    start_here.leaves_the_frame(0.13),
    start_here.step_downhill(next_spot),
    start_here.one_step(3 - 0.1 * 6),
    start_here.height_after("(0.8x)^2"),
    start_here.where_points_end.choose("some points end in different valleys"),
    start_here.what_it_sees.choose("the slope at its own spot"),
]
