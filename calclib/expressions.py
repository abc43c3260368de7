"""Text → SymPy expression, by a whitelist: what a learner types is read, never run.

The text takes five short steps. `spell` turns 2x², √ and π into plain characters; `words` cuts the
line into names, numbers and operators (xy into x, y; sinx into sin, x); `nest` pairs brackets and
bars; `write` puts in the products and the function arguments that people leave out. Python's own
parser then settles precedence, and `build` walks its tree into SymPy, knowing the names in the two
tables below and no others.
"""

# mypy: disable-error-code="no-untyped-call, no-any-return"  (SymPy carries few types)

import ast
import difflib
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp

LONGEST = 300  # characters
DEEPEST = 16  # brackets within brackets, powers of powers
EXPONENT = 100  # of a variable
MAGNITUDE = 1000  # decimal digits of a number, typed or computed
EMPTY = "Type a formula, for example {0}^2 + 1."


class ExpressionError(ValueError):
    """A formula that cannot be read: at most 300 characters on where, and what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message if len(message) <= 300 else message[:299] + "…")


class relu(sp.Function):  # noqa: N801 - SymPy prints a function by the name of its class
    """The rectifier max(0, x); its slope at the kink is 0, as in torch.

    >>> x = sp.Symbol("x", real=True)
    >>> relu(sp.Integer(-3)), relu(x).diff(x)
    (0, Piecewise((1, x > 0), (0, True)))
    """

    nargs = 1

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Give the value at a number; keep relu(x) as it stands."""
        return sp.Max(0, argument) if argument.is_number and argument.is_extended_real else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Give the slope: 1 where x > 0, else 0."""
        return sp.Piecewise((1, sp.Gt(self.args[0], 0)), (0, True))

    def _eval_is_extended_real(self) -> bool | None:
        real: bool | None = self.args[0].is_extended_real
        return real


def _absolute(t: sp.Expr) -> sp.Expr:
    # Unless t is known to be real, SymPy would rewrite |√x| as √|x| and enlarge the domain.
    return sp.Abs(t, evaluate=bool(t.is_extended_real))


CONSTANTS: dict[str, sp.Expr] = {"pi": sp.pi, "e": sp.E, "E": sp.E, "tau": 2 * sp.pi}
FUNCTIONS: dict[str, Callable[..., sp.Expr]] = {
    name: getattr(sp, name)
    for name in "sin cos tan cot asin acos atan sinh cosh tanh asinh acosh atanh exp log sqrt "
    "sign floor ceiling erf Max Min".split()
} | {
    "arcsin": sp.asin,
    "arccos": sp.acos,
    "arctan": sp.atan,
    "arcsinh": sp.asinh,
    "arccosh": sp.acosh,
    "arctanh": sp.atanh,
    "ln": sp.log,
    "log2": lambda t: sp.log(t) / sp.log(2),
    "log10": lambda t: sp.log(t) / sp.log(10),
    "abs": _absolute,
    "Abs": _absolute,
    "cbrt": lambda t: sp.sign(t) * _absolute(t) ** sp.Rational(1, 3),
    "max": sp.Max,
    "min": sp.Min,
    "square": lambda t: t**2,
    "relu": relu,
    "sigmoid": lambda t: 1 / (1 + sp.exp(-t)),
    "softplus": lambda t: sp.log(1 + sp.exp(t)),
}
SEVERAL = {"max", "min", "Max", "Min"}
HINTS = {
    **dict.fromkeys(("inf", "infinity", "oo", "nan", "NaN"), "Infinity is not a number here."),
    **dict.fromkeys(("i", "I", "j"), "There are no complex numbers here."),
    **{"sec": "Write 1/cos(x).", "csc": "Write 1/sin(x).", "lg": "Write log10(x)."},
    **{"lambda": "Write the formula alone, for example x^2 + 1."},
}
SYMBOLS = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "√": " sqrt "}
    | {"\u00a0": " ", "\u2009": " ", "\t": " ", "^": "**", "π": " pi ", "τ": " tau "}
    | {ord("₀") + k: str(k) for k in range(10)}
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
OPERATORS = ("+", "-", "*", "/", "**", ",")
CLOSING = {"(": ")", "[": "]", "|": "|"}
TOKEN = re.compile(r"\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\*\*|[-+*/(),|\[\]])")


@dataclass
class Group:
    """What stands between two brackets or bars; the whole formula is a group that opens with ""."""

    opening: str = ""
    items: "list[str | Group]" = field(default_factory=list)


def parse(text: str, variables: Sequence[str] = ("x", "y")) -> sp.Expr:
    """Read a formula the way people type it: 2x, xy, x², sin^2 x, e^-x, |x|, √x, f(x) = ….

    text: one line of at most 300 characters; nothing in it is ever executed.
    variables: the names that may occur; they become real symbols, and win over a constant or a
    function of the same name.
    Raises ExpressionError, which says where the formula cannot be read and what to write instead.

    >>> parse("2x^2 + 3sin x")
    2*x**2 + 3*sin(x)
    >>> parse("f(m, b) = |m - 2b|", ("m", "b"))
    Abs(2*b - m)
    >>> parse("x +")
    Traceback (most recent call last):
    calclib.expressions.ExpressionError: Something is missing after '+'.
    """
    known = {name: f"v{index}" for index, name in enumerate(variables)}
    line = right_side(spell(text, known), known)
    group = nest(words(line, known), known)
    python = write(group.items, known)
    symbols = {known[name]: sp.Symbol(name, real=True) for name in variables}
    try:
        return bounded(build(ast.parse(python, mode="eval").body, CONSTANTS | symbols))
    except ExpressionError:
        raise
    except (SyntaxError, TypeError, ValueError, ArithmeticError, RecursionError, AttributeError):
        raise ExpressionError(f"I cannot make sense of {shown(text)}.") from None


def shown(text: str) -> str:
    """Quote a piece of the learner's text, shortened, so that a message stays a sentence."""
    return repr(text if len(text) <= 24 else text[:20] + "…")


