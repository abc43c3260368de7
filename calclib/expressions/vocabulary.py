"""The words of a formula: the functions and constants that a learner may type, in SymPy.

Each is one row: the word, and what it builds. Adding a function here makes it readable;
`compiling.NUMERIC` says what it computes, and `symbolic.OUTER` what its derivative is.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Callable

import sympy as sp


class relu(sp.Function):  # noqa: N801 - SymPy prints a function by the name of its class
    """The rectifier max(0, x); its slope at the kink is 0, as in torch.

    >>> x = sp.Symbol("x", real=True)
    >>> relu(sp.Integer(-3)), relu(x).diff(x)
    (0, Piecewise((1, x > 0), (0, True)))
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Return the value at a number; keep relu(x) as it stands."""
        return sp.Max(0, argument) if argument.is_number and argument.is_extended_real else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope: 1 where x > 0, else 0."""
        return sp.Piecewise((1, sp.Gt(self.args[0], 0)), (0, True))


def absolute(t: sp.Expr) -> sp.Expr:
    """Return |t| as it stands: left to itself, SymPy turns |√x| into √|x|, with another domain.

    >>> absolute(sp.sqrt(sp.Symbol("x", real=True)))
    Abs(sqrt(x))
    """
    return sp.Abs(t, evaluate=bool(t.is_number))


def cube_root(t: sp.Expr) -> sp.Expr:
    """Return ∛t, which is real below 0 too.

    >>> cube_root(sp.Integer(-8))
    -2
    """
    return sp.sign(t) * absolute(t) ** sp.Rational(1, 3)


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
    "asin": sp.asin,
    "arcsin": sp.asin,
    "acos": sp.acos,
    "arccos": sp.acos,
    "atan": sp.atan,
    "arctan": sp.atan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
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
    "cbrt": cube_root,
    "square": lambda t: t**2,
    "abs": absolute,
    "Abs": absolute,
    "sign": sp.sign,
    "floor": sp.floor,
    "ceiling": sp.ceiling,
    "max": sp.Max,
    "Max": sp.Max,
    "min": sp.Min,
    "Min": sp.Min,
    "erf": sp.erf,
    "relu": relu,
    "sigmoid": lambda t: 1 / (1 + sp.exp(-t)),
    "softplus": lambda t: sp.log(1 + sp.exp(t)),
}
