"""Answers become numbers: how a formula, a function, a number, an array or a choice is read.

Whatever the kind, reading gives an array (k, ...) with a row for each of k places: the points at
which a formula is evaluated, the calls of a function, one row for a number or an array.
"""

import re
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.practice.forms import in_a_line, plain_number
from calclib.practice.markup import echo, echo_sentence, plain
from calclib.practice.notation import plain_notation
from calclib.practice.places import SIZES, sample
from calclib.practice.programs import arity, blanks_of, functions_with_blanks, is_theirs
from calclib.practice.readings import Entries, entries
from calclib.practice.rounding import NUMBER, digits_of, half_unit, size_of
from calclib.practice.spelling import comma_in
from calclib.practice.verdict import BLANK
from calclib.practice.wording import LIMIT, unlabelled

if TYPE_CHECKING:
    import sympy as sp

Call: TypeAlias = tuple[object, ...]  # the arguments of one call of a function
NONE: Mapping[str, str] = MappingProxyType({})
MOST_FORMULAS = 100
MOST_NODES = 1000  # of an expression of SymPy
MOST_DIGITS = 1000
RAGGED = "Numbers are asked for, in rows of one length."
SIDES = re.compile(r"(?<![<>≤≥!])={1,2}(?!>)|[≈≃≅]|→|[-=]+>")
NAME = r"[∇Δ]?(?:lim\s+)?[^\W\d]\w*(?:(?<=_)[+-])?[′″'*₊₋∞\u0300-\u036f]*\+?"
CALL = re.compile(r"[∇Δ]?(?P<name>[^\W\d]\w*)(?P<marks>[′″'*]*)\s*\([^()=]*\)")
WORDS = re.compile(r"[^\W\d_]{2,}(?:\s+[^\W\d_]{2,})+")
LABELS = tuple(
    map(
        re.compile,
        (
            NAME,
            r"",  # = 3
            r"[d∂].*/\s*[d∂].*",
            r"\(.*\)\s*[′″']+",
            r"E\W.*",
            r"‖.*‖",
            rf"\(?{NAME}(?:\s*,\s*{NAME})+\)?",
        ),
    )
)
CONDITION = re.compile(r"[^<=>≤≥]*[<>≤≥]=?(?P<value>[^<=>≤≥]+)")
ASKED = "A function is asked for: give its name, without brackets."
OPEN = "Not answered yet. {} is still open."


class UnreadableError(Exception):
    """An answer that cannot be compared; the message says why.

    marked: the message with the marks of `markup.echo` around what the learner wrote.
    """

    def __init__(self, message: str) -> None:
        super().__init__(plain(message))
        self.marked = message


class BlankError(UnreadableError):
    """An answer with a blank in it; the message says which, where it can."""


@dataclass(frozen=True)
class OneOf:
    """One of several choices, given by its number from 1, its word, or how the word begins.

    >>> OneOf("saddle", ("minimum", "maximum", "saddle")).read("sad")
    array([2.])
    """

    answer: str
    choices: tuple[str, ...]

    def read(self, given: object) -> Array:
        """The place of a choice among the choices, counted from 0; raises UnreadableError."""
        text = str(given.answer if isinstance(given, OneOf) else given)
        word, *choices = [
            plain_notation(written).strip().lower() for written in (text, *self.choices)
        ]
        found = [k for k, choice in enumerate(choices) if word in (choice, str(k + 1))]
        found = found or [k for k, choice in enumerate(choices) if choice.startswith(word)]
        if not found and not re.search(r"\b(?:not?|never|nor|neither|un\w+)\b", word):
            found = [k for k, c in enumerate(choices) if re.search(rf"\b{re.escape(c)}\b", word)]
        if len(found) != 1:
            raise UnreadableError(f"Choose one of: {', '.join(self.choices)}.")
        return np.array(found, dtype=float)


def unreadable(answer: object) -> UnreadableError:
    """What to say of an object that raises when it is looked at."""
    return UnreadableError(f"This {echo(type(answer).__name__)} cannot be read as an answer.")