def spell(text: str, known: dict[str, str]) -> str:
    """Rewrite the signs of mathematics in plain characters and refuse what no formula uses."""
    example = EMPTY.format(next(iter(known), "x"))
    if not isinstance(text, str):
        raise ExpressionError(f"A formula is text, not {type(text).__name__}. {example}")
    if len(text) > LONGEST:
        raise ExpressionError(f"That has {len(text)} characters; a formula has at most {LONGEST}.")
    if not text.strip():
        raise ExpressionError(example)
    if "\n" in text.strip() or "\r" in text.strip():
        raise ExpressionError("Type the formula on one line.")
    powers = "[" + "".join(map(chr, SUPERSCRIPTS)) + "]+"
    text = re.sub(powers, lambda run: f"**({run.group().translate(SUPERSCRIPTS)})", text.strip())
    text = "".join(c if c in known else c.translate(SYMBOLS) for c in text)
    letters = set("".join(known))
    for c in text:
        if c not in letters and not (" " <= c <= "~" and c not in "\"#$%&';:?@\\`~!{}"):
            name = unicodedata.name(c, "a control character").lower()
            raise ExpressionError(f"The character {c!r} ({name}) has no meaning in a formula here.")
    return text


def right_side(line: str, known: dict[str, str]) -> str:
    """Drop a name given to the formula: f(x) = x^2 and y = x^2 both mean x^2."""
    if re.search(r"[<>]|==", line):
        raise ExpressionError("That is a condition, not a formula; leave out <, > and ==.")
    left, equals, right = line.partition("=")
    if not equals:
        return line
    if not right.strip():
        raise ExpressionError("Something is missing after '='.")
    name = re.fullmatch(r"([^\W\d]\w*)(\s*\([\w\s,]*\))?\s*", left)
    first = next(iter(known), "")
    if not name or name[1] == first or re.search(rf"\b{name[1]}\b", right) or "=" in right:
        raise ExpressionError("That is an equation; write one formula, or f(x) = and a formula.")
    return right


def words(line: str, known: dict[str, str]) -> list[str]:
    """Cut the line into numbers, operators and known names."""
    tokens: list[str] = []
    position = 0
    while position < len(line.rstrip()):
        match = TOKEN.match(line, position)
        if not match:
            rest = line[position:].strip()
            raise ExpressionError(f"I cannot read {shown(rest[0])} in {shown(line)}.")
        token, position = match[1], match.end()
        is_called = line[position:].lstrip().startswith("(")
        tokens += split(token, known, is_called) if re.match(r"[^\W\d]", token) else [token]
    return tokens


def split(word: str, known: dict[str, str], is_called: bool) -> list[str]:
    """Cut a run of letters into the longest known names that fill it: xsiny into x, sin, y."""
    names = sorted({*known, *FUNCTIONS, *CONSTANTS}, key=len, reverse=True)
    tails: dict[int, list[str]] = {len(word): []}
    for start in reversed(range(len(word))):
        for name in names:
            if word.startswith(name, start) and start + len(name) in tails:
                tails[start] = [name, *tails[start + len(name)]]
                break
    if word in known:
        return [word]
    if 0 in tails:
        return tails[0]
    raise ExpressionError(unknown(word, known, names, is_called))


