"""A NumPy function → its formula: call it once with symbols in the place of numbers."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import inspect
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, SupportsFloat

import numpy as np
import sympy as sp
from numpy.lib.mixins import NDArrayOperatorsMixin

import calclib.expressions.elementary as numpy_functions
from calclib.arrays import ufunc_arguments
from calclib.expressions.answers import check_number, subject, with_explained_errors
from calclib.expressions.domain import lost_witnesses, provided
from calclib.expressions.special import (
    cbrt,
    expm1,
    log1p,
    logaddexp,
    relu,
    sigmoid,
    softplus,
)
from calclib.expressions.vocabulary import FUNCTIONS, absolute, maximum, minimum, raised

FAMOUS: dict[float, sp.Expr] = {
    math.pi: sp.pi,
    math.tau: 2 * sp.pi,
    math.pi / 2: sp.pi / 2,
    math.e: sp.E,
}


def trace(f: Callable[..., object]) -> tuple[list[sp.Expr], tuple[sp.Symbol, ...]]:
    """Call f with a symbol for each argument; its values, one or several, are expressions then.

    f: a function written in NumPy; an argument with a default keeps it.
    Returns the expressions and the symbols, which are real.
    Raises TypeError, naming the substitute, where f asks for a number: `if`, the math module, a
    NumPy function without a formula here.

    >>> trace(lambda x, y: np.where(x > 0, 0.1 * x * np.exp(y), 0))
    ([Piecewise((x*exp(y)/10, x > 0), (0, True))], (x, y))
    """
    symbols = tuple(sp.Symbol(name, real=True) for name in argument_names(f))
    value: object = with_explained_errors(f, f)(*map(Traced, symbols))
    parts = value if isinstance(value, (tuple, list, np.ndarray)) else [value]
    for part in parts:
        if not isinstance(part, Traced | sp.Basic | SupportsFloat):
            check_number(subject(f), part)
    return [exact(part) for part in parts], symbols


def argument_names(f: Callable[..., object]) -> list[str]:
    """The names of the arguments that a function must be given.

    Raises TypeError for a function of *x, which names none.

    >>> argument_names(lambda x, y, scale=1.0: scale * x * y), argument_names(np.tanh)
    (['x', 'y'], ['x'])
    """
    if isinstance(f, np.ufunc):
        return list(ufunc_arguments(f))
    names = []
    for parameter in inspect.signature(f).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            raise TypeError(f"*{parameter.name} hides how many variables there are; name each.")
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            names.append(parameter.name)
    return names


def exact(value: object) -> Any:
    """Return the expression behind a value: a traced one's own; for 0.1 the fraction 1/10.

    >>> exact(0.1), exact(np.pi)
    (1/10, pi)
    """
    if isinstance(value, Traced):
        return provided(value.expression, *value.lost) if value.lost else value.expression
    if isinstance(value, (bool, np.bool_, sp.Basic)):
        return sp.sympify(value)
    if not isinstance(value, SupportsFloat):
        raise TypeError(f"{value!r} is no number and no formula.")
    number = float(value)
    if number in FAMOUS or not math.isfinite(number):
        return FAMOUS.get(number, sp.Float(number))
    fraction = Fraction(number).limit_denominator(10**6)
    return sp.Rational(fraction) if float(fraction) == number else sp.Float(number)


@dataclass(frozen=True, eq=False)
class Traced(NDArrayOperatorsMixin):
    """A symbol in the place of a number: NumPy's operations on it write an expression down."""

    expression: Any  # of SymPy
    lost: frozenset[sp.Expr] = frozenset()  # what its domain needs and the expression forgot

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: object, **options: object
    ) -> "Traced":
        """Do to the expressions what the ufunc does to numbers; x += y makes a new x."""
        is_in_place = options.keys() == {"out"} and isinstance(inputs[0], Traced)
        if is_in_place and options["out"] == inputs[:1]:
            options = {}
        if ufunc not in UFUNCS or method != "__call__" or options:
            raise TypeError(f"np.{ufunc.__name__} has no formula here; compose it from others.")
        return self.write(UFUNCS[ufunc], inputs)

    def call_elementary(
        self, function: Callable[..., object], args: Sequence[object], options: Mapping[str, object]
    ) -> "Traced":
        """Do the same for a function that NumPy lacks."""
        if function not in ELEMENTARY or options:
            name = getattr(function, "__name__", function)
            raise TypeError(f"{name} has no formula here; write its terms out.")
        return self.write(ELEMENTARY[function], args)

    def write(self, operation: Callable[..., Any], inputs: Sequence[object]) -> "Traced":
        """Apply an operation of SymPy, and remember what it forgot of the domain."""
        operands = [x.expression if isinstance(x, Traced) else exact(x) for x in inputs]
        value = operation(*operands)
        lost = {w for x in inputs if isinstance(x, Traced) for w in x.lost}
        if isinstance(value, sp.Expr):
            if operation is operator.sub:
                operands = [operands[0], -operands[1]]
            lost |= lost_witnesses(SIGNS.get(operation, ""), operands, value)
        return Traced(value, frozenset(lost))

    def __array_function__(
        self,
        function: Callable[..., object],
        types: Sequence[type],
        args: Sequence[Any],
        options: Mapping[str, object],
    ) -> Any:
        """Read np.where as cases and np.clip as a maximum and a minimum."""
        if function is np.where and len(args) == 3:
            condition, yes, no = map(exact, args)
            return Traced(sp.Piecewise((yes, condition), (no, True)))
        if function is np.clip and len(args) == 3:
            return np.minimum(np.maximum(args[0], args[1]), args[2])
        raise TypeError(f"np.{function.__name__} has no formula here; write its terms out.")

    def __bool__(self) -> bool:
        """Refuse: a symbol is neither true nor false."""
        raise TypeError("`if` cannot decide about a symbol; write np.where(condition, a, b).")

    def __float__(self) -> float:
        """Refuse: the math module wants numbers."""
        raise TypeError("The math module wants a number; write np.sin for math.sin, and so on.")