def is_blank(value: object) -> bool:
    """Whether nothing was put in the place of a blank: None, ..., "", "___" or "?"."""
    if isinstance(value, str):
        return not value.strip(" ._…?\n\t")
    return value is None or value is ...


def leaves(answer: object, at: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], object]]:
    """Each entry of an answer with its place; an array of numbers counts as one."""
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.tolist()
    if isinstance(answer, (list, tuple)) and answer and len(at) < 8:
        for k, part in enumerate(answer):
            yield from leaves(part, (*at, k))
    else:
        yield at, answer


def refuse_blanks(answer: object, names: Sequence[str] = ()) -> None:
    """Raise BlankError where a blank is left, and say which unless all are.

    names: of the entries, where they have some.

    >>> refuse_blanks([1.0, ...])
    Traceback (most recent call last):
    calclib.practice.reading.BlankError: Not answered yet. Entry [1] is still open.
    """
    entries = list(leaves(answer))
    blank = [place for place, entry in entries if is_blank(entry)]
    if len(blank) == len(entries):
        raise BlankError(BLANK)
    if blank:
        (first, *deeper) = blank[0]
        is_named = first < len(names) and not deeper
        entry = f"The number for {names[first]}" if is_named else f"Entry {list(blank[0])}"
        raise BlankError(OPEN.format(entry))


def formulas(answer: object, names: Sequence[str], several: bool = False) -> list["sp.Expr"]:
    """Read one formula, or several, in these variables; raises UnreadableError."""
    from calclib.expressions import ExpressionError
    from calclib.expressions.formulas import components

    if isinstance(answer, str):
        answer = entries(plain_notation(answer, names)) if several else answer
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    parts = answer if isinstance(answer, (list, tuple)) else [answer]
    parts = in_a_line(parts) if several else parts
    if len(parts) > MOST_FORMULAS:
        raise UnreadableError(f"A formula is asked for, and these are {len(parts)}.")
    if any(isinstance(part, (bool, np.bool_)) for part in parts):
        raise UnreadableError("A formula is asked for, not True or False.")
    try:
        read: list[Any] = [
            typed_formula(part, names) if isinstance(part, str) else part for part in parts
        ]
        expressions, _ = components(read)
    except ExpressionError as error:
        raise UnreadableError(comma_in(parts, names) or echo_sentence(error)) from None
    except TypeError:
        raise UnreadableError("A formula is asked for: text in quotes, or SymPy.") from None
    for symbol in sorted(str(s) for expression in expressions for s in expression.free_symbols):
        if symbol not in names:
            raise UnreadableError(
                f"It has {echo(symbol)} in it; the variables: {', '.join(names)}."
            )
    return expressions


def refuse_endless(answer: object) -> None:
    """Raise UnreadableError for what SymPy may work on for minutes: towers, sums, integrals.

    Text is bounded as it is parsed; an object of SymPy may hold anything.

    >>> import sympy as sp
    >>> refuse_endless(sp.Pow(10, sp.Pow(10, 10, evaluate=False), evaluate=False))
    Traceback (most recent call last):
    calclib.practice.reading.UnreadableError: A number in it has more than 1000 digits.
    """
    entries = [entry for _, entry in leaves(answer)]
    given = [entry for entry in entries if type(entry).__module__.partition(".")[0] == "sympy"]
    if not given:
        return
    import sympy as sp

    from_the_inside: Any = sp.postorder_traversal
    unfinished = (sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.Derivative)
    growing = (sp.Pow, sp.factorial, sp.gamma, sp.binomial)
    for part in given:
        if not isinstance(part, sp.Basic):
            continue
        # From the inside: the numbers in a node are known to be short when its size is asked for.
        for count, node in enumerate(from_the_inside(part)):
            if count > MOST_NODES:
                raise UnreadableError(f"It has more than {MOST_NODES} symbols and operations.")
            if isinstance(node, unfinished):
                kind = echo(type(node).__name__)
                raise UnreadableError(f"It holds a {kind} of SymPy: work it out with .doit().")
            if isinstance(node, growing) and not node.free_symbols and size_of(node) > MOST_DIGITS:
                raise UnreadableError(f"A number in it has more than {MOST_DIGITS} digits.")


