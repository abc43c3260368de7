"""Python's syntax tree → SymPy, by a whitelist and within bounds: nothing later can hang."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy as sp

from calclib.expressions.domain import lost_witnesses
from calclib.expressions.refusal import ExpressionError, quote
from calclib.expressions.vocabulary import FUNCTIONS, raised

DEEPEST = 20  # functions of functions, powers of powers
EXPONENT = 10_000  # of a variable: thirty years, compounded daily
PRECISE = 40  # digits of a number that is computed in floats
MAGNITUDE = 1000  # decimal digits of a number, typed or computed
LARGEST = 1000  # symbols, numbers and operations in one formula
SEVERAL = {  # how many values; the other functions take one
    "max": (2, 10),
    "Max": (2, 10),
    "min": (2, 10),
    "Min": (2, 10),
    "logaddexp": (2, 2),
}


@dataclass
class Builder:
    """Walks Python's syntax tree into SymPy; a node that has no line here is refused.

    atoms: what each name in the tree stands for.
    lost: what the formula typed needs to be defined, where SymPy's arithmetic forgot it.

    >>> x = sp.Symbol("x", real=True)
    >>> builder = Builder({"v0": x})
    >>> builder.build(ast.parse("(v0**2 + v0)/v0 - 1", mode="eval").body)
    -1 + (x**2 + x)/x
    """

    atoms: Mapping[str, sp.Expr]
    lost: set[sp.Expr] = field(default_factory=set)

    def build(self, node: ast.AST, depth: int = 0) -> sp.Expr:
        """Return the expression of a node; raise ExpressionError for what is refused."""
        if depth > DEEPEST:
            raise ExpressionError(f"That formula is nested more than {DEEPEST} deep.")
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return check_bounds(sp.Rational(Fraction(repr(value))))
            case ast.Name(id=name) if name in self.atoms:
                return self.atoms[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.build(operand, depth + 1)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.build(operand, depth + 1)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
                # A long sum leans to the left: the text bounds its length, not the depth.
                a = self.build(left, depth)
                b = self.build(right, depth + 1)
                return self.apply(ARITHMETIC[type(operator)], a, b)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                least, most = SEVERAL.get(name, (1, 1))
                if not least <= len(args) <= most:
                    raise ExpressionError(explain_count(name))
                values = [self.build(argument, depth + 1) for argument in args]
                return self.apply(FUNCTIONS[name], *values)
        raise ExpressionError(
            "A formula here has numbers, variables, + - * / ^ and functions alone."
        )

    def apply(self, operation: Callable[..., sp.Expr], *operands: sp.Expr) -> sp.Expr:
        """Compute within bounds, and remember what the operation forgot of the domain."""
        value = check_bounds(operation(*operands))
        sign = SIGNS.get(operation, "")
        if operation is subtract:
            operands = (operands[0], -operands[1])
        self.lost |= lost_witnesses(sign, operands, value)
        return value


def explain_count(name: str) -> str:
    """Say how many values a function takes."""
    if name not in SEVERAL:
        return f"{name} takes one value, for example {name}(x)."
    least, most = SEVERAL[name]
    count = f"{least} values" if least == most else f"{least} to {most} values"
    return f"{name} takes {count} in brackets, with commas between them: {name}(x, 0)."


def divide(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return a / b, unless b is zero in disguise: √(3 + 2√2) − 1 − √2."""
    is_zero = b.is_number and not b.is_Rational and abs(b.evalf(8)) < 1e-60
    return sp.zoo if is_zero else a / b


def raise_to(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return aᵇ, when its size is known to be bounded before it is computed."""
    if not b.is_number:
        return a**b
    size = abs(float(b.evalf(8)))
    if not a.is_number:
        if size > EXPONENT:
            raise ExpressionError(
                f"The exponent {quote(str(b))} of a variable is too large; stay below {EXPONENT}."
            )
        return raised(a, b)
    digits = size * abs(float(sp.log(abs(a.evalf(8)), 10))) if not a.is_zero else 0.0
    if digits > MAGNITUDE:
        raise ExpressionError(
            f"The exponent {quote(str(b))} is too large: that number has more than "
            f"{MAGNITUDE} digits."
        )
    if size * digits_of(a) <= MAGNITUDE:
        return a**b
    # Exact, the fraction would have more than a thousand digits: (1 + 1/10^6)^(10^6).
    return sp.Float(sp.Pow(a.evalf(PRECISE), b, evaluate=False).evalf(PRECISE), 17)


def digits_of(number: Any) -> int:
    """Return how many digits a number has as it is written: a fraction's longer side, else 10."""
    if not number.is_Rational:
        return 10
    return max(len(str(abs(number.p))), len(str(number.q)))


def add(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return a + b."""
    return a + b


def subtract(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return a − b."""
    return a - b


def multiply(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return a · b."""
    return a * b


ARITHMETIC: dict[type, Callable[[sp.Expr, sp.Expr], sp.Expr]] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.Div: divide,
    ast.Pow: raise_to,
}
SIGNS: dict[Callable[..., sp.Expr], str] = {
    add: "+",
    subtract: "+",
    multiply: "*",
    divide: "/",
    raise_to: "**",
}


def check_bounds(value: sp.Expr) -> sp.Expr:
    """Return a value whose numbers are real, finite and bounded; refuse any other.

    >>> check_bounds(sp.sqrt(-2))
    Traceback (most recent call last):
    calclib.expressions.refusal.ExpressionError: That formula has no real value; write cbrt for a
    cube root below 0.
    """
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
    is_too_large = max(sizes) > 10**MAGNITUDE or max(exponents, default=0) > EXPONENT
    if len(nodes) > LARGEST or is_too_large:
        raise ExpressionError(
            "That formula grows too large: powers of powers, or a number of very many digits."
        )
    return value