def hypotenuse(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return √(a² + b²)."""
    return sp.sqrt(a**2 + b**2)


ELEMENTARY: dict[Callable[..., object], Callable[..., sp.Expr]] = {
    numpy_functions.relu: relu,
    numpy_functions.sigmoid: sigmoid,
    numpy_functions.softplus: softplus,
    numpy_functions.cbrt: cbrt,
    numpy_functions.power: raised,
}
SIGNS: dict[Callable[..., Any], str] = {
    operator.add: "+",
    operator.sub: "+",
    operator.mul: "*",
    operator.truediv: "/",
    raised: "**",
}
UFUNCS: dict[np.ufunc, Callable[..., sp.Basic]] = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.divide: operator.truediv,
    np.power: raised,
    np.float_power: raised,
    np.negative: operator.neg,
    np.positive: operator.pos,
    np.reciprocal: lambda t: 1 / t,
    np.square: FUNCTIONS["square"],
    np.sqrt: sp.sqrt,
    np.cbrt: FUNCTIONS["cbrt"],
    np.hypot: hypotenuse,
    np.exp: sp.exp,
    np.exp2: lambda t: 2**t,
    np.expm1: expm1,
    np.log: sp.log,
    np.log2: FUNCTIONS["log2"],
    np.log10: FUNCTIONS["log10"],
    np.log1p: log1p,
    np.logaddexp: logaddexp,
    np.sin: sp.sin,
    np.cos: sp.cos,
    np.tan: sp.tan,
    np.arcsin: sp.asin,
    np.arccos: sp.acos,
    np.arctan: sp.atan,
    np.arctan2: sp.atan2,
    np.sinh: sp.sinh,
    np.cosh: sp.cosh,
    np.tanh: sp.tanh,
    np.arcsinh: sp.asinh,
    np.arccosh: sp.acosh,
    np.arctanh: sp.atanh,
    np.abs: absolute,
    np.fabs: absolute,
    np.sign: sp.sign,
    np.floor: sp.floor,
    np.ceil: sp.ceiling,
    np.maximum: maximum,
    np.fmax: maximum,
    np.minimum: minimum,
    np.fmin: minimum,
    np.greater: sp.Gt,
    np.greater_equal: sp.Ge,
    np.less: sp.Lt,
    np.less_equal: sp.Le,
    np.logical_and: sp.And,
    np.bitwise_and: sp.And,
    np.logical_or: sp.Or,
    np.bitwise_or: sp.Or,
    np.logical_not: sp.Not,
    np.invert: sp.Not,
}
