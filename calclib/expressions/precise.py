"""Formulas in as many digits as are asked for, on mpmath: floats cannot tell x from x + 10⁻²⁰.

A formula becomes a list of steps, each an operation on the results of earlier ones. A value is a
number, nan where the formula has none, or inf where it is too large or too small to be computed.
"""
# SymPy and mpmath carry few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import sympy as sp
from mpmath import mp

Precise: TypeAlias = Any  # an mpf of mpmath, which carries no types
Operation: TypeAlias = Callable[..., Precise]
GROWTH = 10**7  # an exponent of e beyond which a power is left alone
WIDEST = 10**300  # an argument of a sine, beyond which it takes too many digits
GUARD = 10  # digits that rounding may spoil


@dataclass(frozen=True)
class Steps:
    """A formula as steps: what each of them does, and which results it takes.

    >>> x = sp.Symbol("x", real=True)
    >>> with mp.workdps(30):
    ...     print(steps_of(x + sp.Integer(10) ** -20, [x]).at([mp.mpf(1)]))
    1.00000000000000000001
    """

    steps: tuple[tuple[Operation, tuple[int, ...]], ...]

    def at(self, point: Sequence[Precise]) -> Precise:
        """The value at one point, in the digits that mpmath is set to."""
        return self.results(point)[-1]

    def results(self, point: Sequence[Precise]) -> list[Precise]:
        """The coordinates of one point and the result of each step there; the last is the value."""
        values = list(point)
        for operation, places in self.steps:
            values.append(operation(*[values[place] for place in places]))
        return values


def largest(values: Sequence[Precise]) -> Precise:
    """The size of the largest number on the way to a value: rounding is relative to it."""
    return max((abs(value) for value in values if mp.isfinite(value)), default=mp.mpf(0))


def steps_of(expression: sp.Basic, variables: Sequence[sp.Symbol]) -> Steps:
    """Write a formula in these variables as steps.

    Raises TypeError for a function that is not in the table.
    """
    known: dict[Any, int] = {symbol: place for place, symbol in enumerate(variables)}
    steps: list[tuple[Operation, tuple[int, ...]]] = []

    def visit(node: Any) -> int:
        if node not in known:
            operation, parts = operation_of(node)
            places = tuple(map(visit, parts))
            steps.append((operation, places))
            known[node] = len(variables) + len(steps) - 1
        return known[node]

    last = visit(expression)
    if last < len(variables):  # the formula is a variable alone
        steps.append((lambda value: value, (last,)))
    return Steps(tuple(steps))


def operation_of(node: Any) -> tuple[Operation, Sequence[Any]]:
    """What a node of a formula does, and the nodes on which it acts."""
    if node.is_Rational:
        return (lambda: mp.mpf(node.p) / node.q), ()
    if node.is_Float or node.is_NumberSymbol:
        return (lambda: mp.mpf(node._to_mpmath(mp.prec))), ()
    if node in (sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I):
        return (lambda: mp.nan), ()
    if isinstance(node, sp.Piecewise):
        cases: list[Any] = [part for case in node.args for part in case.args]
        return choose, cases
    if isinstance(node, sp.Pow) and node.exp.is_Integer:
        return whole_power(int(node.exp)), (node.base,)
    name = type(node).__name__
    if name not in PRECISE:
        raise TypeError(f"{node} has no meaning in many digits here: {name} is not in the table.")
    return PRECISE[name], node.args


def real(function: Operation) -> Operation:
    """Let a function pass nan and inf on, and have no value where the result is not real."""

    def guarded(*values: Precise) -> Precise:
        for value in values:
            if not mp.isfinite(value):
                return mp.nan if any(map(mp.isnan, values)) else mp.inf
        try:
            result = function(*values)
        except (ZeroDivisionError, ValueError):
            return mp.nan
        return mp.nan if isinstance(result, mp.mpc) else result

    return guarded


def whole_power(exponent: int) -> Operation:
    """x ↦ xⁿ for a whole number n."""
    return real(lambda base: base**exponent)


def power(base: Precise, exponent: Precise) -> Precise:
    """Return aᵇ, with 0⁰ = 1; no value for a root of a number below 0."""
    if base == 0:
        if exponent < 0:
            raise ZeroDivisionError
        return mp.mpf(exponent == 0)
    if base != 1 and abs(exponent * mp.log(abs(base))) > GROWTH:
        return mp.inf
    return base**exponent


def exponential(x: Precise) -> Precise:
    """Return eˣ, unless it is far out of reach."""
    return mp.inf if abs(x) > GROWTH else mp.exp(x)


def logarithm(x: Precise) -> Precise:
    """Return ln x, which has no value from 0 down."""
    if x <= 0:
        raise ValueError
    return mp.log(x)


def periodic(function: Operation) -> Operation:
    """Leave the sine of a very large number alone."""
    return real(lambda x: mp.inf if abs(x) > WIDEST else function(x))


