"""Answers become numbers: how a formula, a function, a number, an array or a choice is read.

Whatever the kind, reading gives an array (k, ...) with a row for each of k places: the points at
which a formula is evaluated, the calls of a function, one row for a number or an array.
"""

import ast
import inspect
import re
import textwrap
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from tokenize import TokenError
from types import CodeType, FrameType, MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from calclib.arrays import Array
from calclib.practice.forms import plain_number
from calclib.practice.markup import echo, echo_sentence, plain
from calclib.practice.notation import plain_notation
from calclib.practice.places import FAR, SIZES, Domain, labels, limits_of, sample
from calclib.practice.readings import Entries, entries
from calclib.practice.rounding import NUMBER, digits_of, half_unit
from calclib.practice.spelling import comma_in
from calclib.practice.verdict import BLANK
from calclib.practice.wording import unlabelled

if TYPE_CHECKING:
    import sympy as sp

Call: TypeAlias = tuple[object, ...]  # the arguments of one call of a function
NONE: Mapping[str, str] = MappingProxyType({})
RAGGED = "Numbers are asked for, in rows of one length."
SIDES = re.compile(r"(?<![<>≤≥!])={1,2}|[≈≃≅]")
ONE_NAME = re.compile(r"[^\W\d]\w*[′″'*₀-₉]*")
CONDITION = re.compile(r"[^<=>≤≥]*[<>≤≥]=?(?P<value>[^<=>≤≥]+)")
ASKED = "A function is asked for: give its name, without brackets."
STATEMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)  # on one line
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
        word = plain_notation(text).strip().lower()
        choices = [choice.lower() for choice in self.choices]
        found = [k for k, choice in enumerate(choices) if word in (choice, str(k + 1))]
        found = found or [k for k, choice in enumerate(choices) if choice.startswith(word)]
        if not found and not re.search(r"\b(?:not?|never|nor|neither|un\w+)\b", word):
            found = [k for k, c in enumerate(choices) if re.search(rf"\b{re.escape(c)}\b", word)]
        if len(found) != 1:
            raise UnreadableError(f"Choose one of: {', '.join(self.choices)}.")
        return np.array(found, dtype=float)


@dataclass(frozen=True)
class Route:
    """How answers of one kind are compared: read to numbers, at places, perhaps proved equal."""

    read: Callable[[object], Array]
    places: Sequence[str] = ()
    proves: Callable[[object], bool] = lambda answer: False
    ordered: bool = True  # whether twice or half of an answer means something
    is_numbers: bool = False  # whether the answer is numbers themselves, and may be rounded
    takes_lists: bool = False  # whether a typed answer may be a list
    # The places so far out that a right formula may overflow there: only values count there.
    far: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    def take(self, answer: object) -> Array:
        """Read what a learner wrote; raises BlankError or UnreadableError and nothing else."""
        try:
            refuse_blanks(answer)
            return self.read(answer)
        except UnreadableError:
            raise
        except Exception as error:  # an object may raise anything when it is looked at
            kind = echo(type(answer).__name__)
            raise UnreadableError(f"This {kind} cannot be read as an answer.") from error

    def at(self, kept: npt.NDArray[np.bool_]) -> "Route":
        """The same comparison at some of the places alone."""
        places = [name for name, stays in zip(self.places, kept, strict=True) if stays]
        return replace(
            self, read=lambda answer: self.read(answer)[kept], places=places, far=self.far[kept]
        )

    def expect(self, value: object) -> Array:
        """Read what the author of an exercise wrote; what is wrong there is the author's error."""
        try:
            return self.take(value)
        except UnreadableError as reason:
            raise ValueError(f"The exercise itself expects {value!r}: {reason}") from reason


def route(
    expected: object,
    variables: Sequence[str] | None = None,
    inputs: Sequence[Call] | None = None,
    domain: Domain = (-np.inf, np.inf),
    symbols: Mapping[str, str] = NONE,
) -> Route:
    """Choose the route by the kind of what is expected."""
    if isinstance(expected, OneOf):
        return Route(expected.read, ordered=False)
    if names := tuple(variables or own_names(expected)):
        return formula_route(expected, names, inputs, domain, symbols)
    if callable(expected):
        names = tuple(inspect.signature(expected).parameters)
        calls = inputs or [tuple(row) for row in sample(names, SIZES[:20] * 2, domain).tolist()]
        return Route(partial(function_values, calls=calls), labels(names, calls))
    return Route(number_values, is_numbers=True, takes_lists=True)


