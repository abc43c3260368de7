"""Where a formula is defined, kept when SymPy's arithmetic would forget it.

SymPy turns √x² into x and (xy)/y into x, which are defined where the formula typed is not. What
was lost is kept as witnesses: operations as they were typed, which are nan exactly where the
formula is not defined. As in NumPy, ∞ is a number on the way: 1/(1/x) is 0 at 0, where 1/0 is ∞,
and x/x is nan there.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.printing.printer import Printer
from sympy.printing.str import StrPrinter

from calclib.expressions.special import log1p


class provided(sp.Function):  # noqa: N801 - SymPy prints a function by the name of its class
    """provided(value, w₁, w₂ …): the value where no witness wᵢ is nan, and nan elsewhere.

    It prints as value + 0*w, which says the same and can be typed.

    >>> x = sp.Symbol("x", real=True)
    >>> kept = provided(x, sp.sqrt(x))
    >>> kept, kept.diff(x), kept.subs(x, 4), kept.subs(x, -4)
    (x + 0*sqrt(x), 1 + 0*sqrt(x), 4, nan)
    """

    @classmethod
    def eval(cls, value: sp.Expr, *witnesses: sp.Expr) -> Any:
        """Collect nested witnesses; drop those that are finite numbers."""
        if isinstance(value, cls):
            return cls(value.args[0], *value.args[1:], *witnesses)
        numbers = [w for w in witnesses if not w.free_symbols]
        if any(not w.is_extended_real or not w.is_finite for w in numbers):
            return sp.nan
        kept = sorted({w for w in witnesses if w.free_symbols}, key=str)
        if not kept:
            return value
        return None if tuple(kept) == witnesses else cls(value, *kept)

    def _eval_derivative(self, symbol: sp.Symbol) -> sp.Expr:
        value: Any = self.args[0]
        witnesses = self.args[1:]
        return provided(value.diff(symbol), *witnesses)

    def _sympystr(self, printer: StrPrinter) -> str:
        value, *witnesses = self.args
        kept = (
            f" + 0*{printer.parenthesize(w, sp.printing.precedence.PRECEDENCE['Mul'])}"
            for w in witnesses
        )
        return printer._print(value) + "".join(kept)

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        value, *witnesses = self.args
        listed = r",\ ".join(printer._print(w) for w in witnesses)
        verb = "is" if len(witnesses) == 1 else "are"
        text = rf"{printer._print(value)} \quad \text{{where }} {listed} \text{{ {verb} defined}}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class Typed(sp.Function):
    """An operation on two values as it was typed, which SymPy would simplify."""

    nargs = 2

    @property
    def both(self) -> tuple[Any, ...]:
        """The two values."""
        return self.args

    def written_out(self) -> Any:
        """The operation in SymPy, to be printed."""
        raise NotImplementedError(f"{type(self).__name__} has no written-out form.")

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"({printer._print(self.written_out())})"

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        text = rf"\left({printer._print(self.written_out())}\right)"
        return text if exp is None else f"{text}^{{{exp}}}"


class typed_sum(Typed):  # noqa: N801
    """a + b, which is nan at ∞ − ∞: log(x) − log(x) at 0."""

    @classmethod
    def eval(cls, a: sp.Expr, b: sp.Expr) -> sp.Expr | None:
        """Add numbers."""
        return a + b if a.is_number and b.is_number else None

    def written_out(self) -> Any:
        """Return a + b."""
        return sp.Add(*self.both, evaluate=False)


class typed_product(Typed):  # noqa: N801
    """a · b, which is nan at 0 · ∞: x · (1/x) at 0.

    >>> x = sp.Symbol("x", real=True)
    >>> typed_product(x, 1 / x), typed_product(sp.Integer(2), sp.Integer(3))
    ((x/x), 6)
    """

    @classmethod
    def eval(cls, a: sp.Expr, b: sp.Expr) -> sp.Expr | None:
        """Multiply numbers."""
        return a * b if a.is_number and b.is_number else None

    def written_out(self) -> Any:
        """Return a · b."""
        return sp.Mul(*self.both, evaluate=False)


class typed_quotient(Typed):  # noqa: N801
    """a / b, which is nan at 0/0 and ∞/∞: x/x at 0."""

    @classmethod
    def eval(cls, a: sp.Expr, b: sp.Expr) -> sp.Expr | None:
        """Divide numbers."""
        return a / b if a.is_number and b.is_number else None

    def written_out(self) -> Any:
        """Return a / b."""
        a, b = self.both
        return sp.Mul(a, sp.Pow(b, -1, evaluate=False), evaluate=False)


class typed_power(Typed):  # noqa: N801
    """aᵇ, which is nan where a is below 0 and b is no whole number: √x² at −4."""

    @classmethod
    def eval(cls, a: sp.Expr, b: sp.Expr) -> sp.Expr | None:
        """Raise numbers."""
        return a**b if a.is_number and b.is_number else None

    def written_out(self) -> Any:
        """Return aᵇ."""
        return sp.Pow(*self.both, evaluate=False)


TYPED: dict[str, type[Typed]] = {
    "+": typed_sum,
    "*": typed_product,
    "/": typed_quotient,
    "**": typed_power,
}


class where_real(sp.Function):  # noqa: N801 - SymPy prints a function by the name of its class
    """where_real(value, f): the value where f is no nan, and nan elsewhere; in compiled code alone.

    1/x, the slope of log(x), has a value at −1, where log(x) has none.
    """


# Functions that have no value in places; a slope may have one there, as 1/x for log(x) at −1, and
# the slope along y of sqrt(x) + y.
PARTIAL = (sp.log, sp.asin, sp.acos, sp.acosh, sp.atanh, sp.tan, sp.cot, log1p)


def edge(f: sp.Expr) -> Any:
    """Return f if its derivatives may have values where f has none, else None.

    >>> x = sp.Symbol("x", real=True)
    >>> edge(sp.log(x)), edge(sp.sqrt(x)), edge(sp.exp(x) * x**2)
    (log(x), sqrt(x), None)
    """
    powers = (node for node in f.atoms(sp.Pow) if node.base.free_symbols)
    is_whole = all(power.exp.is_Integer and power.exp.is_positive for power in powers)
    return f if f.free_symbols and (f.has(*PARTIAL, provided) or not is_whole) else None


def witnesses(expression: sp.Expr) -> set[sp.Expr]:
    """Return expressions that are finite where this expression is defined, without ∞ on the way.

    Cases are left alone: a branch that is not taken does not have to be defined.

    >>> x = sp.Symbol("x", real=True)
    >>> sorted(witnesses(sp.sqrt(x) + sp.log(x) / (x - 1)), key=str)
    [1/(x - 1), log(x), sqrt(x)]
    """
    found: set[sp.Expr] = set()
    stack: list[Any] = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, sp.Piecewise) or not node.free_symbols:
            continue
        stack += node.args
        if isinstance(node, sp.Pow):
            found |= _witnesses_of_power(*node.args)
        elif isinstance(node, sp.log):
            found.add(node)
        elif isinstance(node, (sp.asin, sp.acos)):
            found.add(sp.sqrt(1 - node.args[0] ** 2))
        elif isinstance(node, (sp.acosh, sp.atanh, sp.tan, sp.cot)):
            found.add(node)
    return found


def _witnesses_of_power(base: Any, exponent: Any) -> set[sp.Expr]:
    if not base.free_symbols:
        return set()
    if not exponent.is_number:
        return {sp.log(base)}
    found = set()
    if exponent.is_negative:
        found.add(1 / base)
    if not exponent.is_integer:
        found.add(sp.sqrt(base))
    return found


def lost_witnesses(sign: str, operands: Sequence[Any], result: sp.Expr) -> set[sp.Expr]:
    """Return what is nan where an operation as typed is nan, if its result forgot a part of that.

    sign: + * / or ** for an operation on two values, nothing for a function.
    result: what SymPy made of it.

    >>> x, y = sp.symbols("x y", real=True)
    >>> lost_witnesses("/", [x * y, y], x), lost_witnesses("", [sp.log(x)], x)
    ({((x*y)/y)}, {log(x)})
    >>> lost_witnesses("/", [x, y], x / y)
    set()
    """
    needed = [*operands, 1 / operands[1]] if sign == "/" else operands
    before: set[sp.Expr] = set().union(*map(witnesses, needed))
    if not before:
        return before
    lost = before - witnesses(result)
    # A logarithm is defined where its argument has a root and is not 0.
    for witness in witnesses(result) | lost:
        if isinstance(witness, sp.log):
            lost -= {sp.sqrt(witness.args[0]), 1 / witness.args[0]}
    if not lost:
        return lost
    if sign:
        return {TYPED[sign](*operands)}
    return {operand for operand in operands if operand.free_symbols}
