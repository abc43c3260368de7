"""One ladder for every answer: blank, unreadable, a slip that has a name, close, wrong, right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias, TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.practice.forms import MOST, as_lists, bracketings, without_thousands
from calclib.practice.labels import Names, in_named_order
from calclib.practice.markup import echo
from calclib.practice.places import Domain
from calclib.practice.reading import (
    NONE,
    BlankError,
    Call,
    UnreadableError,
    leaves,
    refuse_blanks,
    refuse_endless,
    unreadable,
    with_chosen_sides,
)
from calclib.practice.readings import choices_as_numbers, count_of, readings
from calclib.practice.rounding import SIGNIFICANT, half_units
from calclib.practice.routes import TOLERANCE, Route, route
from calclib.practice.shapes import Noun, ask_for_shape, explain_shape
from calclib.practice.slips import CLOSE, SIGNS, SLIPS, close, difference, place
from calclib.practice.spelling import decimal_comma, split_list
from calclib.practice.verdict import Verdict

Slips: TypeAlias = Mapping[Any, str] | Sequence[tuple[Any, str]]
Pairs: TypeAlias = Sequence[tuple[Any, str]]  # wrong answers and their sentences
MANY = 100  # typed values that are read although fewer are asked for
FEWEST = 2  # digits of which it is said that more are wanted; of one digit it would tell too much
TOO_FEW_DIGITS = "So rounded, it may also be another number: give more digits."
Judge: TypeAlias = Callable[[Any], Verdict]


class Options(TypedDict, total=False):
    """How an answer is compared; what each of them means stands in `check`."""

    slips: Slips
    further: str
    variables: Sequence[str] | None
    inputs: Sequence[Call] | None
    domain: Domain
    tolerance: float
    digits: int
    ordered: bool
    symbols: Mapping[str, str]
    names: Names
    link: str


def check(
    answer: object,
    expected: object,
    *,
    slips: Slips = (),
    further: str = "",
    variables: Sequence[str] | None = None,
    inputs: Sequence[Call] | None = None,
    domain: Domain = (-np.inf, np.inf),
    tolerance: float = TOLERANCE,
    digits: int = SIGNIFICANT,
    ordered: bool = True,
    symbols: Mapping[str, str] = NONE,
    names: Names = (),
    link: str = "",
) -> Verdict:
    """Compare an answer with what is expected, and say what to look at when they differ.

    A learner's answer never raises; an error in what is expected does.

    answer: what a learner wrote; it is read as the same kind of thing as what is expected.
    expected: a formula (text or SymPy), a list of formulas, a number, an array, a function, or
        OneOf some choices.
    slips: wrong answers, each with the sentence it deserves, as a dict or as pairs.
    further: a sentence for the right answer.
    variables: those of a formula, when it does not name them itself.
    inputs: the arguments to try a function or a formula on, one tuple a call; random numbers by
        default, which domain=(0, np.inf) keeps positive, or {"x": (0, 1)} between 0 and 1.
    tolerance: the error that is allowed, relative to the value, or absolute where the value is
        below 1; a formula has to be the same function, but for decimal numbers of six digits or
        more, which may be rounded. More than 1e-6 is allowed to formulas too. If every value
        expected is below 1, it is relative to the largest of them: -1e-7 is not accepted for 1e-7.
    digits: a number also counts when it is the true value rounded to this many digits or more.
    ordered: False for numbers that name choices, so that none is called too large.
    symbols: what else the variables of a formula are called, in letters that are set apart: with
        {"h": "alpha lambda"} an answer may be written in α and λ as well.
    names: of the numbers or formulas, in order, where several are asked for: an answer may say
        which is which, in any order, as in "b = -1/3, a = 4/3". A name may be several words for
        one part, ("m", "slope").
    link: where the course explains it.

    >>> check("x + x", "2x", further="The slope of x^2.")
    Right. The slope of x^2.
    >>> check("-2x", "2x")
    Not yet. The size is right and the sign is not.
    >>> check(None, 3.0).passed, check("3/2", 1.5).passed, check([1, 2], [1, 2, 3])
    (None, True, Not yet. 3 numbers are asked for, not 2.)
    >>> check(0.333, 1 / 3).passed, check(0.33, 1 / 3).passed
    (True, False)
    >>> check("2 log x", "log(x^2)", domain=(0, np.inf)).passed
    True
    >>> check("alpha lambda + 1", "h + 1", variables=("h",), symbols={"h": "alpha lambda"}).passed
    True
    >>> check("b = -1/3, a = 4/3", [4 / 3, -1 / 3], names=("a", "b")).passed
    True
    """
    way = route(expected, variables, inputs, domain, symbols, ordered)
    way = replace(way, ordered=way.ordered and ordered)
    target = way.expect(expected)
    pairs = tuple(slips.items() if isinstance(slips, Mapping) else slips)
    try:
        answer, values = taken(simplified(answer, names), target, way, pairs)
    except BlankError as reason:
        return Verdict(None, reason.marked)
    except UnreadableError as reason:
        return Verdict(False, f"Not yet. {reason.marked}", link)
    values = fitted(values, target.shape, way.is_numbers)
    if values.shape != target.shape and (comma := decimal_comma(answer, target[0].size)):
        return Verdict(False, f"Not yet. {comma}", link)
    with np.errstate(all="ignore"):
        half = np.zeros(values.shape[1:])
        if way.is_numbers and way.ordered and values.size <= MOST:
            half = half_units(answer, values.shape[1:], digits) * (1 + 1e-9)
        sentence = fault(Given(answer, values, half), target, way, pairs, tolerance)
    if sentence:
        return Verdict(False, f"Not yet. {sentence}", link)
    return Verdict(True, f"Right. {further}".strip())


def simplified(answer: object, names: Names = ()) -> object:
    """An answer as lists, where it holds numbers; raises UnreadableError and nothing else.

    names: of its parts, which come in this order where they are labelled.
    """
    try:
        list(islice(leaves(answer), 1))  # a list of a kind of its own may refuse even that
        return in_named_order(with_plain_texts(as_lists(answer)), names)
    except UnreadableError:
        raise
    except (Exception, SystemExit) as error:  # an object may raise anything when it is looked at
        raise unreadable(answer) from error


def with_plain_texts(answer: object) -> object:
    """An answer whose texts are str; one of a kind of its own may do anything when it is read.

    >>> type(with_plain_texts([np.str_("x")])[0])
    <class 'str'>
    """
    if not any(isinstance(part, str) and type(part) is not str for _, part in leaves(answer)):
        return answer
    if isinstance(answer, str):
        return str.__str__(answer)
    if type(answer) is list:
        return [with_plain_texts(part) for part in answer]
    if type(answer) is tuple:
        return tuple(with_plain_texts(part) for part in answer)
    return answer


@dataclass(frozen=True)
class Given:
    """A learner's answer with its values (k, ...), and half a unit of the last digit of each."""

    answer: object
    values: Array
    half: Array


