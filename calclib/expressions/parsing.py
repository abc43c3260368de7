"""Text → SymPy expression, by a whitelist: what a learner types is read, never run.

The text takes five short steps. `spell` turns 2x², √ and π into plain characters; `tokens` cuts
the line into numbers, names and operators (xy into x, y; sinx into sin, x); `nest` pairs brackets
and bars; `write` puts in the products and the function arguments that people leave out. Python's
own parser then settles precedence, and `build` walks its tree into SymPy, knowing the names in the
two tables below and no others.
"""

# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import ast
import difflib
import re
import string
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

LONGEST = 200  # characters
DEEPEST = 20  # functions of functions, powers of powers
EXPONENT = 100  # of a variable
MAGNITUDE = 1000  # decimal digits of a number, typed or computed


class ExpressionError(ValueError):
    """A formula that cannot be read: at most 300 characters on where, and what to write instead.

    >>> parse("2x +")
    Traceback (most recent call last):
    calclib.expressions.parsing.ExpressionError: ...
    """

    def __init__(self, message: str) -> None:
        super().__init__(message if len(message) <= 300 else message[:299] + "…")


class relu(sp.Function):  # noqa: N801 - SymPy prints a function by the name of its class
    """The rectifier max(0, x); its slope at the kink is 0, as in torch.

    >>> x = sp.Symbol("x", real=True)
    >>> relu(sp.Integer(-3)), relu(x).diff(x)
    (0, Piecewise((1, x > 0), (0, True)))
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Give the value at a number; keep relu(x) as it stands."""
        return sp.Max(0, argument) if argument.is_number and argument.is_extended_real else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Give the slope: 1 where x > 0, else 0."""
        return sp.Piecewise((1, sp.Gt(self.args[0], 0)), (0, True))


def absolute(t: sp.Expr) -> sp.Expr:
    """|t| as it stands; left to itself, SymPy turns |√x| into √|x| and so widens the domain."""
    return sp.Abs(t, evaluate=bool(t.is_number))


CONSTANTS: dict[str, sp.Expr] = {"pi": sp.pi, "e": sp.E, "E": sp.E, "tau": 2 * sp.pi}
FUNCTIONS: dict[str, Callable[..., sp.Expr]] = {
    **{"sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "cot": sp.cot, "asin": sp.asin},
    **{"acos": sp.acos, "atan": sp.atan, "sinh": sp.sinh, "cosh": sp.cosh, "tanh": sp.tanh},
    **{"asinh": sp.asinh, "acosh": sp.acosh, "atanh": sp.atanh, "arcsin": sp.asin},
    **{"arccos": sp.acos, "arctan": sp.atan, "arcsinh": sp.asinh, "arccosh": sp.acosh},
    **{"arctanh": sp.atanh, "exp": sp.exp, "log": sp.log, "ln": sp.log, "sqrt": sp.sqrt},
    **{"abs": absolute, "Abs": absolute, "sign": sp.sign, "floor": sp.floor, "erf": sp.erf},
    **{"ceiling": sp.ceiling, "max": sp.Max, "Max": sp.Max, "min": sp.Min, "Min": sp.Min},
    **{"log2": lambda t: sp.log(t) / sp.log(2), "log10": lambda t: sp.log(t) / sp.log(10)},
    "cbrt": lambda t: sp.sign(t) * absolute(t) ** sp.Rational(1, 3),
    **{"square": lambda t: t**2, "relu": relu},
    **{"sigmoid": lambda t: 1 / (1 + sp.exp(-t)), "softplus": lambda t: sp.log(1 + sp.exp(t))},
}
HINTS = dict.fromkeys(("inf", "infinity", "oo", "nan"), "Infinity is not a number here.")
HINTS |= dict.fromkeys(("i", "I", "j"), "There are no complex numbers here.")
SIGNS = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/"}
    | {"√": " sqrt ", "π": " pi ", "τ": " tau ", "\u00a0": " ", "\u2009": " ", "\t": " "}
    | {chr(ord("₀") + digit): str(digit) for digit in range(10)}
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
PLAIN = set(string.ascii_letters + string.digits + "_.,+-*/^()[]|=<> ")
TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d*)(?:[eE][+-]?\d+)?)|(?P<word>[^\W\d][\w.]*)"
    r"|(?P<operator>\*\*|[-+*/,^])|(?P<bracket>[()|\[\]])"
)


@dataclass(frozen=True)
class Token:
    """A piece of the line: its kind, how it was typed, and how Python will read it."""

    kind: str  # number, name, function, operator or bracket
    typed: str
    python: str


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
    calclib.expressions.parsing.ExpressionError: A value is missing after + in 'x +'.
    """
    names = {name: f"v{index}" for index, name in enumerate(variables)}
    line = right_side(spell(text, names), names)
    python = write(nest(tokens(line, names)))
    atoms = CONSTANTS | {names[name]: sp.Symbol(name, real=True) for name in variables}
    try:
        return build(ast.parse(python, mode="eval").body, atoms)
    except ExpressionError:
        raise
    except (SyntaxError, TypeError, ValueError, ArithmeticError, RecursionError, AttributeError):
        raise ExpressionError(f"I cannot make sense of {shown(text)}.") from None


