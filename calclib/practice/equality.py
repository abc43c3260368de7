"""Whether two formulas are one function: in many digits, and at their own special places.

Between two neighbouring places where something in a formula is 0, jumps or loses its value, the
formula is analytic: two that agree in many digits at points of such a piece agree on all of it. So
both are tried at these places, closely beside them, between them, and at points of many sizes.
"""
# SymPy and mpmath carry few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from mpmath import mp

from calclib.arrays import Array
from calclib.expressions.precise import Precise, Steps, largest, steps_of
from calclib.practice.places import labels
from calclib.practice.slips import tell_apart
from calclib.practice.special_places import (
    MOST_PLACES,
    Line,
    Mark,
    compiled_marks,
    lines_through,
    special_places,
)

if TYPE_CHECKING:
    import sympy as sp

Inside: TypeAlias = Callable[[Array], npt.NDArray[np.bool_]]  # points (k, d) → which may be tried
DIGITS = 40  # to which two formulas are compared at first
MOST_DIGITS = 1500  # where terms cancel: cosh² − sinh² = 1 at 1000
WORK = 40_000  # operations in many digits, at most: about half a second
TELLING = 1e-5  # a relative difference that five digits show
LONG = 6  # digits of a decimal number that may be a rounded one
DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+")
EPSILON = 4 * float(np.finfo(float).eps)  # the rounding of a float, and of a few operations
FIRST = 3  # of the given points, before any special place is looked for
BESIDE = (1e-3, 1e-8)  # distances from a special place, in units of its size
SCALES = 10.0 ** np.array([0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6])
WHOLE = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)


@dataclass(frozen=True)
class Spot:
    """A place at which two formulas are tried.

    alone: whether it says nothing of its neighbours. A hole in a single place does not count, as in
        x/|x| for sign(x): an answer need not be simplified.
    """

    point: tuple[Precise, ...]
    alone: bool = False


@dataclass(frozen=True)
class Difference:
    """A place where two formulas differ, and their values there; nan for none."""

    point: tuple[float, ...]
    yours: Precise
    wanted: Precise