def fault(given: Given, target: Array, way: Route, slips: Pairs, tolerance: float) -> str:
    """What is wrong with an answer, in a sentence; nothing if it is right."""
    values = given.values
    judged = values
    if values.shape == target.shape:
        if len(way.far):
            kept = ~way.far | np.isfinite(values).reshape(len(values), -1).all(axis=1)
            way, values, target = way.at(kept), values[kept], target[kept]
        judged = values
        agree = close(values, target, tolerance)
        if not np.all(agree) and np.any(given.half):
            if sentence := rounded_slip(values, target, given.half, way, slips, tolerance):
                return sentence
            rounded = (given.half > 0) & (np.abs(values - target) <= given.half)
            agree |= rounded
            judged = np.where(rounded, target, values)  # so that no right entry is called wrong
        if way.unequal is None:
            if np.all(agree):
                return ""
        else:  # rounding may spoil values of what is right, and hide what is wrong
            unequal = way.unequal(given.answer, tolerance)
            if not unequal or np.all(agree):
                return unequal
        near = ~way.far
        if len(near) and not np.all(close(values[near], target[near], tolerance)):
            way, values, target = way.at(near), values[near], target[near]
            judged = judged[near]
    named = named_slip(values, way, slips, tolerance)
    if not named and values.shape != target.shape and np.any(given.half):
        named = rounded_slip(values, target, given.half, way, slips, tolerance)
    if not named and not way.is_numbers:
        named = missing_brackets(given.answer, target, way, tolerance)
    if (
        not named
        and way.is_numbers
        and way.ordered
        and is_rounded_too_far(given, target, tolerance)
    ):
        named = TOO_FEW_DIGITS
    return named or next(sentences(judged, target, way, tolerance))


def taken(answer: object, target: Array, way: Route, slips: Pairs) -> tuple[object, Array]:
    """An answer and its values; a typed one in the reading that has the shape asked for.

    Where several have it, 1,333; 2,667 as two thousands or as two numbers near 1 and 2, it is the
    first that is near what is expected or is a slip, else the first; where none has it, the first
    that can be read. Raises BlankError or UnreadableError.
    """
    if not isinstance(answer, str) or not way.takes_lists:
        answer = answer if way.ordered else choices_as_numbers(answer)
        texts = sum(isinstance(entry, str) for _, entry in leaves(answer))
        if texts > max(MANY, target[0].size):
            raise UnreadableError(explain_shape(target.shape[1:], (texts,), way.noun))
        return answer, way.take(answer)
    refuse_blanks(answer)
    fitting: list[tuple[object, Array]] = []
    others: list[tuple[object, Array]] = []
    refusals: list[UnreadableError] = []
    for read in readings(answer, way.ordered):
        count = count_of(read)
        if count > max(MANY, target[0].size):
            refusals.append(UnreadableError(explain_shape(target.shape[1:], (count,), way.noun)))
            continue
        try:
            values = way.take(read)
        except UnreadableError as reason:
            refusals.append(reason)
            continue
        fit = fitted(values, target.shape, way.is_numbers)
        chosen = with_chosen_sides(read) if way.is_numbers else read
        if is_near(fit, target) or named_slip(values, way, slips, CLOSE):
            return chosen, values
        if fit.shape != target.shape:
            others.append((answer, values))
            continue
        is_plain = target.ndim > 1 or without_thousands(answer) == answer
        (fitting if is_plain else others).append((chosen, values))
    if not fitting and not others:
        raise refusals[0]
    return [*fitting, *others][0]


