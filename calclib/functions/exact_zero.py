"""Zeros that a formula has exactly: a product with a factor 0 is 0, however small its others."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from calclib.functions.function import Function

if TYPE_CHECKING:
    import sympy as sp

HIGHEST = 100  # power of a number that is worked out in fractions


def is_zero_of_formula(f: object, point: Sequence[float], axis: int | None = None) -> bool:
    """Whether f, or its slope along an axis, is exactly 0 at a point by its formula.

    Says no for a function without a formula.

    >>> is_zero_of_formula(Function("10^-300 x^20"), [0.0], axis=0)
    True
    """
    if not isinstance(f, Function):
        return False
    try:
        formula: Any = f.expression
    except (AttributeError, TypeError, ValueError):  # it has none, or hides it
        return False
    if axis is not None:
        symbols = {symbol.name: symbol for symbol in formula.free_symbols}
        if f.variables[axis] not in symbols:
            return True  # it does not depend on this variable
        formula = formula.diff(symbols[f.variables[axis]])
    return is_exact_zero(formula, dict(zip(f.variables, point, strict=True)))


def is_exact_zero(expression: "sp.Expr", place: Mapping[str, float]) -> bool:
    """Whether a formula is 0 at a place, and not only too small for a float.

    expression: in the variables that place gives a value.
    Says no where it cannot tell: a sum is looked at in fractions, and not as a function of others.

    >>> from calclib.expressions import parse
    >>> is_exact_zero(parse("10^-300 x^20"), {"x": 0.0}), is_exact_zero(parse("e^-x"), {"x": 800.0})
    (True, False)
    >>> is_exact_zero(parse("(x - 1/2)^9 e^x"), {"x": 0.5})
    True
    """
    node: Any = expression
    if node.is_Mul:
        return any(is_exact_zero(factor, place) for factor in node.args)
    if node.is_Pow and node.exp.is_number:
        return bool(node.exp.is_positive) and is_exact_zero(node.base, place)
    if node.is_Add and all(is_exact_zero(term, place) for term in node.args):
        return True
    return fraction_of(node, place) == 0


def fraction_of(node: Any, place: Mapping[str, float]) -> Fraction | None:
    """The value of a rational formula in fractions; None for any other formula.

    >>> from calclib.expressions import parse
    >>> fraction_of(parse("x^2/3 + 1"), {"x": 0.5}), fraction_of(parse("sin x"), {"x": 0.5})
    (Fraction(13, 12), None)
    """
    if node.is_Symbol:
        return Fraction(place[node.name]) if node.name in place else None
    if node.is_Rational:
        return Fraction(int(node.p), int(node.q))
    if node.is_Float:
        return Fraction(float(node))
    if node.is_Pow and node.exp.is_Integer and abs(node.exp) <= HIGHEST:
        base = fraction_of(node.base, place)
        is_defined = base is not None and (base != 0 or node.exp > 0)
        return Fraction(base or 0) ** int(node.exp) if is_defined else None
    if not (node.is_Add or node.is_Mul):
        return None
    total = Fraction(0 if node.is_Add else 1)
    for part in node.args:
        value = fraction_of(part, place)
        if value is None:
            return None
        total = total + value if node.is_Add else total * value
    return total