def typed_formula(text: str, names: Sequence[str]) -> "sp.Expr":
    """One typed formula; of several sides of = the last, where all that can be read are equal.

    A side that is a name alone says nothing: x = x(2 - a x) is a step from x. Raises
    ExpressionError or UnreadableError.

    >>> typed_formula("f'(x) = 2x + x = 3x", ["x"])
    3*x
    >>> typed_formula("α < 1/b", ["b"])
    Traceback (most recent call last):
    calclib.expressions.refusal.ExpressionError: A value is asked for, no condition: write '1/b'.
    """
    from calclib.expressions import ExpressionError, parse
    from calclib.expressions.refusal import quote

    text = in_their_case(plain_notation(text, names), names)
    if re.search(r"\bif\b.*\belse\b", text):
        raise ExpressionError("A formula has no if: write it with max, min or |x|, as max(x, 0).")
    if (found := CONDITION.fullmatch(text)) is not None:
        value = quote(found["value"].strip())
        raise ExpressionError(f"A value is asked for, no condition: write {value}.")
    given = [side.strip() for side in SIDES.split(LIMIT.sub("", text))]
    if len(given) == 1:
        return formula_or_labelled(text, names)
    told = [parse(side, names) for side in given[:-1] if not is_label(side)]
    told.append(formula_or_labelled(given[-1], names))
    for side in told[:-1]:
        if not agree(side, told[-1], names):
            raise UnreadableError("The sides of = differ: write the last of them alone.")
    return told[-1]


def in_their_case(text: str, names: Sequence[str]) -> str:
    """A formula whose letters are small or large as the variables are, where that is clear.

    >>> in_their_case("2D", ["d"]), in_their_case("e^(-l)", ["L"])
    ('2d', 'e^(-L)')
    >>> in_their_case("A + a", ["a", "A"])
    'A + a'
    """
    from calclib.expressions.vocabulary import CONSTANTS

    for name in names:
        other = name.swapcase()
        if len(name) == 1 and other != name and other not in {*names, *CONSTANTS}:
            text = re.sub(rf"(?<![^\W\d]){re.escape(other)}(?![\w(′'])", name, text)
    return text


def formula_or_labelled(text: str, names: Sequence[str]) -> "sp.Expr":
    """One formula; if it cannot be read with the words in front of it, without them."""
    from calclib.expressions import ExpressionError, parse
    from calclib.expressions.spelling import LONGEST

    try:
        return parse(text, names)
    except ExpressionError:
        if len(text) > LONGEST or (bare := unlabelled(text)) in ("", text):
            raise
        return parse(bare, names)


def is_label(side: str) -> bool:
    """Whether what stands before = names the value and computes nothing: f(3), dy/dx, the slope.

    >>> [is_label(side) for side in ("f(3.1)", "∂L/∂x", "(x²)'", "E x²", "the answer", "θ₁")]
    [True, True, True, True, True, True]
    >>> [is_label(side) for side in ("2x", "x + 1", "log(x)", "-x", "x y", "1/x")]
    [False, False, False, False, False, False]
    """
    from calclib.expressions.vocabulary import FUNCTIONS

    if (call := CALL.fullmatch(side)) is not None:
        return bool(call["marks"]) or call["name"] not in FUNCTIONS
    if WORDS.fullmatch(side):
        return not FUNCTIONS.keys() & set(side.split())
    return any(kind.fullmatch(side) for kind in LABELS)