def unknown(word: str, known: dict[str, str], names: list[str], is_called: bool) -> str:
    """Say that a word is not known, and what is."""
    indexed = re.fullmatch(r"(\D+)(\d+)", word)
    if indexed and indexed[1] in known:
        return f"I do not know {shown(word)}; write {indexed[1]}^{indexed[2]}, or a * between them."
    near = difflib.get_close_matches(word, names, 1)
    hint = HINTS.get(word) or (f"Did you mean '{near[0]}'?" if near else "")
    here = f"The variables here are {', '.join(known)}." if len(known) < 9 else ""
    if len(known) == 1:
        here = f"The variable here is {next(iter(known))}."
    kind = "the function " if is_called else ""
    return " ".join(filter(None, (f"I do not know {kind}{shown(word)}.", hint, here)))


def nest(tokens: list[str], known: dict[str, str]) -> Group:
    """Pair brackets and bars; what they enclose becomes a group."""
    stack = [Group()]
    for token in tokens:
        inside, last = stack[-1], (stack[-1].items or ["+"])[-1]
        waiting = isinstance(last, str) and (last in OPERATORS or is_function(last, known))
        if token in "([" or (token == "|" and (inside.opening != "|" or waiting)):
            if len(stack) > DEEPEST:
                raise ExpressionError(f"Brackets are nested more than {DEEPEST} deep.")
            stack.append(Group(token))
            inside.items.append(stack[-1])
        elif token in ")]|":
            if CLOSING.get(inside.opening) != token:
                raise ExpressionError(f"There is a {token} without its partner.")
            stack.pop()
        else:
            inside.items.append(token)
    if stack[-1].opening == "|":
        raise ExpressionError("Absolute value bars come in pairs: |x|.")
    if stack[-1].opening:
        raise ExpressionError(f"There is a {stack[-1].opening} that is never closed.")
    return stack[0]


def is_function(item: "str | Group", known: dict[str, str]) -> bool:
    """Whether an item names a function and no variable took its name."""
    return isinstance(item, str) and item in FUNCTIONS and item not in known


def write(items: "Sequence[str | Group]", known: dict[str, str]) -> str:
    """Write items as Python text, with every product and every bracket in its place."""
    out: list[str] = []
    before: str | Group = "("
    rest = deque(items)
    while rest:
        item = rest.popleft()
        if isinstance(item, str) and item in OPERATORS:
            if item not in "+-" and (not out or before in OPERATORS):
                raise ExpressionError(f"Something is missing before {readable(item)}.")
            out.append(item)
        else:
            if out and before not in OPERATORS:
                if isinstance(before, str) and is_number(before) and is_number(item):
                    raise ExpressionError(f"Two numbers in a row: {before} and {item}.")
                out.append("*")
            out.append(written(item, rest, known))
        before = item
    if not out:
        raise ExpressionError("There is nothing between ( and ).")
    if before in OPERATORS:
        raise ExpressionError(f"Something is missing after {readable(before)}.")
    return " ".join(out)


def is_number(item: "str | Group") -> bool:
    """Whether an item is a number."""
    return isinstance(item, str) and item[0] in "0123456789."


def readable(operator: "str | Group") -> str:
    """Show an operator the way people type it."""
    return "'^'" if operator == "**" else f"'{operator}'"


def written(item: "str | Group", rest: "deque[str | Group]", known: dict[str, str]) -> str:
    """Write one value; a function takes its power and its argument from the items that follow."""
    if isinstance(item, Group):
        return f"{'abs' if item.opening == '|' else ''}({write(item.items, known)})"
    if not is_function(item, known):
        return known.get(item) or (item.lstrip("0") or "0" if item.isdigit() else item)
    power = raised(rest)
    if "-" in power:
        raise ExpressionError(
            f"{item}^-1 can be read in two ways: write 1/{item}(x) or arc{item}(x)."
        )
    items = argument(rest, known)
    if not items or items == [Group("(")]:
        raise ExpressionError(f"{item} needs something to act on, for example {item}(x).")
    bracket = isinstance(items[0], Group) and items[0].opening != "|"
    call = item + (written(items[0], rest, known) if bracket else f"({write(items, known)})")
    return f"({call} ** {write(power[1:], known)})" if power else call


