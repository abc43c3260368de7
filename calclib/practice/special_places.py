"""The special places of formulas: where something in them is 0, and may jump, bend or end.

They are looked for along lines through the space of the variables: in signs that change between
the points of a grid, and in places where a value comes close to 0 and turns back.
"""
# SymPy and mpmath carry few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from mpmath import mp

from calclib.arrays import Array
from calclib.expressions.precise import Precise, Steps, is_zero, steps_of
from calclib.expressions.watchdog import watched

if TYPE_CHECKING:
    import sympy as sp

MOST_MARKS = 60  # parts of a formula whose zeros are looked for
MOST_PLACES = 24  # special places on a line
ROUNDS = 3  # a place found may show others: |x − a| − b is 0 beside a
HALVINGS = 45  # of the way between two points of the grid; mpmath finds the rest
STEPS_NEAR = (-2, -1, 1, 2, 3)  # where a floor jumps, beside 0
SIDE = np.concatenate([np.geomspace(1e-9, 1e-2, 29), np.geomspace(1e-2, 1e9, 400)])
GRID = np.unique(np.concatenate([-SIDE, SIDE, np.linspace(-30.0, 30.0, 602)]))


@dataclass(frozen=True)
class Line:
    """A line through the space of the variables: origin + t · direction.

    generic: whether it lies as any other line does; on x = y, say, a hole does not count.
    """

    origin: tuple[float, ...]
    direction: tuple[float, ...]
    generic: bool = True

    def at(self, t: Precise) -> tuple[Precise, ...]:
        """One point in many digits."""
        return tuple(mp.mpf(a) + b * t for a, b in zip(self.origin, self.direction, strict=True))

    def points(self, t: Array) -> Array:
        """The points (k, d) at places (k,)."""
        return np.asarray(self.origin) + np.multiply.outer(t, self.direction)


def lines_through(origins: Array) -> Iterator[Line]:
    """Lines through some of the points (k, d): along each axis, and where variables tie.

    >>> [line.direction for line in lines_through(np.zeros((3, 1)))]
    [(1.0,)]
    """
    d = origins.shape[1]
    axes = np.eye(d)
    if d == 1:
        yield Line((0.0,), (1.0,))
        return
    for origin in origins[[0, -1]]:
        for axis in axes:
            yield Line(tuple(origin * (1 - axis)), tuple(axis))
    for i, axis in enumerate(axes):
        for value in (0.0, 1.0):
            yield Line(tuple(value * (1 - axis)), tuple(axis), generic=False)
        other = axes[i - 1]
        rest = tuple(origins[0] * (1 - axis - other))
        yield Line(rest, tuple(axis + other), generic=False)
        yield Line(rest, tuple(axis - other), generic=False)


def marks_of(expressions: Sequence["sp.Expr"]) -> list["sp.Expr"]:
    """The parts of formulas whose zeros are special places of theirs, the innermost first.

    >>> import sympy as sp
    >>> x = sp.Symbol("x", real=True)
    >>> marks_of([sp.Max(x, 2 * x - 3) + sp.log(x)])
    [2*x - 3, 3 - x, x, log(x) + Max(x, 2*x - 3)]
    """
    import sympy as sp

    from_the_inside: Any = sp.postorder_traversal
    found: dict[Any, None] = {}
    for expression in expressions:
        for node in from_the_inside(expression):
            found |= dict.fromkeys(part for part in zeros_that_matter(node) if part.free_symbols)
    unsigned = {part: None for part in found if -part not in found or str(part) < str(-part)}
    return list(unsigned)[:MOST_MARKS]


def zeros_that_matter(node: Any) -> Sequence[Any]:
    """What may be 0 where a node of a formula jumps, bends, ends, or is 0 itself."""
    import sympy as sp

    parts: tuple[Any, ...] = node.args
    if isinstance(node, (sp.Max, sp.Min)):
        return [a - b for a, b in combinations(parts, 2)]
    if isinstance(node, sp.core.relational.Relational):
        return [node.lhs - node.rhs]
    if isinstance(node, (sp.floor, sp.ceiling)):
        return [parts[0], *(parts[0] - k for k in STEPS_NEAR)]
    if isinstance(node, (sp.asin, sp.acos, sp.acosh, sp.atanh)):
        return [parts[0], parts[0] - 1, parts[0] + 1]
    if isinstance(node, sp.Pow):
        return [node.base]
    if isinstance(node, sp.Add):
        return [node]
    if isinstance(node, sp.Function) and not isinstance(node, sp.Piecewise):
        return parts
    return []


@dataclass(frozen=True)
class Mark:
    """A part of a formula whose zeros are special places, in floats and precisely."""

    floats: Callable[..., Any]
    steps: Steps

    def values(self, line: Line, places: Array) -> Array:
        """What it is at places (k,) of a line."""
        with np.errstate(all="ignore"):
            return np.asarray(self.floats(*line.points(places).T)[0])

    def at(self, line: Line, place: Precise) -> Precise:
        """What it is at one place, in the digits that mpmath is set to."""
        return self.steps.at(line.at(place))