def formula_route(
    expected: object,
    names: Sequence[str],
    inputs: Sequence[Call] | None,
    domain: Domain,
    symbols: Mapping[str, str] = NONE,
) -> Route:
    """Compare formulas by their values where the expected one has some, or by algebra."""
    several = isinstance(expected, (list, tuple))
    points = np.asarray(inputs or sample(names, SIZES, domain), float)
    shown = points
    every = (*names, *others_in(symbols, names))
    if symbols:
        points = with_symbols(names, symbols, domain)
        shown = points[:, : len(names)]
    read = partial(formula_values, names=every, several=several)
    expect = Route(partial(read, points=points)).expect
    finite = np.isfinite(expect(expected)).reshape(len(points), -1).all(axis=1)
    points = points[finite]
    shown = shown[finite]
    if not len(points):
        raise ValueError(f"{expected} has no finite value where it was tried; give inputs=.")

    def proves(answer: object) -> bool:
        sides = (formulas(side, names, several) for side in (answer, expected))
        return all((a - b).simplify() == 0 for a, b in zip(*sides, strict=True))

    return Route(
        partial(read, points=points),
        labels(names, shown),
        proves,
        takes_lists=several,
        far=np.abs(points).max(axis=1) > FAR,
    )


def others_in(symbols: Mapping[str, str], names: Sequence[str] = ()) -> tuple[str, ...]:
    """The letters in which the variables may be written as well.

    >>> others_in({"h": "alpha lambda", "p": "sigmoid(theta)"})
    ('alpha', 'lambda', 'theta')
    """
    from calclib.expressions.vocabulary import FUNCTIONS

    words = [word for text in symbols.values() for word in re.findall(r"[^\W\d]\w*", text)]
    return tuple(dict.fromkeys(word for word in words if word not in {*FUNCTIONS, *names}))


def with_symbols(names: Sequence[str], symbols: Mapping[str, str], domain: Domain) -> Array:
    """Points (k, d + m) at which the d variables are what their symbols, m letters, make them."""
    every = (*names, *others_in(symbols, names))
    points = sample(every, np.tile(SIZES, (3, 1)), domain)
    for name, text in symbols.items():
        points[:, names.index(name)] = formula_values(text, every, points, several=False)
    low, high = np.array(limits_of(names, domain)).T
    drawn = points[:, : len(names)]
    return np.asarray(points[((low <= drawn) & (drawn <= high)).all(axis=1)])


def own_names(expected: object) -> list[str]:
    """The variables of what is a formula, or a list of them: x and y for text; none for others."""
    parts = expected if isinstance(expected, (list, tuple)) else [expected]
    symbols = {str(s) for part in parts for s in getattr(part, "free_symbols", ())}
    return sorted(symbols | ({"x", "y"} if any(isinstance(p, str) for p in parts) else set()))


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


def refuse_blanks(answer: object) -> None:
    """Raise BlankError where a blank is left, and say which unless all are.

    >>> refuse_blanks([1.0, ...])
    Traceback (most recent call last):
    calclib.practice.reading.BlankError: Not answered yet. Entry [1] is still open.
    """
    entries = list(leaves(answer))
    blank = [place for place, entry in entries if is_blank(entry)]
    if len(blank) == len(entries):
        raise BlankError(BLANK)
    if blank:
        raise BlankError(OPEN.format(f"Entry {list(blank[0])}"))


def formulas(answer: object, names: Sequence[str], several: bool = False) -> list["sp.Expr"]:
    """Read one formula, or several, in these variables; raises UnreadableError."""
    from calclib.expressions import ExpressionError
    from calclib.expressions.formulas import components

    if isinstance(answer, str):
        answer = entries(plain_notation(answer, names)) if several else answer
    parts = answer if isinstance(answer, (list, tuple)) else [answer]
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


