"""Function: one loss, with its value, gradient and Hessian at points shaped (..., d).

The definition is text, a SymPy expression or a NumPy callable; a module of `calclib.derivatives` is
the strategy that differentiates it: a formula symbolically, a callable by autodiff.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array


class Function:
    """A loss f: ℝᵈ → ℝ that can be evaluated, differentiated and read; it never changes.

    definition: text ("x^2 + y^2"), a SymPy expression, a NumPy callable of d coordinates or, with
    `dimension=n`, of one array (..., n). variables: names of the coordinates; text takes those of
    x and y that occur, a callable those of its signature. using: `symbolic`, `numeric` or
    `autodiff`; by default symbolic for a formula and autodiff for a callable, which loads no SymPy.
    Coordinates go in apart, f(x, y); points go in together, f.value(points (..., d)) → (...).
    Raises ExpressionError for text that cannot be read, TypeError for anything else.

    >>> f = Function("x^2 + 3y^2")
    >>> f(1.0, 2.0), f.gradient([1.0, 2.0]), f.variables
    (13.0, array([ 2., 12.]), ('x', 'y'))
    """

    definition: Any
    variables: tuple[str, ...]
    using: ModuleType | None
    dimension: int
    name: str
    is_vector: bool
    traced: ClassVar[bool] = False  # whether a callable is differentiated by its formula

    def __init__(
        self,
        definition: Any,
        variables: Sequence[Any] | None = None,
        using: ModuleType | None = None,
        dimension: int | None = None,
        name: str = "",
    ) -> None:
        if isinstance(definition, Function):
            variables = variables or definition.variables
            dimension = definition.dimension if definition.is_vector else None
            definition = definition.definition
        names = ("theta",) if dimension else tuple(map(str, variables or variables_of(definition)))
        vars(self).update(definition=definition, variables=names, using=using, name=name)
        vars(self).update(dimension=dimension or len(names), is_vector=bool(dimension))
        if isinstance(definition, str):
            _ = self.expression  # a slip is reported where it was typed

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"A Function does not change, so {name} stays; make another Function.")

    def __repr__(self) -> str:
        return self.name or f"Function({self.definition!r})"

    @cached_property
    def expression(self) -> Any:
        """The formula in SymPy, in real symbols; a callable is traced on first use.

        >>> Function(lambda x: x * x + 1).expression
        x**2 + 1
        """
        if self.is_vector:
            raise AttributeError("A function of a long vector has no formula, only values.")
        if isinstance(self.definition, str):
            return _room("expressions").parse(self.definition, self.variables)
        return _room("expressions.formulas").expression(self.definition)[0]

    @property
    def latex(self) -> str:
        r"""The formula in LaTeX.

        >>> print(Function("sqrt(x)/2").latex)
        \frac{\sqrt{x}}{2}
        """
        return str(_room("expressions.formulas").formula(self.expression))

    def __call__(self, *coordinates: Any) -> Any:
        """f(x, y): coordinates in, values out, broadcasting."""
        if len(coordinates) != len(self.variables):
            raise TypeError(
                f"{self!r} takes {', '.join(self.variables)}, but got {len(coordinates)} "
                "coordinates; an array of points goes into .value(points)."
            )
        if not callable(self.definition):
            return self._compiled(0)(*coordinates)[0]
        with np.errstate(all="ignore"):
            result = self.definition(*coordinates)
        return result if self.is_vector else _filled(result, coordinates)

    def value(self, points: ArrayLike) -> Any:
        """f at points (..., d) → (...).

        >>> Function("x^2 + y^2").value([[1.0, 2.0], [3.0, 4.0]])
        array([ 5., 25.])
        """
        return self._evaluate(0, points)

    def gradient(self, points: ArrayLike) -> Array:
        """∇f at points (..., d) → (..., d).

        >>> Function("x^2 + y^2").gradient([1.0, 2.0])
        array([2., 4.])
        """
        return np.asarray(self._evaluate(1, points))

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives at points (..., d) → (..., d, d).

        >>> Function("x^2 y").hessian([1.0, 2.0])
        array([[4., 2.],
               [2., 0.]])
        """
        return np.asarray(self._evaluate(2, points))

    def as_points(self, points: ArrayLike) -> Array:
        """Points (..., d) as floats; raises ValueError where they do not end in d coordinates.

        >>> Function("x^2 + y^2").as_points([1, 2])
        array([1., 2.])
        """
        array = np.asarray(points, dtype=float)
        if array.shape[-1:] != (self.dimension,):
            raise ValueError(
                f"Points of {self!r} end in {self.dimension} coordinates, but these have shape "
                f"{array.shape}; coordinates on a mesh go in apart, as f(X, Y)."
            )
        return array

    def terms(self, *coordinates: Any) -> Sequence[Any]:
        """The terms rᵢ of a sum of squares, which Function.from_residuals puts in this place."""
        raise TypeError(f"{self!r} is not a sum of squares; make it by Function.from_residuals.")

    def residuals(self, points: ArrayLike) -> Array:
        """The terms rᵢ of a sum of squares, at points (..., d) → (..., m), for Gauss–Newton."""
        terms = self.terms(*_apart(self.as_points(points)))
        return np.stack(np.broadcast_arrays(*terms), axis=-1)

    def jacobian(self, points: ArrayLike) -> Array:
        """∂rᵢ/∂xⱼ of the residuals, at points (..., d) → (..., m, d)."""
        slopes = _room("derivatives.autodiff").jacobian(self.terms)
        return np.asarray(slopes(*_apart(self.as_points(points))))

    @staticmethod
    def from_residuals(residuals: Callable[..., Sequence[Any]], name: str = "") -> "Function":
        """f = Σ rᵢ², from a callable of d coordinates that returns the m residuals.

        >>> rosenbrock = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
        >>> rosenbrock(0.0, 1.0), rosenbrock.residuals([0.0, 1.0])
        (101.0, array([ 1., 10.]))
        """
        names = variables_of(residuals)
        f = Function(lambda *x: sum(r * r for r in residuals(*x)), names, name=name)
        vars(f).update(terms=residuals)
        return f

    def _evaluate(self, order: int, points: ArrayLike) -> Any:
        """Value, gradient or Hessian (order 0, 1, 2) at points (..., d)."""
        array = self.as_points(points)
        with np.errstate(all="ignore"):
            return self._strategy(order, array)

    @cached_property
    def _strategy(self) -> Callable[[int, Array], Any]:
        module = self.using or _room("derivatives.autodiff")
        named = module.__name__.rpartition(".")[2]
        if not self.is_vector:
            known = self.traced or not callable(self.definition)
            if named == "symbolic" or (known and not self.using):
                d = self.dimension
                return lambda order, points: self._compiled(order).at(points, (d,) * order)
            apart = (self, module.gradient(self), module.hessian(self))
            return lambda order, points: apart[order](*_apart(points))
        if named != "autodiff":
            raise TypeError(f"A long vector is differentiated by autodiff, not by {named}.")
        whole = (self, module.vector_gradient(self), module.vector_hessian(self))
        return lambda order, points: whole[order](points)

    @cached_property
    def _compiled(self) -> Callable[[int], Any]:
        """The partial derivatives of an order as NumPy functions, compiled once each."""
        symbolic = _room("derivatives.symbolic")
        compiling = _room("expressions.compiling")
        formulas = _room("expressions.formulas")

        @cache
        def compiled(order: int) -> Any:
            expression, symbols = formulas.expression(self)
            parts = [expression]
            if order:
                formula = (symbolic.gradient, symbolic.hessian)[order - 1](self).expression
                parts = list(formula.reshape(len(symbols) ** order))
            return compiling.as_numpy(parts, symbols)

        return compiled


