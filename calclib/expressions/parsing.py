"""Text → SymPy expression, by a whitelist: what a learner types is read, never run.

The text takes five short steps. `spelling` turns 2x², √ and π into plain characters; `words` cuts
the line into numbers, names and operators (xy into x, y; sinx into sin, x); `nest` pairs brackets
and bars; `write` puts in the products and the function arguments that people leave out. Python's
own parser then settles precedence, and `bounds` walks its tree into SymPy, knowing the names in
`vocabulary` and no others.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import ast
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

import sympy as sp

from calclib.expressions.bounds import SEVERAL, Builder, explain_count
from calclib.expressions.domain import provided
from calclib.expressions.refusal import ExpressionError, quote
from calclib.expressions.spelling import greek_name, refuse_conditions, spell, split_name
from calclib.expressions.vocabulary import CONSTANTS
from calclib.expressions.watchdog import watched
from calclib.expressions.words import Token, tokens

__all__ = ["ExpressionError", "parse"]

Item = Token | list["Item"]  # a list is what stands between brackets
INVERSES = {
    "sin": "asin(x)",
    "cos": "acos(x)",
    "tan": "atan(x)",
    "sinh": "asinh(x)",
    "cosh": "acosh(x)",
    "tanh": "atanh(x)",
    "asin": "sin(x)",
    "arcsin": "sin(x)",
    "acos": "cos(x)",
    "arccos": "cos(x)",
    "atan": "tan(x)",
    "arctan": "tan(x)",
    "asinh": "sinh(x)",
    "arcsinh": "sinh(x)",
    "acosh": "cosh(x)",
    "arccosh": "cosh(x)",
    "atanh": "tanh(x)",
    "arctanh": "tanh(x)",
    "exp": "log(x)",
    "log": "e^x",
    "ln": "e^x",
    "log2": "2^x",
    "log10": "10^x",
    "sqrt": "x^2",
    "cbrt": "x^3",
    "square": "sqrt(x)",
    "log1p": "expm1(x)",
    "expm1": "log1p(x)",
}


@watched()
def parse(text: str, variables: Sequence[str] = ("x", "y")) -> sp.Expr:
    """Read a formula the way people type it: 2x, xy, x², sin^2 x, e^-x, |x|, √x, f(x) = ….

    text: one line of at most 200 characters; nothing in it is ever executed.
    variables: the names that may occur; they become real symbols, and win over a constant or a
    function of the same name.
    Raises ExpressionError, which says where the formula cannot be read and what to write instead.

    >>> parse("2x^2 + 3sin x")
    2*x**2 + 3*sin(x)
    >>> parse("f(m, b) = |m - 2b|", ("m", "b"))
    Abs(-2*b + m)
    >>> parse("x +")
    Traceback (most recent call last):
    calclib.expressions.refusal.ExpressionError: A value is missing after + in 'x +'.
    """
    names = {name: f"v{index}" for index, name in enumerate(variables)}
    line = spell(nameless(text, variables)[1], variables)
    refuse_conditions(line)
    python = write(nest(tokens(line, with_greek_names(names))))
    atoms = CONSTANTS | {names[name]: sp.Symbol(name, real=True) for name in variables}
    try:
        builder = Builder(atoms)
        expression = builder.build(ast.parse(python, mode="eval").body)
        return provided(expression, *builder.lost)
    except ExpressionError:
        raise
    except (SyntaxError, TypeError, ValueError, ArithmeticError, RecursionError, AttributeError):
        raise ExpressionError(f"I cannot make sense of {quote(text)}.") from None


def variables_in(text: str, variables: Sequence[str] = ("x", "y")) -> tuple[str, ...]:
    """Return the variables that a formula names, in natural order, though they may cancel.

    text, variables: as for `parse`. Raises ExpressionError for a word that is not known.

    >>> variables_in("x^2 + 0*y"), variables_in("f(x, y) = 3"), variables_in("2")
    (('x', 'y'), ('x', 'y'), ())
    """
    left, right = nameless(text, variables)
    names = with_greek_names({name: name for name in variables})
    found = {token.python for token in tokens(spell(right, variables), names)}
    found |= set(re.findall(r"\w+", left.partition("(")[2]))
    return natural_order(found & set(variables))


def nameless(text: str, variables: Sequence[str]) -> tuple[str, str]:
    """The name that a text gives to its formula, if it does, and the rest; see `split_name`."""
    return split_name(text, variables) if isinstance(text, str) else ("", text)


def natural_order(names: Iterable[str]) -> tuple[str, ...]:
    """Sort names as a reader counts: x1, x2, x10.

    >>> natural_order(["x10", "x2", "b", "x1"])
    ('b', 'x1', 'x2', 'x10')
    """

    def key(name: str) -> list[tuple[bool, int, str]]:
        parts = [part for part in re.split(r"(\d+)", name) if part]
        return [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts]

    return tuple(sorted(names, key=key))


def with_greek_names(names: Mapping[str, str]) -> dict[str, str]:
    """Let a variable that is one Greek letter be typed by its name too: β as beta.

    λ is lam as well, for Python keeps lambda for itself.
    """
    spelled = {greek_name(name): python for name, python in names.items() if greek_name(name)}
    every = spelled | dict(names)
    for one, other in (("lambda", "lam"), ("lam", "lambda")):
        if one in every:
            every.setdefault(other, every[one])
    return every


def nest(line: Iterable[Token]) -> list[Item]:
    """Turn what stands between brackets into lists; |x| becomes the function abs of a list."""
    stack: list[tuple[str, list[Item]]] = [("", [])]
    for token in line:
        opening, items = stack[-1]
        is_waiting = not items or kind_of(items[-1]) in ("operator", "function")
        if token.kind != "bracket":
            items.append(token)
        elif token.typed in "([" or (token.typed == "|" and (opening != "|" or is_waiting)):
            inner: list[Item] = []
            if token.typed == "|":
                items.append(Token("function", "|", "abs"))
            items.append(inner)
            stack.append((token.typed, inner))
        elif opening + token.typed in ("()", "[]", "||"):
            stack.pop()
        else:
            raise ExpressionError(explain_lonely(token.typed))
    if stack[-1][0]:
        raise ExpressionError(explain_lonely(stack[-1][0]))
    return stack[0][1]


def explain_lonely(bracket: str) -> str:
    """Say that a bracket or a bar has no partner."""
    if bracket == "|":
        return "Absolute value bars come in pairs: |x|."
    return f"There is a {bracket} without its partner."


def as_typed(items: Sequence[Item]) -> str:
    """Write items as they were typed, without the brackets around them."""
    words: list[str] = []
    for item in items:
        if isinstance(item, Token):
            words.append(item.typed)
        elif words and words[-1] == "|":
            words[-1] = f"|{as_typed(item)}|"
        else:
            words.append(f"({as_typed(item)})")
    tight = r"^([-+]) |(?<=\d) (?=[^\W\d(|])|(?<=\w) (?=\()"
    return re.sub(tight, r"\1", " ".join(words))


def kind_of(item: Item) -> str:
    """Say what an item is; what stands in brackets is a group."""
    return item.kind if isinstance(item, Token) else "group"


def is_operator(item: Item, signs: str) -> bool:
    """Whether an item is one of these operators, as Python writes them."""
    return isinstance(item, Token) and item.python in signs.split()


def write(items: Sequence[Item], takes_commas: bool = False) -> str:
    """Write items as Python text, with every product and every bracket in its place."""
    if not takes_commas and any(is_operator(item, ",") for item in items):
        raise ExpressionError(explain_comma(items))
    out: list[str] = []
    rest = deque(items)
    before: Item = Token("operator", "(", "(")
    while rest:
        item = rest.popleft()
        if isinstance(item, Token) and item.kind == "operator":
            if kind_of(before) == "operator" and item.typed not in "+-":
                where = quote(as_typed(items))
                raise ExpressionError(f"A value is missing before {item.typed} in {where}.")
            out.append(item.python)
        else:
            if kind_of(before) == kind_of(item) == "number":
                raise ExpressionError(f"Two numbers in a row: {quote(as_typed([before, item]))}.")
            if kind_of(before) != "operator":
                out.append("*")
            out.append(value(item, rest))
        before = item
    if not items:
        raise ExpressionError("A value is missing between ( and ), or after =.")
    if kind_of(before) == "operator":
        where = quote(as_typed(items))
        raise ExpressionError(f"A value is missing after {as_typed([before])} in {where}.")
    return " ".join(out)


def value(item: Item, rest: deque[Item]) -> str:
    """Write one value; a function takes its power and its argument from the items that follow."""
    if isinstance(item, list):
        return f"({write(item)})"
    if item.kind != "function":
        return item.python
    name = item.python
    power = take_power(rest)
    argument = take_argument(rest)
    if is_inverse(power[1:]):
        raise ExpressionError(explain_inverse(name))
    if not argument or argument == [[]]:
        raise ExpressionError(f"{name} needs something to act on, for example {name}(x).")
    inner = argument[0]
    if isinstance(inner, Token):
        if name in SEVERAL:
            raise ExpressionError(explain_count(name))
        refuse_ambiguous(f"{name}^{as_typed(power[1:])}" if power else name, argument, rest)
        inner = argument
    elif name not in SEVERAL and (pointed := decimal_point(inner)):
        raise ExpressionError(f"The decimal sign is a point: write {name}({pointed}).")
    call = f"{name}({write(inner, takes_commas=True)})"
    return f"({call}**{write(power[1:])})" if power else call


def refuse_ambiguous(name: str, argument: Sequence[Item], rest: Sequence[Item]) -> None:
    """Raise ExpressionError where an argument without brackets could end in two places.

    sin 2(x + 1) is sin(2(x + 1)) to one reader and (sin 2)(x + 1) to another.
    """
    if kind_of(argument[-1]) == "group" or not rest:
        return
    typed = as_typed(argument)
    after = ""
    if kind_of(rest[0]) == "group":
        after = as_typed([rest[0]])
    elif isinstance(rest[0], Token) and rest[0].typed == "|":
        after = as_typed([rest[0], rest[1]])
    if after:
        raise ExpressionError(
            f"{quote(f'{name} {typed}{after}')} can mean two things: write {name}({typed}{after}) "
            f"or {name}({typed})*{after}."
        )


def is_inverse(exponent: Sequence[Item]) -> bool:
    """Whether an exponent has a sign in front, or is (-1), as LaTeX and ⁻¹ bring it."""
    if len(exponent) == 1 and isinstance(exponent[0], list):
        return [as_typed([item]) for item in exponent[0]] == ["-", "1"]
    return bool(exponent) and is_operator(exponent[0], "+ -")


def explain_inverse(name: str) -> str:
    """Say that sin^-1 is 1/sin to some and arcsin to others."""
    if name in INVERSES:
        return f"{name}^-1 can mean two things: write 1/{name}(x) or {INVERSES[name]}."
    return f"{name}^-1 is not clear: write 1/{name}(x)."


def explain_comma(items: Sequence[Item]) -> str:
    """Say what a comma in a formula does not do."""
    pointed = decimal_point(items)
    if pointed:
        return f"A comma separates values; the decimal sign is a point: {pointed}."
    return "A comma separates values, and one formula is asked for here."


def decimal_point(items: Sequence[Item]) -> str:
    """Write a decimal point for a comma between digits: 0,5x as 0.5x; nothing if there is none."""
    typed = as_typed(items)
    pointed = re.sub(r"(?<=\d) , (?=\d)", ".", typed)
    return pointed if pointed != typed and "," not in pointed else ""


def take_power(rest: deque[Item]) -> list[Item]:
    """Take an exponent, if one is next: the ^, its signs and one item."""
    power: list[Item] = []
    if rest and is_operator(rest[0], "**"):
        power.append(rest.popleft())
        while rest and is_operator(rest[0], "+ -"):
            power.append(rest.popleft())
        if rest:
            power.append(rest.popleft())
            if kind_of(power[-1]) == "function":
                power += take_argument(rest)
    return power


def take_argument(rest: deque[Item]) -> list[Item]:
    """Take what a function acts on: brackets, or one product without them, 2x in sin 2x cos x."""
    if rest and kind_of(rest[0]) == "group":
        return [rest.popleft()]
    taken: list[Item] = []
    while rest and is_operator(rest[0], "+ -"):
        taken.append(rest.popleft())
    if rest and kind_of(rest[0]) == "function":
        return [*taken, rest.popleft(), *take_power(rest), *take_argument(rest)]
    while rest and kind_of(rest[0]) in ("number", "name"):
        taken += [rest.popleft(), *take_power(rest)]
    return taken