def shown(text: str) -> str:
    """Quote a piece of the learner's text, shortened, so that a message stays a sentence."""
    return repr(text if len(text) <= 30 else text[:26] + " …")


def spell(text: str, names: dict[str, str]) -> str:
    """Rewrite the signs of mathematics in plain characters and refuse what no formula uses."""
    if not isinstance(text, str) or not text.strip():
        raise ExpressionError(f"Type a formula, for example {next(iter(names), 'x')}^2 + 1.")
    if len(text) > LONGEST:
        raise ExpressionError(f"That has {len(text)} characters; a formula has at most {LONGEST}.")
    if len(text.strip().splitlines()) > 1:
        raise ExpressionError("Type the formula on one line.")
    run = "[" + "".join(map(chr, SUPERSCRIPTS)) + "]+"
    text = re.sub(run, lambda match: f"^({match[0].translate(SUPERSCRIPTS)})", text.strip())
    letters = set("".join(names))
    text = "".join(c if c in letters else c.translate(SIGNS) for c in text)
    for c in text:
        if c not in PLAIN | letters:
            name = unicodedata.name(c, "a control character").lower()
            raise ExpressionError(f"The character {c!r} ({name}) has no meaning in a formula here.")
    return text


def right_side(line: str, names: dict[str, str]) -> str:
    """Drop a name given to the formula: f(x) = x^2 and y = x^2 both mean x^2."""
    given = re.fullmatch(r"([^\W\d]\w*)\s*(?:\([\w\s,]*\))?\s*=([^=]*)", line)
    if given and given[1] not in list(names)[:1] and not re.search(rf"\b{given[1]}\b", given[2]):
        return given[2]
    if re.search("[<=>]", line):
        raise ExpressionError("That is an equation or a condition; write one formula, as x^2 - 2.")
    return line


def tokens(line: str, names: dict[str, str]) -> Iterator[Token]:
    """Cut the line into numbers, names, functions, operators and brackets."""
    for match in TOKEN.finditer(line):
        kind, text = str(match.lastgroup), match[0]
        if kind == "word":
            yield from known(text, names, called=line[match.end() :].lstrip().startswith("("))
        else:
            # Python takes no leading zeros: 007 becomes 7.
            python = text.lstrip("0") or "0" if text.isdigit() else text.replace("^", "**")
            yield Token(kind, text, python)


def known(word: str, names: dict[str, str], called: bool) -> Iterator[Token]:
    """Cut a run of letters into the longest known names that fill it: xsiny into x, sin, y."""
    vocabulary = sorted({*names, *FUNCTIONS, *CONSTANTS}, key=len, reverse=True)
    tails: dict[int, list[str]] = {len(word): []}
    for start in reversed(range(len(word))):
        for name in vocabulary:
            if word.startswith(name, start) and start + len(name) in tails:
                tails[start] = [name, *tails[start + len(name)]]
                break
    if 0 not in tails:
        raise ExpressionError(unknown(word, names, vocabulary, called))
    for name in [word] if word in names else tails[0]:
        kind = "function" if name in FUNCTIONS and name not in names else "name"
        yield Token(kind, name, names.get(name, name))


