"""SymPy classes for functions that keep their name: written out, they overflow or lose a slope.

log(1 + eˣ) is infinite at 800, and softplus(800) is 800; sign(x) |x|^(1/3) has no slope at −8 that
SymPy finds, and cbrt has one. Each class knows its derivative; `compiling.NUMERIC` computes it.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from typing import Any

import sympy as sp
from sympy.printing.printer import Printer


class Named(sp.Function):
    """A real function of one real argument that SymPy evaluates through its written-out form."""

    @property
    def argument(self) -> Any:
        """The argument, which SymPy's types call no more than Basic."""
        return self.args[0]

    def written_out(self) -> sp.Expr:
        """Return the function in terms that SymPy knows."""
        raise NotImplementedError(f"{type(self).__name__} has no written-out form.")

    def _eval_evalf(self, precision: int) -> Any:
        return self.written_out()._eval_evalf(precision)

    def _eval_rewrite(self, *_: object, **__: object) -> sp.Expr:
        return self.written_out()

    def _eval_is_extended_real(self) -> bool | None:
        return self.written_out().is_extended_real


class relu(Named):  # noqa: N801 - SymPy prints a function by the name of its class
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
        return sp.Piecewise((1, sp.Gt(self.argument, 0)), (0, True))

    def written_out(self) -> sp.Expr:
        """Return max(0, x)."""
        return sp.Max(0, self.argument)


class sigmoid(Named):  # noqa: N801
    """The logistic function 1 / (1 + e⁻ˣ), with slope σ(x) σ(−x), which is exact in both tails.

    >>> x = sp.Symbol("x", real=True)
    >>> sigmoid(x).diff(x), sigmoid(sp.Integer(0))
    (sigmoid(-x)*sigmoid(x), 1/2)
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Return ½ at 0; keep σ(x) as it stands."""
        return sp.S.Half if argument.is_zero else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope σ(x) σ(−x)."""
        return sigmoid(self.argument) * sigmoid(-self.argument)

    def written_out(self) -> sp.Expr:
        """Return 1 / (1 + e⁻ˣ)."""
        return 1 / (1 + sp.exp(-self.argument))

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\sigma{power}\left({printer._print(self.argument)}\right)"


class softplus(Named):  # noqa: N801
    """The smooth rectifier log(1 + eˣ), with slope σ(x).

    >>> x = sp.Symbol("x", real=True)
    >>> softplus(x).diff(x)
    sigmoid(x)
    """

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope σ(x)."""
        return sigmoid(self.argument)

    def written_out(self) -> sp.Expr:
        """Return log(1 + eˣ)."""
        return sp.log(1 + sp.exp(self.argument))


class logaddexp(Named):  # noqa: N801
    """log(eᵃ + eᵇ), with slopes σ(a − b) and σ(b − a).

    >>> a, b = sp.symbols("a b", real=True)
    >>> logaddexp(a, b).diff(a)
    sigmoid(a - b)
    """

    nargs = 2

    @property
    def both(self) -> tuple[Any, ...]:
        """The two arguments."""
        return self.args

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope by one argument: its share of eᵃ + eᵇ."""
        a, b = self.both
        return sigmoid(a - b) if argindex == 1 else sigmoid(b - a)

    def written_out(self) -> sp.Expr:
        """Return log(eᵃ + eᵇ)."""
        a, b = self.both
        return sp.log(sp.exp(a) + sp.exp(b))


class log1p(Named):  # noqa: N801
    """log(1 + x), exact for small x.

    >>> x = sp.Symbol("x", real=True)
    >>> log1p(x).diff(x), log1p(sp.Integer(0))
    (1/(x + 1), 0)
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Return the value at a number; keep log1p(x) as it stands."""
        return sp.log(1 + argument) if argument.is_number else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope 1 / (1 + x)."""
        return 1 / (1 + self.argument)

    def written_out(self) -> sp.Expr:
        """Return log(1 + x)."""
        return sp.log(1 + self.argument)

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\log{power}\left(1 + {printer._print(self.argument)}\right)"


class expm1(Named):  # noqa: N801
    """eˣ − 1, exact for small x.

    >>> x = sp.Symbol("x", real=True)
    >>> expm1(x).diff(x)
    exp(x)
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Return 0 at 0; keep expm1(x) as it stands."""
        return sp.S.Zero if argument.is_zero else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope eˣ."""
        return sp.exp(self.argument)

    def written_out(self) -> sp.Expr:
        """Return eˣ − 1."""
        return sp.exp(self.argument) - 1

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\left({printer._print(self.written_out())}\right){power}"


class cbrt(Named):  # noqa: N801
    """The cube root, which is real below 0 too; its slope 1 / (3 ∛x²) is infinite at 0.

    >>> x = sp.Symbol("x", real=True)
    >>> cbrt(sp.Integer(-8)), cbrt(x).diff(x)
    (-2, 1/(3*cbrt(x)**2))
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """Return the value at a number; keep cbrt(x) as it stands."""
        if argument.is_number and argument.is_extended_real:
            return sp.sign(argument) * sp.Abs(argument) ** sp.Rational(1, 3)
        return None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return the slope 1 / (3 ∛x²)."""
        return 1 / (3 * cbrt(self.argument) ** 2)

    def written_out(self) -> sp.Expr:
        """Return sign(x) |x|^(1/3)."""
        return sp.sign(self.argument) * sp.Abs(self.argument) ** sp.Rational(1, 3)

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        root = rf"\sqrt[3]{{{printer._print(self.argument)}}}"
        return root if exp is None else rf"\left({root}\right)^{{{exp}}}"


class equals(sp.Function):  # noqa: N801
    r"""equals(u, m): 1 where u = m, else 0; whether an argument is the maximum m of several.

    >>> x, y = sp.symbols("x y", real=True)
    >>> print(equals(x, y).diff(x), sp.latex(equals(x, y)))
    0 \left[x = y\right]
    """

    nargs = 2

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """Return 0, the slope wherever there is one."""
        return sp.S.Zero

    def _eval_is_extended_real(self) -> bool:
        return True

    def _latex(self, printer: Printer, exp: str | None = None) -> str:
        left, right = map(printer._print, self.args)
        bracket = rf"\left[{left} = {right}\right]"
        return bracket if exp is None else rf"{bracket}^{{{exp}}}"
