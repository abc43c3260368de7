"""Solutions of lesson 13, each against its check."""

from calclib.lessons.follow_tangents import checks


def find_root(f, slope, x, steps):
    points = [x]
    for _ in range(steps):
        points.append(points[-1] - f(points[-1]) / slope(points[-1]))
    return points


checks.next_error.choose("about 1e-12")
checks.foot.choose("hardly at all")
checks.borders.choose("no smooth curve anywhere")
CHECKED = [
    checks.three_tangents(find_root(lambda x: x * x - 2, lambda x: 2 * x, 2.0, 3)),
    checks.bracket_or_not([1, 1, 0, 0]),
    checks.halvings(34),
    checks.reciprocal("x (2 - a x)"),
    checks.constant("1/(2 sqrt(a))"),
    checks.next_error.answer(),
    checks.foot.answer(),
    checks.borders.answer(),
]