def sign(x: Precise) -> Precise:
    """−1, 0 or 1, with 0 for what is 0 but for rounding."""
    return mp.mpf(0 if is_zero(x) else mp.sign(x))


def is_zero(x: Precise) -> bool:
    """Whether a difference is 0 but for rounding."""
    return bool(abs(x) < mp.mpf(10) ** (GUARD - mp.dps))


def floor(x: Precise) -> Precise:
    """The whole number below x; a whole one that rounding spoilt is itself."""
    nearest = mp.nint(x)
    return nearest if is_zero(x - nearest) else mp.floor(x)


def cube_root(x: Precise) -> Precise:
    """The cube root, which is real below 0 too."""
    return mp.sign(x) * mp.cbrt(abs(x))


def sigmoid(x: Precise) -> Precise:
    """1 / (1 + e⁻ˣ)."""
    return mp.inf if abs(x) > GROWTH else 1 / (1 + mp.exp(-x))


def softplus(x: Precise) -> Precise:
    """log(1 + eˣ)."""
    return mp.inf if abs(x) > GROWTH else mp.log1p(mp.exp(x))


def log_of_sum(a: Precise, b: Precise) -> Precise:
    """log(eᵃ + eᵇ)."""
    return max(a, b) + softplus(-abs(a - b))


def compare(holds: Callable[[Precise], bool]) -> Operation:
    """Compare two values by the sign of their difference; no answer is nan."""
    return real(lambda a, b: mp.mpf(holds(sign(a - b))))


def choose(*cases: Precise) -> Precise:
    """The value of the first case whose test holds; nan where none does."""
    for value, test in zip(cases[::2], cases[1::2], strict=True):
        if test is sp.true or (mp.isfinite(test) and test):
            return value
    return mp.nan


def where_defined(value: Precise, *witnesses: Precise) -> Precise:
    """The value where every witness has one."""
    return mp.nan if any(map(mp.isnan, witnesses)) else value


# By the names of SymPy's classes, as in `compiling.NUMERIC`.
PRECISE: dict[str, Operation] = {
    "Add": real(lambda *terms: sum(terms[1:], terms[0])),
    "Mul": real(lambda *factors: mp.fprod(factors)),
    "Pow": real(power),
    "exp": real(exponential),
    "log": real(logarithm),
    "log1p": real(lambda x: logarithm(1 + x)),
    "expm1": real(lambda x: mp.inf if abs(x) > GROWTH else mp.expm1(x)),
    "sin": periodic(mp.sin),
    "cos": periodic(mp.cos),
    "tan": periodic(mp.tan),
    "cot": periodic(mp.cot),
    "asin": real(mp.asin),
    "acos": real(mp.acos),
    "atan": real(mp.atan),
    "atan2": real(mp.atan2),
    "sinh": real(lambda x: mp.inf if abs(x) > GROWTH else mp.sinh(x)),
    "cosh": real(lambda x: mp.inf if abs(x) > GROWTH else mp.cosh(x)),
    "tanh": real(lambda x: mp.inf if abs(x) > GROWTH else mp.tanh(x)),
    "asinh": real(mp.asinh),
    "acosh": real(mp.acosh),
    "atanh": real(lambda x: logarithm((1 + x) / (1 - x)) / 2),
    "erf": real(lambda x: mp.inf if abs(x) > 1000 else mp.erf(x)),
    "floor": real(floor),
    "ceiling": real(lambda x: -floor(-x)),
    "Abs": real(abs),
    "sign": real(sign),
    "relu": real(lambda x: max(x, mp.mpf(0))),
    "sigmoid": real(sigmoid),
    "softplus": real(softplus),
    "logaddexp": real(log_of_sum),
    "cbrt": real(cube_root),
    "typed_sum": real(lambda a, b: a + b),
    "typed_product": real(lambda a, b: a * b),
    "typed_quotient": real(lambda a, b: a / b),
    "typed_power": real(power),
    "provided": where_defined,
    "where_real": where_defined,
    "equals": compare(lambda side: side == 0),
    "Heaviside": real(lambda x, tie: tie if is_zero(x) else mp.mpf(x > 0)),
    "Max": real(max),
    "Min": real(min),
    "StrictGreaterThan": compare(lambda side: side > 0),
    "StrictLessThan": compare(lambda side: side < 0),
    "GreaterThan": compare(lambda side: side >= 0),
    "LessThan": compare(lambda side: side <= 0),
    "Equality": compare(lambda side: side == 0),
    "Unequality": compare(lambda side: side != 0),
    "And": real(lambda *tests: mp.mpf(all(tests))),
    "Or": real(lambda *tests: mp.mpf(any(tests))),
    "Not": real(lambda test: mp.mpf(not test)),
    "BooleanTrue": lambda: mp.mpf(1),
    "BooleanFalse": lambda: mp.mpf(0),
}