@watched()
def compiled_marks(
    expressions: Sequence["sp.Expr"], variables: Sequence["sp.Symbol"]
) -> list[Mark]:
    """The marks of some formulas, compiled."""
    from calclib.expressions.compiling import as_numpy

    parts = marks_of(expressions)
    return [Mark(as_numpy([part], variables).arrays, steps_of(part, variables)) for part in parts]


def special_places(marks: Sequence[Mark], line: Line, most: int = MOST_PLACES) -> list[Precise]:
    """The places t of a line at which a mark is 0, ends, or turns back near 0; sorted.

    most: of more than these, those nearest to 0 and those farthest from it are taken.
    In the digits that mpmath is set to.
    """
    grid = GRID
    found: dict[float, Mark] = {}
    for _ in range(ROUNDS if most == MOST_PLACES else 1 + line.generic):
        fresh = {
            place: mark
            for mark in marks
            for place in places_near_zero(mark, line, grid, most)
            if not any(is_close(place, known) for known in found)
        }
        if not fresh:
            break
        found |= fresh
        grid = np.unique([*grid, *fresh])
    kept = some_of(np.array(list(found)), most)
    exact = sorted(in_many_digits(found[place], line, place) for place in kept)
    return [b for a, b in pairwise([-mp.inf, *exact]) if not is_close(float(a), float(b))]


def is_close(one: float, other: float) -> bool:
    """Whether two places are one but for the rounding of floats."""
    return abs(one - other) <= 1e-12 * abs(other) or one == other


def some_of(places: Array, most: int) -> Array:
    """Of many places those nearest to 0 and those farthest from it.

    >>> some_of(np.array([5.0, -1.0, 2.0, -9.0, 3.0]), 4)
    array([-1.,  2.,  5., -9.])
    """
    nearest = places[np.argsort(np.abs(places))]
    half = most // 2
    return nearest if len(nearest) <= most else np.concatenate([nearest[:half], nearest[-half:]])


def places_near_zero(mark: Mark, line: Line, grid: Array, most: int) -> list[float]:
    """Where a mark becomes 0, changes its sign, ends, or comes close to 0 and turns back."""
    values = mark.values(line, grid)
    sides = side(values)
    changes = np.flatnonzero(sides[:-1] != sides[1:])
    changes = np.searchsorted(grid, some_of(grid[changes], most))
    low, high = grid[changes], grid[changes + 1]
    left = sides[changes]
    for _ in range(HALVINGS if len(changes) else 0):
        middle = (low + high) / 2
        stays = side(mark.values(line, middle)) == left
        low, high = np.where(stays, middle, low), np.where(stays, high, middle)
    sizes = np.where(np.isfinite(values), np.abs(values), np.inf)
    turns = 1 + np.flatnonzero((sizes[1:-1] < sizes[:-2]) & (sizes[1:-1] < sizes[2:]))
    turns = np.searchsorted(grid, some_of(grid[turns[sizes[turns] > 0]], most))
    a, b = grid[turns - 1], grid[turns + 1]
    for _ in range(HALVINGS if len(turns) else 0):
        one, two = a + (b - a) / 3, b - (b - a) / 3
        lower = np.abs(mark.values(line, one)) < np.abs(mark.values(line, two))
        a, b = np.where(lower, a, one), np.where(lower, two, b)
    # Where a mark is 0 on one side, the 0 itself is meant, which may be on either side.
    return [*np.where(left == 0, low, high), *((a + b) / 2)]


def side(values: Array) -> Array:
    """−1, 0 or 1 by the sign, and 5 where there is no finite value."""
    return np.where(np.isfinite(values), np.sign(values), 5.0)


def in_many_digits(mark: Mark, line: Line, place: float) -> Precise:
    """A zero of a mark, exactly where it is a fraction, else in the digits that mpmath has."""
    fraction = Fraction(place).limit_denominator(1000)
    if abs(float(fraction) - place) <= 1e-7 * max(1e-3, abs(place)):
        exact = mp.mpf(fraction.numerator) / fraction.denominator
        value = mark.at(line, exact)
        if mp.isnan(value) or (mp.isfinite(value) and is_zero(value)):
            return exact
    beside = mp.mpf(place) * (1 + mp.mpf(10) ** -12)
    try:
        root = mp.findroot(lambda t: mark.at(line, t), (mp.mpf(place), beside))
    except (ValueError, ZeroDivisionError, TypeError):  # a pole, or a value that turns back
        return mp.mpf(place)
    is_it = isinstance(root, mp.mpf) and abs(root - place) <= 1e-6 * max(1e-3, abs(place))
    return root if is_it else mp.mpf(place)
