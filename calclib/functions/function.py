"""Function: one loss, with its value, gradient and Hessian at points shaped (..., d).

The definition is text, a SymPy expression or a NumPy callable; a module of `calclib.derivatives` is
the strategy that differentiates it: a formula symbolically, a callable by autodiff.
"""

import inspect
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import (
    ARRAYS,
    Array,
    check_whole,
    holds_truth,
    is_complex,
    refuse_truth,
    ufunc_arguments,
)
from calclib.derivatives import autodiff, numeric
from calclib.expressions.answers import (
    AnswerError,
    check_answer,
    explain,
    explain_shape,
    subject,
)
from calclib.functions.chart import Chart, Point
from calclib.functions.threads import one_thread
from calclib.tracebacks import with_short_errors

if TYPE_CHECKING:  # SymPy takes seconds to load, so that it is loaded where it is used
    import sympy as sp

    from calclib.derivatives.limits import Limits
    from calclib.expressions.compiling import Compiled

Definition: TypeAlias = "str | sp.Expr | Callable[..., Any]"
BESIDE = 1e-8  # how far from a point its neighbours are, in units of its size
# What says that f cannot be traced, or has a function that the other way does not know.
UNKNOWN = (TypeError, ValueError, AttributeError, IndexError, NotImplementedError)
NUMBERS = (*ARRAYS, float, int, list, tuple)
Residuals: TypeAlias = Callable[..., Sequence[Array]]


