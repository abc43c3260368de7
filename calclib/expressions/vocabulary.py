"""The words of a formula: the functions and constants that a learner may type, in SymPy.

Each is one row: the word, and what it builds. Adding a row makes a function readable;
`compiling.NUMERIC` says what it computes, and `symbolic.OUTER`, or its own class, its derivative.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import sympy as sp
import sympy.tensor.tensor  # SymPy loads it at the first sum, a learner would wait

from calclib.expressions.special import (
    cbrt,
    expm1,
    log1p,
    logaddexp,
    relu,
    sigmoid,
    softplus,
)


def absolute(t: sp.Expr) -> sp.Expr:
    """Return |t| as it stands: left to itself, SymPy turns |√x| into √|x|, with another domain.

    >>> absolute(sp.sqrt(sp.Symbol("x", real=True)))
    Abs(sqrt(x))
    """
    return sp.Abs(t, evaluate=bool(t.is_number))


def raised(a: Any, b: Any) -> sp.Expr:
    """Return aᵇ, with |u|⁻³ as 1/(u² |u|): left to itself, SymPy writes |u|/u⁴, 0/0 at 0.

    >>> x = sp.Symbol("x", real=True)
    >>> raised(absolute(x), sp.Integer(-3)), raised(2 / absolute(x), sp.Integer(3))
    (1/(x**2*Abs(x)), 8/(x**2*Abs(x)))
    """
    if b.is_Integer and a.is_Mul and a.has(sp.Abs):
        return sp.Mul(*(raised(factor, b) for factor in a.args))
    base, exponent = a.as_base_exp()
    if b.is_Integer and isinstance(base, sp.Abs) and exponent.is_Integer and exponent * b < 0:
        return 1 / base ** (-exponent * b)
    return a**b


def maximum(*values: Any) -> sp.Expr:
    """Return the maximum as it stands; see `extreme`.

    >>> x, y = sp.symbols("x y", real=True)
    >>> maximum(x, sp.floor(x)), maximum(x, sp.Min(x, y)), maximum(sp.Integer(2), sp.Integer(3))
    (Max(x, floor(x)), x, 3)
    """
    return extreme(sp.Max, values)


def minimum(*values: Any) -> sp.Expr:
    """Return the minimum as it stands; see `extreme`."""
    return extreme(sp.Min, values)


def extreme(kind: Any, values: Sequence[Any]) -> sp.Expr:
    """Return a maximum or minimum of what is given, whatever SymPy knows of its arguments.

    SymPy knows that floor(x) ≤ x and turns min(x, floor(x)) into floor(x), which has another slope
    where the two tie. So arguments are compared as letters: equal ones are one.
    """
    leaves = {leaf for value in values for leaf in leaves_of(value)}
    ordered = sorted(leaves, key=sp.default_sort_key)
    letters = {leaf: sp.Symbol(f"_{k:04}", real=True) for k, leaf in enumerate(ordered)}
    whole = kind(*(exchange(value, letters) for value in values))
    return exchange(whole, {letter: leaf for leaf, letter in letters.items()})


def leaves_of(value: Any) -> Iterator[Any]:
    """The arguments of maxima within maxima, but for numbers."""
    if isinstance(value, (sp.Max, sp.Min)):
        for part in value.args:
            yield from leaves_of(part)
    elif not value.is_number:
        yield value


def exchange(value: Any, known: Mapping[Any, Any]) -> Any:
    """The same maxima within maxima of other arguments, without comparing any."""
    if isinstance(value, (sp.Max, sp.Min)):
        return value.func(*(exchange(part, known) for part in value.args), evaluate=False)
    return known.get(value, value)


CONSTANTS: dict[str, sp.Expr] = {
    "pi": sp.pi,
    "tau": 2 * sp.pi,
    "e": sp.E,
    "E": sp.E,
}
FUNCTIONS: dict[str, Callable[..., sp.Expr]] = {
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "cot": sp.cot,
    "sec": lambda t: 1 / sp.cos(t),
    "csc": lambda t: 1 / sp.sin(t),
    "asin": sp.asin,
    "arcsin": sp.asin,
    "acos": sp.acos,
    "arccos": sp.acos,
    "atan": sp.atan,
    "arctan": sp.atan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "sech": lambda t: 1 / sp.cosh(t),
    "asinh": sp.asinh,
    "arcsinh": sp.asinh,
    "acosh": sp.acosh,
    "arccosh": sp.acosh,
    "atanh": sp.atanh,
    "arctanh": sp.atanh,
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "log2": lambda t: sp.log(t) / sp.log(2),
    "log10": lambda t: sp.log(t) / sp.log(10),
    "sqrt": sp.sqrt,
    "cbrt": cbrt,
    "square": lambda t: t**2,
    "abs": absolute,
    "Abs": absolute,
    "sign": sp.sign,
    "floor": sp.floor,
    "ceil": sp.ceiling,
    "ceiling": sp.ceiling,
    "max": maximum,
    "Max": maximum,
    "min": minimum,
    "Min": minimum,
    "erf": sp.erf,
    "relu": relu,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "log1p": log1p,
    "expm1": expm1,
    "logaddexp": logaddexp,
}