def agree(one: "sp.Expr", other: "sp.Expr", names: Sequence[str]) -> bool:
    """Whether two formulas are equal, to three digits, where they are tried and have values.

    >>> import sympy as sp
    >>> x = sp.Symbol("x", real=True)
    >>> agree(2 * x / 3, 0.6667 * x, ["x"]), agree(2 * x, x, ["x"])
    (True, False)
    """
    from calclib.expressions.compiling import as_numpy
    from calclib.expressions.formulas import real_symbols

    points = sample(names, SIZES[:40], (0.0, np.inf))
    first, second = as_numpy([one, other], real_symbols(names))(*points.T)
    return np.allclose(first, second, rtol=1e-3, atol=1e-12, equal_nan=True)


def formula_values(answer: object, names: Sequence[str], points: Array, several: bool) -> Array:
    """The values at points (k, d): (k,) for one formula, (k, m) for m of them."""
    from calclib.expressions.compiling import as_numpy
    from calclib.expressions.formulas import real_symbols

    expressions = formulas(answer, names, several)
    compiled = as_numpy(expressions, real_symbols(names))
    values = np.array(compiled(*points.T)).reshape(-1, len(points)).T
    return values if several or isinstance(answer, (list, tuple)) else values[:, 0]


def function_values(answer: object, calls: Sequence[Call]) -> Array:
    """What a function gives for each call, stacked."""
    if not callable(answer):
        raise UnreadableError(ASKED)
    with warnings.catch_warnings(action="ignore"):
        results = [value_of_call(answer, call) for call in calls]
    if len(shapes := {str(result.shape): None for result in results}) > 1:
        listed = " and ".join(shapes)
        raise UnreadableError(f"Your function gives arrays of different shapes: {listed}.")
    return np.stack(results)


def value_of_call(function: Callable[..., object], call: Call) -> Array:
    """One value of a learner's function, as numbers."""
    result = run(function, *call)
    try:
        return real(result)
    except (TypeError, ValueError, OverflowError):
        kind = echo(type(result).__name__)
        raise UnreadableError(f"Your function gives a {kind}; numbers are asked for.") from None


def run(function: object, *arguments: object) -> object:
    """What a learner's function gives, which may stop, give nothing, or spoil its arguments.

    Its arrays are copies. Raises BlankError or UnreadableError.
    """
    if not callable(function):
        raise UnreadableError(ASKED)
    given = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        result = function(*given)
    except (Exception, SystemExit) as error:  # a learner's function may raise anything
        reason = echo_sentence(f"{type(error).__name__}: {str(error).rstrip(' .')}")
        stopped = f"Your function stops: {reason}."
        raise (blank_in(error) or UnreadableError(stopped)) from error
    if result is None:
        nothing = "Your function gives nothing back: end it with return and a value."
        raise BlankError(f"Not answered yet. {nothing}")
    refuse_blanks(result)
    for before, after in zip(arguments, given, strict=True):
        if not isinstance(before, np.ndarray) or not isinstance(after, np.ndarray):
            continue
        if not np.array_equal(before, after, equal_nan=True):
            spoilt = "Your function changes the array it is given: write x = x - …, not x -= …"
            raise UnreadableError(spoilt)
    return result


def blank_in(error: BaseException) -> BlankError | None:
    """The blank at which a function stopped, named where it can be; None for other errors."""
    if not isinstance(error, (TypeError, ValueError, AttributeError)):
        return None
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__) if is_theirs(frame)]
    names = [f" in `{echo(line)}`" for frame in frames for line in blanks_of(frame.f_code)]
    if "ellipsis" in str(error):
        scopes = [frame.f_locals for frame in frames]
        held = [
            f" {echo(name)}" for scope in scopes for name, value in scope.items() if value is ...
        ]
        names = [
            *held,
            *names,
            *(f" in {echo(name)}" for frame in frames for name in functions_with_blanks(frame)),
        ]
        return BlankError(OPEN.format(f"The blank{names[0]}" if names else "A blank inside it"))
    if names:
        return BlankError(OPEN.format(f"The blank{names[0]}"))
    if "NoneType" in str(error):
        where = "Your function works with None: a blank, or a function without return"
        return BlankError(f"Not answered yet. {where}.")
    return None


