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
from collections import deque
from collections.abc import Iterable, Sequence

import sympy as sp

from calclib.expressions.bounds import Builder
from calclib.expressions.domain import provided
from calclib.expressions.refusal import ExpressionError, quote
from calclib.expressions.spelling import right_side, spell
from calclib.expressions.vocabulary import CONSTANTS
from calclib.expressions.words import Token, tokens

__all__ = ["ExpressionError", "parse"]

Item = Token | list["Item"]  # a list is what stands between brackets


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
    line = right_side(spell(text, variables), variables)
    python = write(nest(tokens(line, names)))
    atoms = CONSTANTS | {names[name]: sp.Symbol(name, real=True) for name in variables}
    try:
        builder = Builder(atoms)
        expression = builder.build(ast.parse(python, mode="eval").body)
        return provided(expression, *builder.lost)
    except ExpressionError:
        raise
    except (SyntaxError, TypeError, ValueError, ArithmeticError, RecursionError, AttributeError):
        raise ExpressionError(f"I cannot make sense of {quote(text)}.") from None


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
                items.append(Token("function", "abs", "abs"))
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
    return " ".join(i.typed if isinstance(i, Token) else as_typed(i) for i in items)


def kind_of(item: Item) -> str:
    """Say what an item is; what stands in brackets is a group."""
    return item.kind if isinstance(item, Token) else "group"


def is_operator(item: Item, signs: str) -> bool:
    """Whether an item is one of these operators, as Python writes them."""
    return isinstance(item, Token) and item.python in signs.split()


def write(items: Sequence[Item]) -> str:
    """Write items as Python text, with every product and every bracket in its place."""
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
    name = item.typed
    power = take_power(rest)
    argument = take_argument(rest)
    if any(kind_of(sign) == "operator" for sign in power[1:]):
        raise ExpressionError(f"{name}^-1 can mean two things: write 1/{name}(x) or a{name}(x).")
    if not argument or argument == [[]]:
        raise ExpressionError(f"{name} needs something to act on, for example {name}(x).")
    inner = argument[0] if kind_of(argument[0]) == "group" else argument
    call = item.python + value(inner, rest)
    return f"({call}**{write(power[1:])})" if power else call


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
