"""Python's syntax tree → SymPy, by a whitelist and within bounds: nothing later can hang."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from calclib.expressions.refusal import ExpressionError, quote
from calclib.expressions.vocabulary import FUNCTIONS

DEEPEST = 20  # functions of functions, powers of powers
EXPONENT = 100  # of a variable
MAGNITUDE = 1000  # decimal digits of a number, typed or computed
LARGEST = 1000  # symbols, numbers and operations in one formula
SEVERAL = ("max", "Max", "min", "Min")  # take up to ten values; the other functions take one


def build(node: ast.AST, atoms: Mapping[str, sp.Expr], depth: int = 0) -> sp.Expr:
    """Walk Python's syntax tree into SymPy; a node that has no line here is refused.

    node: of a tree that ast.parse made. atoms: what each name in it stands for.
    Raises ExpressionError for what is not arithmetic, too deep, too large or without a value.

    >>> x = sp.Symbol("x", real=True)
    >>> build(ast.parse("v0**2 + 1", mode="eval").body, {"v0": x})
    x**2 + 1
    """
    if depth > DEEPEST:
        raise ExpressionError(f"That formula is nested more than {DEEPEST} deep.")
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return check_bounds(sp.Rational(Fraction(repr(value))))
        case ast.Name(id=name) if name in atoms:
            return atoms[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -build(operand, atoms, depth + 1)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return build(operand, atoms, depth + 1)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
            # A long sum leans to the left: its length is bounded by the text, not by the depth.
            a = build(left, atoms, depth)
            b = build(right, atoms, depth + 1)
            return check_bounds(ARITHMETIC[type(operator)](a, b))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) > (10 if name in SEVERAL else 1):
                raise ExpressionError(f"{name} takes one value, or max and min up to 10.")
            values = [build(argument, atoms, depth + 1) for argument in args]
            return check_bounds(FUNCTIONS[name](*values))
    raise ExpressionError("A formula here has numbers, variables, + - * / ^ and functions alone.")


def divide(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return a / b, unless b is zero in disguise: √(3 + 2√2) − 1 − √2."""
    is_zero = b.is_number and not b.is_Rational and abs(b.evalf(8)) < 1e-60
    return sp.zoo if is_zero else a / b


def raise_to(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return aᵇ, when its size is known to be bounded before it is computed."""
    size = abs(float(b.evalf(8))) if b.is_number else 0.0
    digits = abs(float(sp.log(abs(a.evalf(8)), 10))) if a.is_number and not a.is_zero else 0.0
    if size * digits > MAGNITUDE or (size > EXPONENT and not a.is_number):
        raise ExpressionError(f"The exponent {quote(str(b))} is too large; stay below {EXPONENT}.")
    return a**b


ARITHMETIC: dict[type, Callable[[sp.Expr, sp.Expr], sp.Expr]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: divide,
    ast.Pow: raise_to,
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
            "That formula grows too large: cbrt within cbrt, or powers of powers."
        )
    return value