def unknown(word: str, names: dict[str, str], vocabulary: list[str], called: bool) -> str:
    """Say that a word is not known, and which words are."""
    what = f"I do not know {'the function ' if called else ''}{shown(word)}."
    indexed = re.fullmatch(r"(\D+)(\d+)", word)
    if indexed and indexed[1] in names:
        return f"{what} Write {indexed[1]}^{indexed[2]} or {indexed[1]}*{indexed[2]}."
    near = difflib.get_close_matches(word, vocabulary, 1)
    hint = HINTS.get(word) or (f"Did you mean '{near[0]}'?" if near else "")
    here = f"The variables here: {', '.join(names)}." if names else "There are no variables here."
    return f"{what} {hint} {here}".replace("  ", " ")


def nest(line: Iterator[Token]) -> list[Item]:
    """Turn what stands between brackets into lists; |x| becomes the function abs of a list."""
    stack: list[tuple[str, list[Item]]] = [("", [])]
    for token in line:
        opening, items = stack[-1]
        waiting = not items or getattr(items[-1], "kind", "") in ("operator", "function")
        if token.kind != "bracket":
            items.append(token)
        elif token.typed in "([" or (token.typed == "|" and (opening != "|" or waiting)):
            stack.append((token.typed, []))
            items += [Token("function", "abs", "abs")] if token.typed == "|" else []
            items.append(stack[-1][1])
        elif opening + token.typed in ("()", "[]", "||"):
            stack.pop()
        else:
            raise ExpressionError(f"There is a {token.typed} without its partner.")
    if stack[-1][0]:
        raise ExpressionError(f"There is a {stack[-1][0]} without its partner.")
    return stack[0][1]


def typed(items: Sequence[Item]) -> str:
    """Give items back as they were typed, shortened."""
    return shown(" ".join(i.typed if isinstance(i, Token) else typed(i)[1:-1] for i in items))


def kind(item: Item) -> str:
    """Say what an item is; what stands in brackets is a group."""
    return item.kind if isinstance(item, Token) else "group"


def write(items: Sequence[Item]) -> str:
    """Write items as Python text, with every product and every bracket in its place."""
    out: list[str] = []
    rest = deque(items)
    before: Item = Token("operator", "(", "(")
    while rest:
        item = rest.popleft()
        if isinstance(item, Token) and item.kind == "operator":
            if kind(before) == "operator" and item.typed not in "+-":
                raise ExpressionError(f"A value is missing before {item.typed} in {typed(items)}.")
            out.append(item.python)
        else:
            if kind(before) == kind(item) == "number":
                raise ExpressionError(f"Two numbers in a row: {typed([before, item])}.")
            out += ["*"] if kind(before) != "operator" else []
            out.append(value(item, rest))
        before = item
    if not items:
        raise ExpressionError("A value is missing between ( and ), or after =.")
    if kind(before) == "operator":
        raise ExpressionError(
            f"A value is missing after {typed([before])[1:-1]} in {typed(items)}."
        )
    return " ".join(out)


def value(item: Item, rest: deque[Item]) -> str:
    """Write one value; a function takes its power and its argument from the items that follow."""
    if isinstance(item, list):
        return f"({write(item)})"
    if item.kind != "function":
        return item.python
    name, power, taken = item.typed, raised(rest), argument(rest)
    if any(kind(sign) == "operator" for sign in power[1:]):
        raise ExpressionError(f"{name}^-1 can mean two things: write 1/{name}(x) or a{name}(x).")
    if not taken or taken == [[]]:
        raise ExpressionError(f"{name} needs something to act on, for example {name}(x).")
    call = item.python + value(taken[0] if kind(taken[0]) == "group" else taken, rest)
    return f"({call}**{write(power[1:])})" if power else call


def raised(rest: deque[Item]) -> list[Item]:
    """Take an exponent, if one is next: the ^, its signs and one item."""
    power: list[Item] = []
    if rest and getattr(rest[0], "python", "") == "**":
        power.append(rest.popleft())
        while rest and getattr(rest[0], "python", "") in ("+", "-"):
            power.append(rest.popleft())
        if rest:
            power.append(rest.popleft())
            power += argument(rest) if kind(power[-1]) == "function" else []
    return power