def numbers_of(answer: object, count: int, names: Names = ()) -> Array | None:
    """The numbers (count,) of an answer that names choices, in the reading that has as many.

    names: as in `check`.
    None where there is none. Raises BlankError or UnreadableError.

    >>> numbers_of("1 2 1", 3), numbers_of("121", 3), numbers_of("1, 2", 3)
    (array([1., 2., 1.]), array([1., 2., 1.]), None)
    """
    way = route([0.0] * count, ordered=False)
    target = np.full((1, count), np.nan)
    values = fitted(taken(simplified(answer, names), target, way, ())[1], target.shape, True)
    return values[0] if values.shape == target.shape else None


def is_near(values: Array, target: Array) -> bool:
    """Whether numbers are within one per cent of those that are expected."""
    return values.shape == target.shape and np.allclose(values, target, rtol=CLOSE, atol=0)


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


def rounded_slip(
    values: Array, target: Array, half: Array, way: Route, slips: Pairs, tolerance: float
) -> str:
    """The sentence of the slip, rounded to the digits that were given, that an answer is; or "".

    Of counts, such as 6907 and 6908 in 6.91e3, it says that the digits do not tell them apart.
    """
    for wrong, sentence in slips:
        slip = way.expect(wrong)
        given = fitted(values, slip.shape, way.is_numbers)
        units = np.broadcast_to(half, values.shape).reshape(given.shape)
        if slip.shape != given.shape or not np.all(np.abs(given - slip) <= units):
            continue
        is_slip = np.all(close(given, slip, tolerance))
        are_counts = np.array_equal(target, np.round(target))
        covers_both = are_counts and slip.shape == target.shape
        covers_both = covers_both and bool(np.all(np.abs(given - target) <= units))
        return TOO_FEW_DIGITS if covers_both and not is_slip else sentence
    return ""


def is_rounded_too_far(given: Given, target: Array, tolerance: float) -> bool:
    """Whether an answer is the true numbers, some of them rounded to fewer digits than wanted."""
    if given.values.shape != target.shape or given.values.size > MOST:
        return False
    half = half_units(given.answer, target.shape[1:], FEWEST) * (1 + 1e-9)
    agree = close(given.values, target, tolerance) | (np.abs(given.values - target) <= half)
    return bool(np.all(agree))


def judge_answer(answer: object, judge: Judge, link: str = "") -> Verdict:
    """What a judge says of an answer that has no blank; a refusal gets the link."""
    try:
        answer = simplified(answer)
        refuse_blanks(answer)
        refuse_endless(answer)
        found = judge(answer)
    except BlankError as reason:
        return Verdict(None, reason.marked)
    except UnreadableError as reason:
        return Verdict(False, f"Not yet. {reason.marked}", link)
    except (Exception, SystemExit):  # an object may raise anything when it is looked at
        return Verdict(False, f"Not yet. {unreadable(answer).marked}", link)
    return replace(found, link=found.link or link) if found.passed is False else found


def named_slip(values: Array, way: Route, slips: Pairs, tolerance: float) -> str:
    """The sentence of the slip that an answer is; or nothing."""
    for wrong, sentence in slips:
        slip = way.expect(wrong)
        given = fitted(values, slip.shape, way.is_numbers)
        if slip.shape == given.shape and np.all(close(given, slip, tolerance)):
            return sentence
    return ""


def sentences(values: Array, target: Array, way: Route, tolerance: float) -> Iterator[str]:
    """What can be said of a wrong answer that is no slip of its exercise, most telling first."""

    def agree(wrong: Array) -> bool:
        return wrong.shape == values.shape and bool(np.all(close(values, wrong, tolerance)))

    if values.shape != target.shape:
        yield shape(values, target, way.noun)
    if not way.ordered:
        first = np.argwhere(~close(values, target, tolerance))[0]
        several = f"{place(first, way.places)} is the first that is wrong."
        yield several if target.size > 1 else "Another of the choices holds."
    yield from (sentence for sentence, slip in SLIPS if agree(slip(target)))
    yield from filter(None, (sign(values, target, way.places) for sign in SIGNS))
    yield difference(values, target, way.places, tolerance)


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
