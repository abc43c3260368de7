"""The words of a formula: the functions and constants that a learner may type, in SymPy.

Each is one row: the word, and what it builds. Adding a row makes a function readable;
`compiling.NUMERIC` says what it computes, and `symbolic.OUTER`, or its own class, its derivative.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Callable

import sympy as sp

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
    "max": sp.Max,
    "Max": sp.Max,
    "min": sp.Min,
    "Min": sp.Min,
    "erf": sp.erf,
    "relu": relu,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "log1p": log1p,
    "expm1": expm1,
    "logaddexp": logaddexp,
}