@dataclass(frozen=True)
class Pair:
    """An answer's formula and the one expected, in the same variables.

    origins: points (k, d) to start from, among those that may be tried.
    inside: which of some points may be tried.
    rounded: versions of either formula in which a rounded decimal number is moved by one unit of
        its last digit, each with the formula that it is a version of.
    tolerance: what may lie between the two, relative to the expected value and 1.

    >>> import sympy as sp
    >>> x = sp.Symbol("x", real=True)
    >>> Pair(x, x + sp.sin(x) / 10**20, (x,)).difference() is None
    False
    >>> Pair(sp.cosh(x) ** 2 - sp.sinh(x) ** 2, sp.Integer(1), (x,)).difference() is None
    True
    """

    yours: "sp.Expr"
    wanted: "sp.Expr"
    variables: Sequence["sp.Symbol"]
    origins: Array = field(default_factory=lambda: np.array([[0.7], [1.9]]))
    inside: Inside = field(default=lambda points: np.ones(len(points), dtype=bool))
    rounded: Sequence[tuple["sp.Expr", "sp.Expr"]] = ()
    tolerance: float = 0.0

    def difference(self, only_origins: bool = False) -> Difference | None:
        """The first place at which the two differ; None where they are equal.

        only_origins: whether nothing but these points may be tried.
        """
        if self.yours == self.wanted:
            return None
        given = (Spot(tuple(map(mp.mpf, point))) for point in self.origins.tolist())
        for spot in given if only_origins else chain(islice(given, FIRST), self.spots()):
            if (found := self.difference_at(spot)) is not None:
                return found
        return None

    @cached_property
    def steps(self) -> tuple[Steps, Steps]:
        """Both formulas, to be computed in many digits."""
        return steps_of(self.yours, self.variables), steps_of(self.wanted, self.variables)

    @cached_property
    def versions(self) -> list[tuple[Steps, Steps]]:
        """The rounded versions, each with the formula that it is a version of."""
        return [
            (steps_of(one, self.variables), steps_of(of, self.variables))
            for one, of in self.rounded
        ]

    @cached_property
    def digits(self) -> int:
        """The digits to begin with: more than the longest number in either formula has."""
        numbers = {n for one in (self.yours, self.wanted) for n in one.atoms() if n.is_Rational}
        longest = max((max(len(str(abs(n.p))), len(str(n.q))) for n in numbers), default=0)
        return DIGITS + longest

    def difference_at(self, spot: Spot) -> Difference | None:
        """The difference at one place, if there is one beyond rounding."""
        before: Precise = None
        digits = self.digits
        while digits <= MOST_DIGITS:
            with mp.workdps(digits + 10):
                every = [steps.results(spot.point) for steps in self.steps]
                yours, wanted = (values[-1] for values in every)
                found = Difference(tuple(map(float, spot.point)), yours, wanted)
                if mp.isinf(yours) or mp.isinf(wanted):
                    return None  # too large to be computed
                if mp.isnan(yours) or mp.isnan(wanted):
                    is_hole = spot.alone or (mp.isnan(yours) and mp.isnan(wanted))
                    return None if is_hole else found
                apart = abs(yours - wanted)
                if apart <= max(abs(yours), abs(wanted)) * mp.mpf(10) ** (10 - digits):
                    return None
                rounding = max(map(largest, every)) * mp.mpf(10) ** (10 - digits)
                if apart > rounding:
                    allowed = self.slack_at(spot) + self.tolerance * (1 + abs(wanted))
                    return found if apart > allowed else None
                if before is not None and apart < before * mp.mpf(10) ** (-digits // 4):
                    return None  # it shrinks with every digit: it is rounding alone
                before = apart
                if mp.log10(rounding) + digits > MOST_DIGITS:
                    return None  # too large for any digits that we have
            digits *= 2
        return None

    def slack_at(self, spot: Spot) -> Precise:
        """By how much the rounding of decimal numbers may have moved the two values here.

        Just less than one unit of the last digit each: a number may be cut off, as 3.141592 for π.
        """
        moved = [abs(one.at(spot.point) - of.at(spot.point)) for one, of in self.versions]
        return sum((m for m in moved if mp.isfinite(m)), mp.mpf(0)) * mp.mpf("0.999")

    def spots(self) -> Iterator[Spot]:
        """The places to look at, along several lines through the space of the variables."""
        marks = compiled_marks([self.yours, self.wanted], self.variables)
        lines = list(lines_through(self.origins))
        work = sum(len(steps.steps) for steps in self.steps)
        each = max(12, WORK // max(1, work) // len(lines))
        for line in lines:
            most = MOST_PLACES if len(lines) == 1 else MOST_PLACES // 4
            yield from islice(self.spots_on(line, marks, most), each)

    def spots_on(self, line: Line, marks: Sequence[Mark], most: int) -> Iterator[Spot]:
        """The places of one line: of many sizes, then special ones, beside and between them."""
        rng = np.random.default_rng(0)
        sizes = rng.uniform(0.3, 0.9, size=(2, len(SCALES))) * SCALES * [[1], [-1]]
        drawn = (self.origins @ np.array(line.direction))[:12]
        with mp.workdps(self.digits + 10):
            special = special_places(marks, line, most)
            places: list[Precise] = [*sizes.T.ravel(), *drawn]
            places += [0.4 * a + 0.6 * b for a, b in pairwise(special)]
            for t in special:
                size = max(abs(t), mp.mpf("0.001"))
                places += [t + side * size * gap for gap in BESIDE for side in (-1, 1)]
            alone = [(mp.mpf(t), True) for t in (*special, *WHOLE)]
            spread = [(mp.mpf(t), not line.generic) for t in places]
            spots = [Spot(line.at(t), one) for t, one in spread[:26] + alone + spread[26:]]
        points = np.array([list(map(float, spot.point)) for spot in spots])
        for spot, stays in zip(spots, self.inside(points), strict=True):
            if stays:
                yield spot


def explain_difference(found: Difference, names: Sequence[str]) -> str:
    """Say where a formula that seemed right is not what is asked for."""
    here = labels(names, [found.point])[0]
    here = here[0].lower() + here[1:]
    seems = "It seems right in many places, but it is not the same function"
    if mp.isnan(found.yours):
        return f"{seems}: {here} yours has no value, and it should give {float(found.wanted):.3g}."
    if mp.isnan(found.wanted):
        given = f"{float(found.yours):.3g}"
        return f"{seems}: {here} yours gives {given}, and there should be no value."
    size = max(abs(found.yours), abs(found.wanted))
    if abs(found.yours - found.wanted) > TELLING * size:
        given, wanted = tell_apart(float(found.yours), float(found.wanted))
        return f"{seems}: {here} yours gives {given}, and it should give {wanted}."
    apart = mp.nstr(found.yours - found.wanted, 2)
    return f"It is very close, but not equal: {here} it is off by {apart}. Look at small terms."


def versions_of(answer: object) -> Iterator[object]:
    """An answer again for each rounded decimal number in it, moved by one unit of its last digit.

    >>> list(versions_of("0.333333x + 0.5")), list(versions_of(["2", "1.4142136"]))
    (['0.333334x + 0.5'], [['2', '1.4142137']])
    """
    if isinstance(answer, str):
        for found in DECIMAL.finditer(answer):
            if len(found[0].replace(".", "").lstrip("0")) >= LONG:
                unit = Decimal(1).scaleb(-len(found[0].partition(".")[2]))
                moved = f"{Decimal(found[0]) + unit:f}"
                yield answer[: found.start()] + moved + answer[found.end() :]
    elif isinstance(answer, (list, tuple)):
        for k, part in enumerate(answer):
            for version in versions_of(part):
                yield [*answer[:k], version, *answer[k + 1 :]]
    elif hasattr(answer, "free_symbols"):
        whole: Any = answer
        for number in sorted((n for n in whole.atoms() if n.is_Float), key=str):
            yield whole.xreplace({number: number * (1 + EPSILON)})
