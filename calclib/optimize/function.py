"""Function: one loss, with its value, gradient and Hessian at points shaped (..., d).

The definition is text, a SymPy expression or a NumPy callable; a module of `calclib.derivatives` is the
strategy that differentiates it. A formula is differentiated symbolically, a callable by autodiff.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import ModuleType
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
FEW = 6  # for so few points plain floats are faster than arrays


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
        if dimension is not None:
            names: tuple[str, ...] = ("theta",)
        else:
            names = tuple(map(str, variables)) if variables else _variables(definition)
        vars(self).update(definition=definition, variables=names, using=using, name=name)
        vars(self).update(dimension=dimension or len(names), is_vector=dimension is not None)
        self._read()

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"A Function does not change, so {name} stays; make another Function.")

    def __repr__(self) -> str:
        return self.name or f"Function({self.definition!r})"

    def _read(self) -> None:
        """Read text at once, so that a slip is reported where it was typed."""
        if isinstance(self.definition, str):
            _ = self.expression

    @cached_property
    def expression(self) -> Any:
        """The formula in SymPy, in real symbols; a callable is traced on first use.

        >>> Function(lambda x: x * x + 1).expression
        x**2 + 1
        """
        if self.is_vector:
            raise TypeError(
                "A function of a long vector has no formula, only values and gradients."
            )
        if isinstance(self.definition, str):
            from calclib.expressions import parse

            return parse(self.definition, self.variables)
        from calclib.derivatives import symbolic

        return symbolic.expression(self.definition)[0]

    @property
    def latex(self) -> str:
        r"""The formula in LaTeX.

        >>> print(Function("sqrt(x)/2").latex)
        \frac{\sqrt{x}}{2}
        """
        import sympy

        return str(sympy.latex(self.expression))

    def __call__(self, *coordinates: Any) -> Any:
        """f(x, y): coordinates in, values out, broadcasting."""
        if len(coordinates) != len(self.variables):
            raise TypeError(
                f"{self!r} takes {len(self.variables)} coordinates ({', '.join(self.variables)}), "
                f"but got {len(coordinates)}; an array of points goes into .value(points)."
            )
        with np.errstate(all="ignore"):
            return self._strategy.f(*coordinates)

    def value(self, points: ArrayLike) -> Any:
        """f at points (..., d) → (...).

        >>> Function("x^2 + y^2").value([[1.0, 2.0], [3.0, 4.0]])
        array([ 5., 25.])
        """
        with np.errstate(all="ignore"):
            return self._strategy.value(self._points(points))

    def gradient(self, points: ArrayLike) -> Array:
        """∇f at points (..., d) → (..., d).

        >>> Function("x^2 + y^2").gradient([1.0, 2.0])
        array([2., 4.])
        """
        with np.errstate(all="ignore"):
            return self._strategy.gradient(self._points(points))

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives at points (..., d) → (..., d, d).

        >>> Function("x^2 y").hessian([1.0, 2.0])
        array([[4., 2.],
               [2., 0.]])
        """
        with np.errstate(all="ignore"):
            return self._strategy.hessian(self._points(points))

    def residuals(self, points: ArrayLike) -> Array:
        """The terms rᵢ of a sum of squares, at points (..., d) → (..., m), for Gauss–Newton."""
        raise TypeError(f"{self!r} is not a sum of squares; make it by Function.from_residuals.")

    def jacobian(self, points: ArrayLike) -> Array:
        """∂rᵢ/∂xⱼ of the residuals, at points (..., d) → (..., m, d)."""
        raise TypeError(f"{self!r} is not a sum of squares; make it by Function.from_residuals.")

    def _points(self, points: ArrayLike) -> Array:
        array = np.asarray(points, dtype=float)
        if array.shape[-1:] != (self.dimension,):
            raise ValueError(
                f"Points of {self!r} end in {self.dimension} coordinates, but these have shape "
                f"{array.shape}; coordinates on a mesh go in apart, as f(X, Y)."
            )
        return array

    @cached_property
    def _strategy(self) -> "_Strategy":
        named = "" if self.using is None else self.using.__name__.rpartition(".")[2]
        if self.is_vector:
            return _OfVector(self.definition, self.dimension, self.using)
        if named == "symbolic" or not (named or callable(self.definition)):
            return _ByFormula(self)
        f = self.definition if callable(self.definition) else _ByFormula(self).f
        return _ByModule(f, self.using)

    @staticmethod
    def from_residuals(
        residuals: Callable[..., Sequence[Any]],
        variables: Sequence[Any] | None = None,
        name: str = "",
    ) -> "Function":
        """f = Σ rᵢ², from a callable of d coordinates that returns the m residuals.

        >>> rosenbrock = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
        >>> rosenbrock(-1.2, 1.0), rosenbrock.residuals([-1.2, 1.0])
        (24.2, array([ 2.2, -4.4]))
        """
        return _SumOfSquares(residuals, variables or _variables(residuals), name)

    @staticmethod
    def from_data(
        loss: Callable[..., Any], *data: ArrayLike, dimension: int, name: str = ""
    ) -> "DataFunction":
        """f(θ) = mean over the data of loss(θ, *data), where loss returns one value a sample.

        θ has shape (..., n) with n = dimension; loss broadcasts over its leading axes → (..., samples).

        >>> mean = Function.from_data(lambda theta, y: (theta - y) ** 2, [1.0, 3.0], dimension=1)
        >>> mean.value([2.0]), mean.gradient([0.0])
        (1.0, array([-4.]))
        """
        return DataFunction(loss, tuple(map(np.asarray, data)), dimension, name)


