"""Solutions of lesson 0, each against its check."""

from calclib.lessons.start_here import scenes


def next_spot(spot, slope, rate):
    return spot - rate * slope


CHECKED = [
    scenes.below_one(9),
    scenes.leaves_the_frame(0.13),
    scenes.step_downhill(next_spot),
    scenes.one_step(3 - 0.1 * 6),
    scenes.height_after("(0.8x)^2"),
    scenes.where_points_end.choose("some points end in different valleys"),
    scenes.what_it_sees.choose("the slope at its own spot"),
]