class Function:
    """A loss f: ℝᵈ → ℝ that can be evaluated, differentiated and read; it never changes.

    definition: text ("x^2 + y^2"), a SymPy expression, a NumPy callable of d coordinates or, with
    `dimension=n`, of one array (..., n); or another Function, whose name, chart and residuals are
    kept.
    variables: the names of the coordinates; by default those of x and y that occur in text, or
    those of a callable's signature.
    using: `symbolic`, `numeric` or `autodiff`; by default symbolic for a formula, and autodiff for
    a callable, which loads no SymPy.
    traced: whether a callable is differentiated by its formula.
    chart: what is known of f.
    residuals: the callable of the terms rᵢ where f = Σ rᵢ²; see `from_residuals`.

    Coordinates go in apart, f(x, y); points go in together, f.value(points (..., d)) → (...). The
    value at one point is a NumPy number.
    Raises ExpressionError for text that cannot be read, TypeError for anything else.

    >>> f = Function("x^2 + 3y^2")
    >>> f(1.0, 2.0), f.gradient([1.0, 2.0]), f.variables
    (13.0, array([ 2., 12.]), ('x', 'y'))
    """

    definition: Definition
    variables: tuple[str, ...]
    using: ModuleType | None
    dimension: int
    name: str
    is_vector: bool
    traced: bool
    chart: Chart
    terms: Residuals | None

    def __init__(
        self,
        definition: "Definition | Function",
        variables: Sequence[object] | None = None,
        using: ModuleType | None = None,
        dimension: int | None = None,
        name: str = "",
        *,
        traced: bool = False,
        chart: Chart | None = None,
        residuals: Residuals | None = None,
    ) -> None:
        formula: sp.Expr | None = None
        if isinstance(definition, Function):
            if isinstance(definition.definition, str) and not variables:
                formula = definition.expression
            variables = variables or definition.variables
            dimension = definition.dimension if definition.is_vector else None
            name = name or definition.name
            chart = chart or definition.chart
            residuals = residuals or definition.terms
            definition = definition.definition
        if isinstance(definition, str):  # read now: a slip is reported where it was typed
            formula = _read(definition, variables) if formula is None else formula
            variables = variables or variables_of(definition)
            object.__setattr__(self, "expression", formula)
        if dimension:
            names: tuple[str, ...] = ("theta",)
        else:
            names = tuple(map(str, variables or variables_of(definition)))
        _check_making(names, using, dimension)
        object.__setattr__(self, "definition", definition)
        object.__setattr__(self, "variables", names)
        object.__setattr__(self, "using", using)
        object.__setattr__(self, "dimension", dimension or len(names))
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "is_vector", bool(dimension))
        object.__setattr__(self, "traced", traced)
        object.__setattr__(self, "chart", chart or Chart())
        object.__setattr__(self, "terms", residuals)
        if self.chart.story:
            object.__setattr__(
                self, "__doc__", f"{self.chart.story}\n\nSource: {self.chart.source}."
            )

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A Function does not change, so {name} stays; make another Function.")

    def __repr__(self) -> str:
        return self.name or f"Function({self.definition!r})"

    @property
    def box(self) -> Point:
        """The part of the plane to look at, (x₀, x₁, y₀, y₁); empty where the chart has none."""
        return self.chart.box

    @property
    def start(self) -> Point:
        """The point that the chart starts from; empty where it has none."""
        return self.chart.start

    @property
    def minima(self) -> tuple[Point, ...]:
        """The known minima in the box, the lowest first."""
        return self.chart.minima

    @property
    def saddles(self) -> tuple[Point, ...]:
        """The known saddles in the box."""
        return self.chart.saddles

    @cached_property
    def expression(self) -> "sp.Expr":
        """The formula in SymPy, in real symbols; a callable is traced on first use.

        >>> Function(lambda x: x * x + 1).expression
        x**2 + 1
        """
        if self.is_vector:
            raise AttributeError("A function of a long vector has no formula, only values.")
        from calclib.expressions import formulas

        return formulas.expression(self.definition)[0]

    @property
    def latex(self) -> str:
        r"""The formula in LaTeX.

        >>> print(Function("sqrt(x)/2").latex)
        \frac{\sqrt{x}}{2}
        """
        from calclib.expressions import formulas

        return str(formulas.formula(self.expression))

    @with_short_errors
    def __call__(self, *coordinates: Any) -> Any:
        """f(x, y): coordinates in, values out, broadcasting."""
        if len(coordinates) != len(self.variables):
            raise TypeError(
                f"{self!r} takes {', '.join(self.variables)}, but got {len(coordinates)} "
                "coordinates; an array of points goes into .value(points)."
            )
        if any(map(holds_truth, coordinates)):
            refuse_truth(f"A coordinate of {self!r}", list(coordinates))
        if not callable(self.definition):
            return self._compiled(0)(*coordinates)[0]
        given = [*map(_fresh, coordinates)]
        try:
            with np.errstate(all="ignore"):
                result = self._call(*given)
        except Exception as error:
            told = explain(self._subject, error)
            if told is error:
                raise
            raise told from None
        result = self._checked(result, given)
        if isinstance(result, np.generic) and all(type(x) in (float, int) for x in coordinates):
            return result.item()
        return result

    @property
    def _subject(self) -> str:
        """What messages call f: its name, or that of the learner's function."""
        return subject(self.definition, self.name)

    def _checked(self, result: Any, given: Sequence[Any]) -> Any:
        """What a callable answered for these coordinates, if it is one value for each point.

        A constant fills the shape of the points.
        """
        if self.is_vector:
            shape = np.shape(given[0])[:-1]
        else:
            shapes = {np.shape(x) for x in given}
            shape = shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)
        # What nearly all functions answer passes every check below, and many calls are short.
        if isinstance(result, ARRAYS) and result.dtype.kind == "f" and result.shape == shape:
            return result
        if any(map(is_complex, given)):
            return result  # a complex step
        differentiates = hasattr(result, "__array_ufunc__") and not isinstance(result, ARRAYS)
        if differentiates and np.shape(result) == shape:
            return result
        if not differentiates:
            check_answer(self._subject, result, shape)
            result = np.asarray(result, dtype=float)[()]
        if np.shape(result) == shape:
            return result
        if differentiates or self.is_vector or not self._is_constant(result, given):
            raise AnswerError(explain_shape(self._subject, np.shape(result), shape))
        return np.broadcast_to(result, shape)

    @property
    def _call(self) -> Callable[..., Any]:
        """The learner's function, where the definition is one."""
        if not callable(self.definition):
            raise TypeError(f"{self!r} is a formula, and is not called as a function.")
        return self.definition

    def _is_constant(self, result: Any, given: Sequence[Any]) -> bool:
        """Whether a callable that gave one answer for many points gives it for the first as well.

        A sum over all points is no constant.
        """
        if np.size(result) != 1 or not all(isinstance(x, ARRAYS) for x in given):
            return True
        first = [np.ravel(x)[0] for x in given]
        with np.errstate(all="ignore"):
            alone = self._call(*map(_fresh, first))
        return bool(np.array_equal(np.ravel(alone), np.ravel(result), equal_nan=True))

    @with_short_errors
    def value(self, points: ArrayLike) -> Array:
        """f at points (..., d) → (...).

        >>> Function("x^2 + y^2").value([[1.0, 2.0], [3.0, 4.0]])
        array([ 5., 25.])
        """
        return self._evaluate(0, points)

    @with_short_errors
    def gradient(self, points: ArrayLike) -> Array:
        """∇f at points (..., d) → (..., d).

        >>> Function("x^2 + y^2").gradient([1.0, 2.0])
        array([2., 4.])
        """
        return np.asarray(self._evaluate(1, points))

    @with_short_errors
    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives at points (..., d) → (..., d, d).

        >>> Function("x^2 y").hessian([1.0, 2.0])
        array([[4., 2.],
               [2., 0.]])
        """
        return np.asarray(self._evaluate(2, points))

    @with_short_errors
    def hessian_vector(self, points: ArrayLike, vectors: ArrayLike) -> Array:
        """Hv, the second derivatives at points (..., d) times vectors v (..., d) → (..., d).

        For a function of one long vector H is never formed: the product costs a few gradients, and
        as much memory, whatever d is.
        Source: Pearlmutter 1994, doi:10.1162/neco.1994.6.1.147.

        >>> Function("x^2 y").hessian_vector([1.0, 2.0], [1.0, 10.0])
        array([24.,  2.])
        >>> cubes = Function(lambda theta: (theta**3).sum(axis=-1), dimension=3)
        >>> cubes.hessian_vector([1.0, 2.0, 3.0], [1.0, 0.5, 0.0])
        array([6., 6., 0.])
        """
        at = self.as_points(points)
        v = self.as_points(vectors)
        if not self.is_vector:
            return np.asarray((self._evaluate(2, at) @ v[..., None])[..., 0])
        self._check_vector_strategy()
        with np.errstate(all="ignore"), one_thread():
            return np.asarray(self._product(at, v))

    @cached_property
    def _product(self) -> Callable[..., Any]:
        """From points and vectors to Hv, by the chain rule in numbers."""
        return autodiff.hessian_vector(self)

    def as_points(self, points: ArrayLike) -> Array:
        """Points (..., d) as floats; raises ValueError where they do not end in d coordinates.

        >>> Function("x^2 + y^2").as_points([1, 2])
        array([1., 2.])
        """
        if (
            isinstance(points, np.ndarray)
            and points.dtype == np.float64
            and points.shape[-1:] == (self.dimension,)
        ):
            return points  # as at every step of every walk
        refuse_truth(f"A coordinate of a point of {self!r}", points)
        try:
            array = np.asarray(points)
            array = array if array.dtype.kind == "c" else np.asarray(array, dtype=float)
        except (TypeError, ValueError):
            raise ValueError(
                f"Points of {self!r} are numbers, {self.dimension} to a point, but got {points!r}."
            ) from None
        if array.dtype.kind == "c":
            raise ValueError(f"Points of {self!r} are real numbers, but got {points!r}.")
        if array.shape[-1:] != (self.dimension,):
            raise ValueError(
                f"Points of {self!r} end in {self.dimension} coordinates, but these have shape "
                f"{array.shape}; coordinates on a mesh go in apart, as f(X, Y)."
            )
        return array

    def residuals(self, points: ArrayLike) -> Array:
        """The terms rᵢ of a sum of squares, at points (..., d) → (..., m), for Gauss–Newton.

        Raises TypeError for a function that was not made by `from_residuals`.
        """
        terms = self._terms()(*_apart(self.as_points(points)))
        return np.stack(np.broadcast_arrays(*terms), axis=-1)

    def jacobian(self, points: ArrayLike) -> Array:
        """∂rᵢ/∂xⱼ of the residuals, at points (..., d) → (..., m, d); raises as `residuals`."""
        slopes = autodiff.jacobian(self._terms())
        return np.asarray(slopes(*_apart(self.as_points(points))))

    @staticmethod
    def from_residuals(residuals: Residuals, name: str = "") -> "Function":
        """f = Σ rᵢ², from a callable of d coordinates that returns the m residuals.

        >>> rosenbrock = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
        >>> rosenbrock(0.0, 1.0), rosenbrock.residuals([0.0, 1.0])
        (101.0, array([ 1., 10.]))
        """

        def sum_of_squares(*x: Array) -> Array | float:
            return sum(r * r for r in residuals(*x))

        return Function(sum_of_squares, variables_of(residuals), name=name, residuals=residuals)

    def _terms(self) -> Residuals:
        if self.terms is None:
            raise TypeError(
                f"{self!r} is not a sum of squares; make it by Function.from_residuals."
            )
        return self.terms

    def _evaluate(self, order: int, points: ArrayLike) -> Array:
        """Value, gradient or Hessian (order 0, 1, 2) at points (..., d)."""
        array = self.as_points(points)
        with np.errstate(all="ignore"):
            return self._strategy(order, array)

    @property
    def _by_formula(self) -> bool:
        """Whether f is differentiated symbolically."""
        if self.using is None:
            return self.traced or not callable(self.definition)
        if self.using is autodiff or self.using is numeric:
            return False  # known without loading SymPy
        from calclib.derivatives import symbolic

        return self.using is symbolic

    @cached_property
    def _strategy(self) -> Callable[[int, Array], Array]:
        """From an order of derivative and points (..., d) to the values there."""
        if self.is_vector:
            self._check_vector_strategy()
            whole = (self, autodiff.vector_gradient(self), autodiff.vector_hessian(self))

            def in_one_thread(order: int, points: Array) -> Array:
                with one_thread():
                    return whole[order](points)

            return in_one_thread
        if self._by_formula:
            # Asked for the formula alone, it is the limit of the formula that mends.
            other = self._by_autodiff if self.using is None else self._by_symbols
            return lambda order, points: self._mended(
                order, points, self._by_symbols(order, points), other
            )
        if self.using is not None:
            room = self.using
            apart = (self, room.gradient(self), room.hessian(self))
            return lambda order, points: apart[order](*_apart(points))
        return lambda order, points: self._mended(
            order,
            points,
            self._by_autodiff(order, points),
            self._by_its_formula,
            doubts_infinity=True,
        )

    def _check_vector_strategy(self) -> None:
        """Raise TypeError where a long vector is to be differentiated without autodiff."""
        if self.using is not None and self.using is not autodiff:
            raise TypeError(
                f"A long vector is differentiated by autodiff, not by {self.using.__name__}."
            )

    def _by_symbols(self, order: int, points: Array) -> Array:
        """The value or a derivative at points (..., d), from the formula."""
        return self._compiled(order).at(points, (self.dimension,) * order)

    @cached_property
    def _formula(self) -> "Function":
        """The formula that a callable is traced to, as a function of its own."""
        return Function(self.expression, self.variables)

    def _by_its_formula(self, order: int, points: Array) -> Array:
        """A derivative at points (..., d) of the formula that a callable is traced to."""
        return self._formula._evaluate(order, points)

    def _by_autodiff(self, order: int, points: Array) -> Array:
        """The value or a derivative at points (..., d), by the chain rule in numbers."""
        return np.asarray(self._chain_rule[order](*_apart(points)))

    @cached_property
    def _chain_rule(self) -> tuple[Callable[..., Any], ...]:
        """f and its derivatives by autodiff, made once."""
        return self, autodiff.gradient(self), autodiff.hessian(self)

    def _mended(
        self,
        order: int,
        points: Array,
        result: Array,
        other: Callable[[int, Array], Array],
        doubts_infinity: bool = False,
    ) -> Array:
        """A derivative, with that of the other way where this one met 0 · ∞ or ∞ − ∞.

        √x² is |x|; taken step by step its slope at 0 is 2 · 0 · ∞. The slope of (x²)ˣ at 0 is −∞;
        its formula has x/|x| in it. Where neither way knows, the limit is taken. A callable without
        a formula keeps what it has. At a pole and at infinity there is no derivative.

        doubts_infinity: whether the other way is also asked where this one is infinite and f is
            not: step by step, a number on the way may have overflowed.
        """
        if not order:
            return result
        # One sum, and to count is faster than to ask all(): this runs at every step of every walk.
        both = result + (points if order == 1 else points[..., None])
        if np.count_nonzero(np.isfinite(both)) == both.size:
            return result
        if (np.signbit(points) & (points == 0)).any():
            return self._strategy(order, points + 0.0)  # −0 is 0: ±∞ would depend on its sign
        inner = tuple(range(-order, 0))
        values = self(*_apart(points))
        is_far = np.expand_dims(np.isinf(points).any(axis=-1), inner)
        is_pole = np.expand_dims(self.is_pole(points, values), inner)
        result = np.where(is_far | (is_pole & ~np.isfinite(result)), np.nan, result)
        has_value = np.expand_dims(np.isfinite(values), inner) & ~is_far
        lost = np.isnan(result) & has_value
        lost |= doubts_infinity & np.isinf(result) & has_value
        if not lost.any():
            return result
        with suppress(*UNKNOWN):
            known = other(order, points)
            result = np.where(lost & ~np.isnan(known), known, result)
        lost &= np.isnan(result)
        if lost.any():
            with suppress(*UNKNOWN):
                at = lost.any(axis=inner)
                result[at] = self._limits(order).fill(points[at], result[at])
        return result

    def is_pole(self, points: Array, values: Array) -> NDArray[np.bool_]:
        """Whether f is infinite at points (..., d), and finite close beside them.

        values: f there, (...). Where it has overflowed it is infinite all around. Returns (...).

        >>> f, points = Function("1/x + exp(x)"), np.array([[0.0], [1000.0]])
        >>> f.is_pole(points, f(points[:, 0])).tolist()
        [True, False]
        """
        found = np.isinf(values) & np.isfinite(points).all(axis=-1)
        if not found.any():
            return found
        beside = np.zeros(np.shape(found), dtype=bool)
        for i in range(points.shape[-1]):
            for side in (-1.0, 1.0):
                moved = points.copy()
                moved[..., i] += side * BESIDE * np.maximum(1.0, np.abs(moved[..., i]))
                beside |= np.isfinite(self(*_apart(moved)))
        return found & beside

    @cached_property
    def _limits(self) -> "Callable[[int], Limits]":
        """The limits of the derivatives of an order, made once each."""
        from calclib.derivatives import symbolic
        from calclib.derivatives.limits import Limits
        from calclib.expressions import formulas

        @cache
        def limits(order: int) -> "Limits":
            (value,), symbols = formulas.components(self)
            derivative = symbolic.gradient if order == 1 else symbolic.hessian
            return Limits.of(value, derivative(self).parts(), symbols, order)

        return limits

    @cached_property
    def _compiled(self) -> "Callable[[int], Compiled]":
        """The partial derivatives of an order as one NumPy function, compiled once each."""
        from calclib.derivatives import symbolic
        from calclib.expressions import compiling, formulas

        @cache
        def compiled(order: int) -> "Compiled":
            parts, symbols = formulas.components(self)
            if order:
                derivative = symbolic.gradient if order == 1 else symbolic.hessian
                parts = derivative(self).parts()
            return compiling.as_numpy(parts, symbols)

        return compiled


def _check_making(names: Sequence[str], using: object, dimension: float | None) -> None:
    """Raise ValueError or TypeError for what a Function cannot be made with."""
    if len(set(names)) < len(names):
        raise ValueError(f"Each variable has a name of its own, but got {', '.join(names)}.")
    if using is not None and not (isinstance(using, ModuleType) and hasattr(using, "hessian")):
        raise TypeError(f"using is symbolic, numeric or autodiff, without quotes, not {using!r}.")
    if dimension is not None:
        check_whole("dimension", dimension, least=1)


def _apart(points: Array) -> tuple[Array, ...]:
    """The coordinates of points (..., d), as views."""
    return tuple(points[..., i] for i in range(points.shape[-1]))


def _fresh(coordinate: object) -> object:
    """A coordinate as floats that a callable may overwrite; a Tensor or Dual passes through.

    In integers 100000² overflows, and a Python float below 0 has a complex root.
    """
    if not isinstance(coordinate, NUMBERS):
        return coordinate
    number = complex if np.iscomplexobj(coordinate) else float
    return np.array(coordinate, dtype=number)[()]


def _read(text: str, variables: Sequence[object] | None) -> "sp.Expr":
    """The formula of a text in these variables, by default in x and y."""
    from calclib.expressions.parsing import parse

    return parse(text, tuple(map(str, variables)) if variables else ("x", "y"))


def _names_in(formula: "sp.Expr") -> tuple[str, ...]:
    """The names of the symbols in a formula, x where it has none."""
    from calclib.expressions.parsing import natural_order

    return natural_order({str(symbol) for symbol in formula.free_symbols}) or ("x",)


def variables_of(definition: Definition) -> tuple[str, ...]:
    """The names of the coordinates: of x and y in text, of the symbols, or of the signature.

    Raises TypeError for a callable whose signature does not name them, such as one of *x.

    >>> variables_of("x^2 + 1"), variables_of(lambda a, b: a * b), variables_of(np.log)
    (('x',), ('a', 'b'), ('x',))
    """
    if isinstance(definition, str):
        from calclib.expressions.parsing import variables_in

        return variables_in(definition) or ("x",)
    if not callable(definition):
        if not hasattr(definition, "free_symbols"):
            raise TypeError(
                f"A Function is text, a SymPy expression or a callable, not {definition!r}."
            )
        return _names_in(definition)
    if isinstance(definition, np.ufunc):
        return ufunc_arguments(definition)
    try:
        parameters = list(inspect.signature(definition).parameters.values())
    except ValueError:
        parameters = []
    wanted = [p for p in parameters if p.default is p.empty]
    if not wanted or any(p.kind in (p.VAR_POSITIONAL, p.KEYWORD_ONLY) for p in wanted):
        raise TypeError(f"{definition!r} does not name its coordinates; give variables=('x', 'y').")
    return tuple(p.name for p in wanted)