def typed_formula(text: str, names: Sequence[str]) -> "sp.Expr":
    """One typed formula; of several sides of = the last, where all that can be read are equal.

    A side that is a name alone says nothing: x = x(2 - a x) is a step from x. Raises
    ExpressionError or UnreadableError.

    >>> typed_formula("f'(x) = 2x + x = 3x", ["x"]), typed_formula("α < 1/b", ["b"])
    Traceback (most recent call last):
    calclib.expressions.refusal.ExpressionError: A value is asked for, no condition: write '1/b'.
    """
    from calclib.expressions import ExpressionError, parse
    from calclib.expressions.refusal import quote

    text = plain_notation(text, names)
    if (found := CONDITION.fullmatch(text)) is not None:
        value = quote(found["value"].strip())
        raise ExpressionError(f"A value is asked for, no condition: write {value}.")
    given = [side.strip() for side in SIDES.split(text)]
    told: list[sp.Expr] = []
    for side in given:
        if side is not given[-1] and ONE_NAME.fullmatch(side):
            continue
        with suppress(ExpressionError):
            told.append(parse(side, names))
    if not told:
        return parse(unlabelled(text), names)
    for side in told[:-1]:
        if not agree(side, told[-1], names):
            raise UnreadableError("The sides of = differ: write the last of them alone.")
    return told[-1]


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


def nameless(text: str, names: Sequence[str] = ()) -> str:
    """A typed answer without the name that it is given, as ∇L in ∇L = [2x, 2y]."""
    from calclib.expressions import ExpressionError
    from calclib.expressions.spelling import split_name

    try:
        return split_name(text, names)[1].strip()
    except ExpressionError as error:
        raise UnreadableError(echo_sentence(error)) from None


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
    except Exception as error:  # a learner's function may raise anything
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


def blank_in(error: Exception) -> BlankError | None:
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


def is_theirs(frame: FrameType) -> bool:
    """Whether code is a learner's: in the library's own code an ellipsis is not a blank."""
    return frame.f_globals.get("__name__", "").partition(".")[0] not in ("calclib", "numpy")


def blanks_of(code: CodeType) -> list[str]:
    """The statements, or the lambda, in which a blank is left; x[..., 0] does not count as one."""
    if ... not in code.co_consts:
        return []
    try:
        nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(code)))))
    except (OSError, SyntaxError, TokenError):  # no source is kept, or it is a part of a line
        return []
    brackets = {n for s in nodes if isinstance(s, ast.Subscript) for n in ast.walk(s.slice)}

    def is_open(node: ast.AST) -> bool:
        return any(getattr(n, "value", 0) is ... and n not in brackets for n in ast.walk(node))

    kinds = (ast.Lambda,) if code.co_name == "<lambda>" else STATEMENTS
    return [ast.unparse(node) for node in nodes if isinstance(node, kinds) and is_open(node)]


def functions_with_blanks(frame: FrameType) -> list[str]:
    """The functions that a frame's code names and that have a blank in their own."""
    named = {name: frame.f_globals.get(name) for name in frame.f_code.co_names}
    codes = {name: getattr(value, "__code__", None) for name, value in named.items()}
    return [name for name, code in codes.items() if ... in getattr(code, "co_consts", ())]


def number_values(answer: object) -> Array:
    """A number or an array of them; text such as "3/4" or "sqrt 2" is a number too.

    A function without arguments stands for what it gives: its blanks are named as a function's are.
    """
    if isinstance(answer, str):
        read = entries(plain_notation(answer))
        if isinstance(read, list):
            return number_values(read)
        return real([complex(formulas(chosen_side(answer), ())[0])])
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
    given = [plain_number(side) for side in SIDES.split(plain_notation(text))]
    if len(given) == 1:
        return given[0]
    read: dict[str, complex] = {}
    for side in given:
        if side is not given[-1] and ONE_NAME.fullmatch(side):  # E in E = 3
            continue
        with suppress(UnreadableError):
            read[side] = complex(formulas(side, ())[0])
    if not read:
        return plain_number(text)
    exact = [side for side in read if digits_of(side) == "" or NUMBER.fullmatch(side) is None]
    best = [*read, *exact][-1]
    for side, value in read.items():
        rounded = max(half_unit(side, 1), half_unit(best, 1), 1e-9 * abs(value))
        if abs(value - read[best]) > rounded * (1 + 1e-9):
            raise UnreadableError("The sides of = differ: write the last of them alone.")
    return best


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
    if np.iscomplexobj(array):
        if np.any(array.imag):
            raise UnreadableError("Real numbers are asked for; yours have an imaginary part.")
        array = array.real
    return np.asarray(array, dtype=float)


def arity(answer: object) -> int | None:
    """How many arguments a function takes; None for other things, and where it is not known.

    >>> arity(lambda x, y: x), arity(lambda: 3), arity(3)
    (2, 0, None)
    """
    if not callable(answer) or inspect.isclass(answer):
        return None
    try:
        return len(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        return None
