"""One ladder for every answer: blank, unreadable, a slip that has a name, close, wrong, right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias, TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.practice.bounds import Bound, without_comparisons
from calclib.practice.forms import MOST, as_lists, without_thousands
from calclib.practice.frames import without_frames
from calclib.practice.judging import Case, Pairs, fault, fitted, named_slip
from calclib.practice.labels import Names, in_named_order, spoken_names
from calclib.practice.left_sides import without_left_sides
from calclib.practice.letters import every_name
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
from calclib.practice.shapes import explain_shape
from calclib.practice.slips import CLOSE
from calclib.practice.spelling import decimal_comma
from calclib.practice.spoken import for_each, without_falls
from calclib.practice.verdict import Verdict

Slips: TypeAlias = Mapping[Any, str] | Sequence[tuple[Any, str]]
MANY = 100  # typed values that are read although fewer are asked for
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
    bound: Bound
    called: Sequence[str]
    frames: Sequence[str]
    signed: bool
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
    bound: Bound = "",
    called: Sequence[str] = (),
    frames: Sequence[str] = (),
    signed: bool = False,
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
    bound: "above" or "below" where the number or the formula bounds the values that are asked about
        from there: with "above", h ≤ 0.02 is 0.02 and h ≥ 0.02 is refused. Of several numbers one
        for each, "" for no bound.
    called: expressions that are what is asked for, and may stand as a left side: with ["1/λ"] the
        answer 1/λ = 0.125 is 0.125.
    frames: what may be written around a number, with … in its place: with ["… × …"] the answer
        8 × 8 is 8, with ["ε^…"] the answer ε^(1/3) is 1/3.
    signed: whether a change is asked for that is negative where something falls, so that "falls by
        0.2" is -0.2; else that is refused.
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
    >>> check("0 < h < 0.02", 0.02, bound="above").passed
    True
    """
    way = route(expected, variables, inputs, domain, symbols, ordered)
    names = spoken_names(names)
    told = [first for first, *_ in names]
    way = replace(way, ordered=way.ordered and ordered, names=told)
    target = way.expect(expected)
    pairs = tuple(slips.items() if isinstance(slips, Mapping) else slips)
    try:
        form = Form(
            names=names,
            bound=bound,
            called=called,
            frames=frames,
            signed=signed,
            variables=every_name(expected, variables, symbols),
            count=target[0].size if way.is_numbers and target.ndim == 2 else 1,
        )
        read = simplified(answer, form)
        answer, values = taken(read, target, way, pairs)
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
        sentence = fault(Case(answer, values, half, target, way, pairs, tolerance))
    if sentence:
        return Verdict(False, f"Not yet. {sentence}", link)
    return Verdict(True, f"Right. {further}".strip())


@dataclass(frozen=True)
class Form:
    """How the question allows an answer to be written; names to signed as in `check`.

    variables: of a formula, and the letters in which they may be written as well.
    count: how many numbers are asked for.
    """

    names: Names = ()
    bound: Bound = ""
    called: Sequence[str] = ()
    frames: Sequence[str] = ()
    signed: bool = False
    variables: Sequence[str] = ()
    count: int = 1

    def read(self, answer: object) -> object:
        """The answer that is meant by one in words, with left sides, comparisons or labels.

        >>> Form(names=("a", "b"), count=2).read("both are 1/2")
        '1/2; 1/2'
        """
        changed = without_falls(answer, self.signed) if not self.variables else answer
        changed = without_frames(changed, self.frames)
        changed = without_left_sides(for_each(changed, self.count), self.called, self.variables)
        changed = without_comparisons(changed, self.bound, self.names, self.variables)
        return in_named_order(changed, self.names)


ANY_FORM = Form()


def simplified(answer: object, form: Form = ANY_FORM) -> object:
    """An answer as lists, where it holds numbers; raises UnreadableError and nothing else."""
    try:
        list(islice(leaves(answer), 1))  # a list of a kind of its own may refuse even that
        return form.read(with_plain_texts(as_lists(answer)))
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
    refuse_blanks(answer, way.names)
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
    values = fitted(
        taken(simplified(answer, Form(names=names)), target, way, ())[1], target.shape, True
    )
    return values[0] if values.shape == target.shape else None


def is_near(values: Array, target: Array) -> bool:
    """Whether numbers are within one per cent of those that are expected."""
    return values.shape == target.shape and np.allclose(values, target, rtol=CLOSE, atol=0)


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
