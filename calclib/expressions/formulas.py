"""A function in any of its spellings → its expressions and symbols; and a formula to call."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.expressions.compiling import as_numpy
from calclib.expressions.domain import where_real
from calclib.expressions.parsing import natural_order, parse, variables_in
from calclib.expressions.tracing import exact, trace

# Text, SymPy, a function written in NumPy (one argument a variable), an object with .expression and
# .variables, or a list of these for a function of several values.
Definition: TypeAlias = (
    str
    | float
    | sp.Basic
    | sp.MatrixBase
    | sp.NDimArray
    | Callable[..., object]
    | Sequence[str | float | sp.Basic]
)


@dataclass(frozen=True)
class Formula:
    """A formula that can be called: coordinates of common shape S give S + the formula's shape.

    expression: one SymPy expression, or a SymPy array of them: (d,), (d, d) or (m, d).
    variables: its symbols, in the order of the coordinates.
    edges: for a derivative, what each of its expressions is the derivative of, or None: where that
    is nan the derivative is nan as well. They do not show.

    >>> cube = Formula(*expression("x^3"))
    >>> cube.expression, cube(2.0), cube.latex
    (x**3, 8.0, 'x^{3}')
    """

    expression: Any  # of SymPy
    variables: tuple[sp.Symbol, ...]
    edges: tuple[Any, ...] = field(default=(), repr=False)

    def __call__(self, *coordinates: ArrayLike) -> Any:
        """Evaluate at coordinates that broadcast against one another."""
        if len(coordinates) != len(self.variables):
            names = ", ".join(map(str, self.variables))
            raise TypeError(f"This formula takes {names}; it got {len(coordinates)} coordinates.")
        values = self._compiled(*coordinates)
        if isinstance(self.expression, sp.Expr):
            return values[0]
        stacked = np.array(values) if np.ndim(values[0]) == 0 else np.stack(values, axis=-1)
        return stacked.reshape(stacked.shape[:-1] + self.expression.shape)

    @functools.cached_property
    def _compiled(self) -> Callable[..., tuple[Array, ...]]:
        return as_numpy(self.parts(), self.variables)

    def parts(self) -> list[sp.Expr]:
        """The expressions in a row, each with the edge of its domain."""
        parts, _ = components(self)
        edges = self.edges or [None] * len(parts)
        return [
            part if edge is None else where_real(part, edge)
            for part, edge in zip(parts, edges, strict=True)
        ]

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return sp.latex(self.expression)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"


def expression(f: Definition) -> tuple[sp.Expr, tuple[sp.Symbol, ...]]:
    """Read f as one SymPy expression and its symbols, which are real.

    f: text in x and y, a SymPy expression, an object with .expression and .variables, or a
    function written in NumPy, one argument a variable.
    Raises ExpressionError for text, TypeError for what has no formula.

    >>> expression("x^2 + y")
    (x**2 + y, (x, y))
    >>> expression(lambda w: np.tanh(w) ** 2)
    (tanh(w)**2, (w,))
    """
    parts, symbols = components(f)
    if len(parts) != 1:
        raise TypeError(f"This function gives {len(parts)} values, not one; use jacobian(f).")
    return parts[0], symbols


def components(f: Definition) -> tuple[list[sp.Expr], tuple[sp.Symbol, ...]]:
    """Read f, which may be a list, as expressions in the same symbols."""
    if callable(f) and not hasattr(f, "expression") and not isinstance(f, sp.Basic):
        return trace(f)
    whole = getattr(f, "expression", f)
    if isinstance(whole, (sp.MatrixBase, sp.NDimArray)):
        whole = sp.flatten(whole)
    listed = whole if isinstance(whole, (list, tuple)) else [whole]
    parts = [_as_expression(part) for part in listed]
    typed = {name for part in listed if isinstance(part, str) for name in variables_in(part)}
    found = {symbol for part in parts for symbol in part.free_symbols}
    names = natural_order(typed | {str(symbol) for symbol in found})
    symbols = real_symbols(getattr(f, "variables", None) or names or ["x"])
    real = {str(symbol): symbol for symbol in symbols}
    renamed = {s: real[str(s)] for s in found if s not in symbols}
    return [part.xreplace(renamed) for part in parts], symbols


def _as_expression(part: object) -> sp.Expr:
    if isinstance(part, str):
        return parse(part)
    if isinstance(part, sp.Expr):
        return part
    if isinstance(part, (int, float)):
        return exact(part)
    raise TypeError("A function is text, a SymPy expression or a function written in NumPy.")


def real_symbols(names: Iterable[str | sp.Basic]) -> tuple[sp.Symbol, ...]:
    """One real symbol for each name: were x complex, SymPy could not tell the slope of |x|."""
    return tuple(sp.Symbol(str(name), real=True) for name in names)


def formula(f: Definition) -> str:
    """Write f in LaTeX; an Equality keeps its left side, the name.

    >>> formula("x^2/2"), formula(sp.Eq(sp.Symbol("L"), sp.Symbol("w") ** 2))
    ('\\\\frac{x^{2}}{2}', 'L = w^{2}')
    """
    if isinstance(f, sp.Equality):
        return sp.latex(f)
    parts, _ = components(f)
    return sp.latex(parts[0] if len(parts) == 1 else parts)