class _SumOfSquares(Function):
    """Σ rᵢ² that remembers its residuals."""

    def __init__(self, terms: Callable[..., Sequence[Any]], variables: Sequence[Any], name: str):
        super().__init__(lambda *x: sum(r * r for r in terms(*x)), variables, name=name)
        vars(self).update(terms=terms)

    def residuals(self, points: ArrayLike) -> Array:
        terms = vars(self)["terms"](*np.moveaxis(self._points(points), -1, 0))
        return np.stack(np.broadcast_arrays(*terms), axis=-1)

    def jacobian(self, points: ArrayLike) -> Array:
        jacobian = (self.using or _autodiff()).jacobian(vars(self)["terms"])
        return np.asarray(jacobian(*np.moveaxis(self._points(points), -1, 0)))


class DataFunction(Function):
    """A mean over samples: the whole is one Function, and so is every minibatch of it."""

    loss: Callable[..., Any]
    data: tuple[NDArray[Any], ...]

    def __init__(
        self,
        loss: Callable[..., Any],
        data: tuple[NDArray[Any], ...],
        dimension: int,
        name: str = "",
    ) -> None:
        super().__init__(
            lambda theta: np.mean(loss(theta, *data), axis=-1), dimension=dimension, name=name
        )
        vars(self).update(loss=loss, data=data)

    def batches(self, size: int, rng: np.random.Generator) -> "Batches":
        """Minibatches of `size` samples for ever: each pass over the data is freshly shuffled."""
        return Batches(self, size, rng)


class Batches(Iterator[Function]):
    """An endless iterator of minibatch losses; `whole` is the loss that they estimate.

    Each pass visits every sample once; the last batch of a pass holds what is left over.

    >>> whole = Function.from_data(lambda theta, y: (theta - y) ** 2, np.arange(5.0), dimension=1)
    >>> batches = whole.batches(2, np.random.default_rng(7))
    >>> [next(batches).data[0].size for _ in range(4)]
    [2, 2, 1, 2]
    """

    def __init__(self, whole: DataFunction, size: int, rng: np.random.Generator) -> None:
        count = len(whole.data[0])
        if size not in range(1, count + 1):
            raise ValueError(f"A batch holds 1 to {count} samples, but size is {size!r}.")
        self.whole = whole
        self._draws = self._shuffle(count, size, rng)

    def _shuffle(self, count: int, size: int, rng: np.random.Generator) -> Iterator[Function]:
        while True:
            order = rng.permutation(count)
            for first in range(0, count, size):
                chosen = order[first : first + size]
                data = tuple(array[chosen] for array in self.whole.data)
                yield DataFunction(self.whole.loss, data, self.whole.dimension, self.whole.name)

    def __next__(self) -> Function:
        return next(self._draws)


class _Strategy(Protocol):
    """How a function is evaluated: f takes coordinates, the others points (..., d)."""

    f: Callable[..., Any]

    def value(self, points: Array) -> Any: ...
    def gradient(self, points: Array) -> Array: ...
    def hessian(self, points: Array) -> Array: ...