def argument(rest: deque[Item]) -> list[Item]:
    """Take what a function acts on: brackets, or one product without them, 2x in sin 2x cos x."""
    if rest and kind(rest[0]) == "group":
        return [rest.popleft()]
    taken: list[Item] = []
    while rest and getattr(rest[0], "python", "") in ("+", "-"):
        taken.append(rest.popleft())
    if rest and kind(rest[0]) == "function":
        return [*taken, rest.popleft(), *raised(rest), *argument(rest)]
    while rest and kind(rest[0]) in ("number", "name"):
        taken += [rest.popleft(), *raised(rest)]
    return taken


def build(node: ast.AST, atoms: dict[str, sp.Expr], depth: int = 0) -> sp.Expr:
    """Walk Python's syntax tree into SymPy; a node that has no line here is refused."""
    if depth > DEEPEST:
        raise ExpressionError(f"That formula is nested more than {DEEPEST} deep.")
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return checked(sp.Rational(Fraction(repr(value))))
        case ast.Name(id=name) if name in atoms:
            return atoms[name]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return build(operand, atoms, depth + 1) * (-1 if isinstance(sign, ast.USub) else 1)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
            # A long sum leans to the left: its length is bounded by the text, not by the depth.
            a, b = build(left, atoms, depth), build(right, atoms, depth + 1)
            return checked(ARITHMETIC[type(operator)](a, b))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) > (10 if name.lower() in ("max", "min") else 1):
                raise ExpressionError(f"{name} takes one value, or max and min up to 10.")
            return checked(FUNCTIONS[name](*(build(arg, atoms, depth + 1) for arg in args)))
    raise ExpressionError("A formula here has numbers, variables, + - * / ^ and functions alone.")


def divide(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """a / b, unless b is zero in disguise: √(3 + 2√2) − 1 − √2."""
    disguised = b.is_number and not b.is_Rational and abs(b.evalf(8)) < 1e-60
    return sp.zoo if disguised else a / b


def power(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """a ** b, when its size is known to be bounded before it is computed."""
    size = abs(float(b.evalf(8))) if b.is_number else 0.0
    digits = abs(float(sp.log(abs(a.evalf(8)), 10))) if a.is_number and not a.is_zero else 0.0
    if size * digits > MAGNITUDE or (size > EXPONENT and not a.is_number):
        raise ExpressionError(f"The exponent {shown(str(b))} is too large; stay below {EXPONENT}.")
    return a**b


ARITHMETIC: dict[type, Callable[[sp.Expr, sp.Expr], sp.Expr]] = {
    **{ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b},
    **{ast.Div: divide, ast.Pow: power},
}


def checked(value: sp.Expr) -> sp.Expr:
    """Pass a value on, when its numbers are real, finite and bounded: nothing later can hang."""
    if value.has(sp.zoo, sp.nan, sp.oo, -sp.oo):
        raise ExpressionError("That formula has no finite value: it divides by 0 or takes log 0.")
    # Only of a constant: whether an expression in x is real can take SymPy a minute to ask.
    number = value.evalf(8) if value.is_number else sp.Integer(0)
    nodes: list[Any] = list(sp.preorder_traversal(value))
    powers = [node.args for node in nodes if node.is_Pow]
    roots = any(a.is_number and a.is_negative and not b.is_integer for a, b in powers)
    if roots or value.has(sp.I) or not number.is_real:
        raise ExpressionError("That formula has no real value; write cbrt for a cube root below 0.")
    sizes = [abs(number), *(max(abs(q.p), q.q) for q in nodes if q.is_Rational)]
    exponents = [abs(b) for a, b in powers if b.is_number and not a.is_number]
    if len(nodes) > 1000 or max(sizes) > 10**MAGNITUDE or max(exponents, default=0) > EXPONENT:
        raise ExpressionError(
            "That formula grows too large: cbrt within cbrt, or powers of powers."
        )
    return value