def raised(rest: "deque[str | Group]") -> "list[str | Group]":
    """Take an exponent, if one is next: the **, its signs and one item."""
    power: list[str | Group] = []
    if rest and rest[0] == "**":
        power.append(rest.popleft())
        while rest and rest[0] in ("+", "-"):
            power.append(rest.popleft())
        power += [rest.popleft()] if rest else []
    return power


def argument(rest: "deque[str | Group]", known: dict[str, str]) -> "list[str | Group]":
    """Take what a function acts on: a bracket, or one product without one, 2x in sin 2x cos x."""
    if rest and isinstance(rest[0], Group):
        return [rest.popleft()]
    taken: list[str | Group] = []
    while rest and rest[0] in ("+", "-"):
        taken.append(rest.popleft())
    if rest and is_function(rest[0], known):
        return [*taken, rest.popleft(), *raised(rest), *argument(rest, known)]
    while rest and isinstance(rest[0], str) and rest[0] not in OPERATORS:
        if is_function(rest[0], known):
            break
        taken += [rest.popleft(), *raised(rest)]
    return taken


def build(node: ast.AST, atoms: dict[str, sp.Expr], depth: int = 0) -> sp.Expr:
    """Walk Python's syntax tree into SymPy; a node that has no line here is refused."""
    if depth > 2 * DEEPEST:
        raise ExpressionError("That formula is nested too deeply.")
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return real(sp.Rational(Fraction(repr(value))))
        case ast.Name(id=name) if name in atoms:
            return atoms[name]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            inner = build(operand, atoms, depth + 1)
            return -inner if isinstance(sign, ast.USub) else inner
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
            # A long sum leans to the left: its length is bounded by the text, not by the depth.
            a, b = build(left, atoms, depth), build(right, atoms, depth + 1)
            return real(ARITHMETIC[type(operator)](a, b))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) > 1 and name not in SEVERAL:
                raise ExpressionError(f"{name} takes one number, for example {name}(x).")
            return real(FUNCTIONS[name](*(build(arg, atoms, depth + 1) for arg in args)))
    raise ExpressionError("A formula here has numbers, variables, + - * / ^ and functions alone.")


def divide(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """a / b, unless b is zero."""
    if b.is_zero or (b.is_number and not b.is_Rational and abs(b.evalf(8)) < 1e-60):
        raise ExpressionError("That formula divides by zero.")
    return a / b


def power(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """a ** b, when its size is known to be bounded before it is computed."""
    if a.is_zero and b.is_negative:
        raise ExpressionError("That formula divides by zero.")
    size = abs(float(b.evalf(8))) if b.is_number else 0.0
    digits = abs(float(sp.log(abs(a.evalf(8)), 10))) if a.is_number and not a.is_zero else 0.0
    if size * digits > MAGNITUDE or (size > EXPONENT and not a.is_number):
        raise ExpressionError(f"The exponent {shown(str(b))} is too large; stay below {EXPONENT}.")
    return a**b


ARITHMETIC: dict[type, Callable[[sp.Expr, sp.Expr], sp.Expr]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: divide,
    ast.Pow: power,
}


def real(value: sp.Expr) -> sp.Expr:
    """Pass a value on; a constant must be a real number of bounded size at every step."""
    if value.has(sp.zoo, sp.nan, sp.oo, -sp.oo):
        raise ExpressionError("That formula has no finite value: it divides by zero.")
    if value.has(sp.I) or value.is_extended_real is False:
        raise ExpressionError("That formula has no real value; for a root of x < 0 write cbrt(x).")
    if value.is_number:
        number = value.evalf(8)
        if not number.is_real:
            raise ExpressionError(f"{shown(str(value))} has no real value; cbrt(-8) is one.")
        if abs(number) > sp.Integer(10) ** MAGNITUDE:
            raise ExpressionError(f"A number here has more than {MAGNITUDE} digits: too large.")
    return value


def bounded(expr: sp.Expr) -> sp.Expr:
    """Pass on an expression whose numbers and powers did not grow as its parts were combined."""
    for number in expr.atoms(sp.Rational):
        if max(abs(number.p), number.q) > 10**MAGNITUDE:
            raise ExpressionError(f"A number here has more than {MAGNITUDE} digits: too large.")
    for node in expr.atoms(sp.Pow):
        if node.exp.is_number and not node.base.is_number and abs(node.exp) > 10 * EXPONENT:
            raise ExpressionError(f"The exponents multiply to {shown(str(node.exp))}: too large.")
    return expr