def number_values(answer: object) -> Array:
    """A number or an array of them; text such as "3/4" or "sqrt 2" is a number too.

    A function without arguments stands for what it gives: its blanks are named as a function's are.
    """
    if isinstance(answer, str):
        read = entries(plain_notation(answer))
        if isinstance(read, list):
            return number_values(read)
        return real([number_in(chosen_side(answer))])
    if hasattr(answer, "free_symbols"):
        return real([complex(formulas(answer, ())[0])])
    if isinstance(answer, (list, tuple)) and any(map(holds_text, answer)):
        return rows_of([number_values(part)[0] for part in answer])
    if arity(answer) == 0:
        return number_values(run(answer))
    if callable(answer):
        advice = "call it, with what it needs in brackets"
        raise UnreadableError(f"Numbers are asked for, and this is a function: {advice}.")
    if isinstance(answer, Mapping | Set):
        raise UnreadableError("Numbers are asked for in their order: give them as a list.")
    try:
        return real(answer)[None]
    except (TypeError, ValueError, OverflowError):
        raise UnreadableError(RAGGED) from None


def holds_text(answer: object) -> bool:
    """Whether an answer is text, or a list in which there is some.

    >>> holds_text([["1", 2]]), holds_text([1.0, 2.0])
    (True, False)
    """
    if isinstance(answer, (list, tuple)):
        return any(map(holds_text, answer))
    return isinstance(answer, str)


def chosen_side(text: str) -> str:
    """The number that is meant in α = 1/4 = 0.25: an exact side, or the last; all have to agree.

    Raises UnreadableError where two sides differ by more than they are rounded.

    >>> chosen_side("α = 1/4 = 0.25"), chosen_side("0.5·2 = 1.0"), chosen_side("x = 3 steps")
    ('1/4', '0.5·2', '3')
    """
    sides = SIDES.split(LIMIT.sub("", plain_notation(text)))
    if len(sides) == 1:
        return plain_number(text)
    told = [side for side in sides[:-1] if not is_label(side.strip())]
    given = [plain_number(side) for side in (*told, sides[-1])]
    read = {side: number_in(side) for side in given}
    exact = [side for side in read if digits_of(side) == "" or NUMBER.fullmatch(side) is None]
    best = [*read, *exact][-1]
    for side, value in read.items():
        rounded = max(half_unit(side, 1), half_unit(best, 1), 1e-9 * abs(value))
        if abs(value - read[best]) > rounded * (1 + 1e-9):
            raise UnreadableError("The sides of = differ: write the last of them alone.")
    return best


def number_in(text: str) -> complex:
    """The number that a text is, in digits or as a formula; raises UnreadableError.

    >>> number_in("0.125"), number_in("1/8")
    ((0.125+0j), (0.125+0j))
    """
    with suppress(ValueError):
        if NUMBER.fullmatch(text) and np.isfinite(value := float(text)):
            return complex(value)
    return complex(formulas(text, ())[0])


def with_chosen_sides(read: Entries) -> Entries:
    """The entries of a typed answer, each without the sides of = that say the same.

    >>> with_chosen_sides(["a = 1/2", "b = 3"])
    ['1/2', '3']
    """
    if isinstance(read, list):
        return [with_chosen_sides(part) for part in read]
    return chosen_side(read)


def rows_of(rows: Sequence[Array]) -> Array:
    """Rows of one length as an array (1, ...); raises UnreadableError for others."""
    try:
        return real(rows)[None]
    except (TypeError, ValueError, OverflowError):
        raise UnreadableError(RAGGED) from None


def real(numbers: object) -> Array:
    """Numbers as an array of floats; an imaginary part is refused and never dropped.

    >>> real([1, 2.5]), real(2 + 0j)
    (array([1. , 2.5]), array(2.))
    """
    array = np.asarray(numbers)
    if array.dtype.kind in "mM":
        raise TypeError("Dates are no numbers.")
    if np.iscomplexobj(array):
        if np.any(array.imag):
            raise UnreadableError("Real numbers are asked for; yours have an imaginary part.")
        array = array.real
    return np.asarray(array, dtype=float)