def _room(name: str) -> Any:
    """A room of calclib, loaded when it is first needed: SymPy takes seconds."""
    return import_module(f"calclib.{name}")


def _apart(points: Array) -> tuple[Array, ...]:
    """The coordinates of points (..., d), as views."""
    return tuple(points[..., i] for i in range(points.shape[-1]))


def _filled(result: Any, coordinates: Sequence[Any]) -> Any:
    """A constant fills the coordinates' shape; what is not a number (a Tensor) is left alone."""
    if not isinstance(result, np.ndarray | np.generic | float | int):
        return result
    shape = np.broadcast_shapes(*map(np.shape, coordinates))
    return result if np.shape(result) == shape else np.broadcast_to(result, shape)


def variables_of(definition: Any) -> tuple[str, ...]:
    """The names of the coordinates: of x and y in text, of the symbols, or of the signature.

    >>> variables_of("x^2 + 1"), variables_of(lambda a, b: a * b)
    (('x',), ('a', 'b'))
    """
    if isinstance(definition, str):
        definition = _room("expressions").parse(definition, ("x", "y"))
    if hasattr(definition, "free_symbols"):
        return tuple(sorted(symbol.name for symbol in definition.free_symbols)) or ("x",)
    if not callable(definition):
        raise TypeError(
            f"A Function is text, a SymPy expression or a callable, not {definition!r}."
        )
    try:
        parameters = list(inspect.signature(definition).parameters.values())
    except ValueError:
        parameters = []
    wanted = [p for p in parameters if p.default is p.empty]
    if not wanted or any(p.kind in (p.VAR_POSITIONAL, p.KEYWORD_ONLY) for p in wanted):
        raise TypeError(f"{definition!r} does not name its coordinates; give variables=('x', 'y').")
    return tuple(p.name for p in wanted)