class _ByFormula:
    """Derivatives of a formula, each order compiled when it is first asked for."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._compiled: dict[int, Callable[..., tuple[Any, ...]]] = {}

    def _parts(self, order: int) -> Callable[..., tuple[Any, ...]]:
        """All partial derivatives of an order, as one function of the coordinates."""
        if order not in self._compiled:
            from sympy import flatten

            from calclib.derivatives import symbolic

            read = (symbolic.expression, symbolic.gradient, symbolic.hessian)[order]
            formula = read(self._function)
            parts = [formula[0]] if order == 0 else flatten(formula.expression)
            self._compiled[order] = symbolic.as_numpy(parts, _symbols(self._function.variables))
        return self._compiled[order]

    def f(self, *coordinates: Any) -> Any:
        return self._parts(0)(*coordinates)[0]

    def value(self, points: Array) -> Any:
        return self._assemble(0, points)[..., 0]

    def gradient(self, points: Array) -> Array:
        return self._assemble(1, points)

    def hessian(self, points: Array) -> Array:
        return self._assemble(2, points).reshape(*points.shape, points.shape[-1])

    def _assemble(self, order: int, points: Array) -> Array:
        """All partial derivatives of an order, (..., dᵒʳᵈᵉʳ), stored with the runs contiguous."""
        parts, dimension = self._parts(order), points.shape[-1]
        if points.size <= FEW * dimension:
            rows = [parts(*row) for row in points.reshape(-1, dimension).tolist()]
            return np.array(rows, dtype=float).reshape(*points.shape[:-1], dimension**order)
        out = np.empty((dimension**order, *points.shape[:-1]))
        for row, part in zip(out, parts(*np.moveaxis(points, -1, 0)), strict=True):
            row[...] = part
        return np.moveaxis(out, 0, -1)


class _ByModule:
    """Derivatives of a callable of coordinates, by a module of `calclib.derivatives`."""

    def __init__(self, f: Callable[..., Any], module: ModuleType | None) -> None:
        self._source, self._module = f, module or _autodiff()

    def f(self, *coordinates: Any) -> Any:
        result = self._source(*coordinates)
        if not isinstance(result, np.ndarray | float | int):
            return result
        shape = np.broadcast_shapes(*map(np.shape, coordinates))
        return np.broadcast_to(result, shape)[()] if np.shape(result) != shape else result

    def value(self, points: Array) -> Any:
        return self.f(*np.moveaxis(points, -1, 0))

    def gradient(self, points: Array) -> Array:
        return self._gradient(*np.moveaxis(points, -1, 0))

    def hessian(self, points: Array) -> Array:
        return self._hessian(*np.moveaxis(points, -1, 0))

    @cached_property
    def _gradient(self) -> Callable[..., Array]:
        return self._module.gradient(self._source)

    @cached_property
    def _hessian(self) -> Callable[..., Array]:
        return self._module.hessian(self._source)


class _OfVector:
    """Derivatives of a callable of one long vector (..., n)."""

    def __init__(self, f: Callable[..., Any], dimension: int, module: ModuleType | None) -> None:
        self.f = self.value = f
        if module is None or module.__name__.endswith("autodiff"):
            self.gradient = _autodiff().vector_gradient(f)
            self.hessian = _autodiff().vector_hessian(f)
        else:
            apart = _ByModule(lambda *x: f(np.stack(np.broadcast_arrays(*x), axis=-1)), module)
            self.gradient, self.hessian = apart.gradient, apart.hessian


def _autodiff() -> ModuleType:
    from calclib.derivatives import autodiff

    return autodiff


def _symbols(variables: Sequence[str]) -> tuple[Any, ...]:
    """Real symbols, so that the derivative of |x| stays readable."""
    import sympy

    return tuple(sympy.Symbol(name, real=True) for name in variables)


def _variables(source: Any) -> tuple[str, ...]:
    """The names of the coordinates: of x and y in text, of the symbols, or of the signature."""
    if isinstance(source, str):
        from calclib.expressions import parse

        source = parse(source, ("x", "y"))
    if hasattr(source, "free_symbols"):
        return tuple(sorted(symbol.name for symbol in source.free_symbols)) or ("x",)
    if not callable(source):
        raise TypeError(
            f"A Function is made from text, a SymPy expression or a callable, not {source!r}."
        )
    try:
        parameters = inspect.signature(source).parameters.values()
    except ValueError:
        parameters = dict[str, inspect.Parameter]().values()
    wanted = [p for p in parameters if p.default is p.empty]
    if not wanted or any(p.kind in (p.VAR_POSITIONAL, p.KEYWORD_ONLY) for p in wanted):
        raise TypeError(f"The coordinates of {source!r} have no names; give variables=('x', 'y').")
    return tuple(p.name for p in wanted)
