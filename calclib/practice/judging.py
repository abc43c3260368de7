"""What is wrong with an answer: judges in a row, of which the first that knows it says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from calclib.arrays import Array
from calclib.practice.forms import MOST, bracketings
from calclib.practice.markup import echo
from calclib.practice.reading import UnreadableError
from calclib.practice.rounding import half_units
from calclib.practice.routes import Route
from calclib.practice.shapes import Noun, ask_for_shape, explain_shape
from calclib.practice.slips import SIGNS, SLIPS, close, difference, place
from calclib.practice.spelling import split_list

Pairs: TypeAlias = Sequence[tuple[Any, str]]  # wrong answers and their sentences
FEWEST = 2  # digits of which it is said that more are wanted; of one digit it would tell too much
TOO_FEW_DIGITS = "So rounded, it may also be another number: give more digits."


@dataclass(frozen=True)
class Case:
    """A learner's answer beside what is expected.

    answer: what was written.
    values: what it is, (k, ...), at k places.
    half: half a unit of the last digit of each number; 0 where nothing was rounded.
    target: what is expected at these places.
    way, slips, tolerance: how they are compared; see `check`.
    """

    answer: object
    values: Array
    half: Array
    target: Array
    way: Route
    slips: Pairs
    tolerance: float

    @property
    def has_shape(self) -> bool:
        """Whether as many values are given as are asked for."""
        return self.values.shape == self.target.shape

    @property
    def rounded(self) -> npt.NDArray[np.bool_]:
        """Where a number is the true one, rounded to the digits that were given."""
        if not self.has_shape:
            return np.zeros(self.values.shape, dtype=bool)
        return (self.half > 0) & (np.abs(self.values - self.target) <= self.half)

    @property
    def judged(self) -> Array:
        """The values, with the true one where one counts as rounded: no right entry is wrong."""
        return np.where(self.rounded, self.target, self.values) if self.has_shape else self.values

    def agrees(self, wrong: Array) -> bool:
        """Whether the judged values are these."""
        judged = self.judged
        return wrong.shape == judged.shape and bool(np.all(close(judged, wrong, self.tolerance)))

    def at(self, kept: npt.NDArray[np.bool_]) -> "Case":
        """The same case at some of the places alone."""
        way = self.way.at(kept)
        return replace(self, way=way, values=self.values[kept], target=self.target[kept])

    def where_finite(self) -> "Case":
        """Without the far places at which a right formula may overflow."""
        if not len(self.way.far):
            return self
        finite = np.isfinite(self.values).reshape(len(self.values), -1).all(axis=1)
        return self.at(~self.way.far | finite)

    def near(self) -> "Case":
        """At the near places alone, if something is wrong there already."""
        near = ~self.way.far
        if not len(near) or np.all(close(self.values[near], self.target[near], self.tolerance)):
            return self
        return self.at(near)


def fault(case: Case) -> str:
    """What is wrong with an answer, in a sentence; nothing if it is right."""
    if case.has_shape:
        case = case.where_finite()
        decided = decide(case)
        if decided is not None:
            return decided
        case = case.near()
    return next(filter(None, (judge(case) for judge in JUDGES)))


def decide(case: Case) -> str | None:
    """Nothing for a right answer, a sentence for one that only seems right; None for a wrong one.

    Rounding may spoil values of a formula that is right, and hide what is wrong: formulas whose
    values agree are compared exactly as well.
    """
    agree = close(case.values, case.target, case.tolerance)
    if not np.all(agree) and (sentence := slip_when_rounded(case)):
        return sentence
    is_right = bool(np.all(agree | case.rounded))
    if case.way.unequal is None:
        return "" if is_right else None
    unequal = case.way.unequal(case.answer, case.tolerance)
    return unequal if is_right or not unequal else None


def slip_of_the_exercise(case: Case) -> str:
    """It is a wrong answer that the exercise knows."""
    return named_slip(case.values, case.way, case.slips, case.tolerance)


def slip_when_rounded(case: Case) -> str:
    """It is a wrong answer that the exercise knows, rounded to the digits that were given.

    Of counts, such as 6907 and 6908 in 6.91e3, it says that the digits do not tell them apart.
    """
    if not np.any(case.half):
        return ""
    for wrong, sentence in case.slips:
        slip = case.way.expect(wrong)
        given = fitted(case.values, slip.shape, case.way.is_numbers)
        units = np.broadcast_to(case.half, case.values.shape).reshape(given.shape)
        if slip.shape != given.shape or not np.all(np.abs(given - slip) <= units):
            continue
        is_slip = np.all(close(given, slip, case.tolerance))
        are_counts = np.array_equal(case.target, np.round(case.target))
        covers_both = are_counts and slip.shape == case.target.shape
        covers_both = covers_both and bool(np.all(np.abs(given - case.target) <= units))
        return TOO_FEW_DIGITS if covers_both and not is_slip else sentence
    return ""


def lacks_brackets(case: Case) -> str:
    """Brackets alone make a formula right."""
    if case.way.is_numbers:
        return ""
    return missing_brackets(case.answer, case.target, case.way, case.tolerance)


def too_few_digits(case: Case) -> str:
    """It is the true numbers, some of them rounded to fewer digits than wanted."""
    is_measured = case.way.is_numbers and case.way.ordered
    if not is_measured or not case.has_shape or case.values.size > MOST:
        return ""
    half = half_units(case.answer, case.target.shape[1:], FEWEST) * (1 + 1e-9)
    rounded = np.abs(case.values - case.target) <= half
    agree = close(case.values, case.target, case.tolerance) | rounded
    return TOO_FEW_DIGITS if np.all(agree) else ""


def another_shape(case: Case) -> str:
    """It has too many values, or too few, or in other rows."""
    return "" if case.has_shape else shape(case.values, case.target, case.way.noun)


def another_choice(case: Case) -> str:
    """It names another choice, of which none is larger than the others."""
    if case.way.ordered:
        return ""
    first = np.argwhere(~close(case.judged, case.target, case.tolerance))[0]
    several = f"{place(first, case.way.places, case.way.names)} is the first that is wrong."
    return several if case.target.size > 1 else "Another of the choices holds."


def slip_of_every_exercise(case: Case) -> str:
    """It is twice what is expected, half of it, the other way round …: a row of SLIPS."""
    return next((sentence for sentence, slip in SLIPS if case.agrees(slip(case.target))), "")


def sign_of_a_slip(case: Case) -> str:
    """It differs by signs, by one factor, by one number or by little: a row of SIGNS."""
    told = (sign(case.judged, case.target, case.way.places, case.way.names) for sign in SIGNS)
    return next(filter(None, told), "")


def where_it_departs(case: Case) -> str:
    """Where it is wrong first, and to which side."""
    return difference(case.judged, case.target, case.way.places, case.tolerance, case.way.names)


def slip_of_another_shape(case: Case) -> str:
    """It is a wrong answer that the exercise knows, of another shape, and rounded."""
    return "" if case.has_shape else slip_when_rounded(case)


JUDGES: tuple[Callable[[Case], str], ...] = (
    slip_of_the_exercise,
    slip_of_another_shape,
    lacks_brackets,
    too_few_digits,
    another_shape,
    another_choice,
    slip_of_every_exercise,
    sign_of_a_slip,
    where_it_departs,
)


def named_slip(values: Array, way: Route, slips: Pairs, tolerance: float) -> str:
    """The sentence of the slip that an answer is; or nothing."""
    for wrong, sentence in slips:
        slip = way.expect(wrong)
        given = fitted(values, slip.shape, way.is_numbers)
        if slip.shape == given.shape and np.all(close(given, slip, tolerance)):
            return sentence
    return ""


def fitted(values: Array, shape: tuple[int, ...], is_numbers: bool) -> Array:
    """The same numbers in the shape that is asked for, where no other reading is possible.

    A scalar is an array of one number; a column or a row of numbers is a vector.

    >>> fitted(np.array([3.0]), (1, 1), True).shape, fitted(np.ones((1, 2, 1)), (1, 2), True).shape
    ((1, 1), (1, 2))
    """
    one = (*values.shape, 1) == shape
    line = is_numbers and len(shape) == 2 and values.ndim == 3 and 1 in values.shape[1:]
    return values.reshape(shape) if one or (line and values.size == np.prod(shape)) else values


def missing_brackets(answer: object, target: Array, way: Route, tolerance: float) -> str:
    """Which brackets a typed formula lacks, if brackets alone make it right; else nothing."""
    parts = list(answer) if isinstance(answer, (list, tuple)) else split_list(str(answer))
    if not all(isinstance(part, str) for part in parts):
        return ""
    for k, part in enumerate(parts):
        for whole in bracketings(part.strip()):
            changed = [*parts[:k], whole, *parts[k + 1 :]]
            try:
                values = way.take(changed if target.ndim > 1 else whole)
            except UnreadableError:
                continue
            if values.shape == target.shape and np.all(close(values, target, tolerance)):
                acts = "^ and / act on what is next to them alone"
                return f"Brackets are missing: {acts}. Write {echo(whole)}."
    return ""


def shape(values: Array, target: Array, noun: Noun) -> str:
    """What an answer of another shape has to become."""
    wanted = target.shape[1:]
    yours = values.shape[1:]
    if values.size == target.size and np.all(close(values.ravel(), target.ravel(), 1e-6)):
        return ask_for_shape(wanted, yours, noun)
    if target.ndim == 3 and yours == wanted[::-1]:
        turned = np.swapaxes(values, 1, 2)
        if np.all(close(turned, target, 1e-6)):
            return f"Rows and columns are exchanged: transpose it, to the shape {wanted}."
    return explain_shape(wanted, yours, noun)
