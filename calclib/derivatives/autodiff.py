"""Automatic differentiation: the chain rule, applied to numbers while a program runs.

Tensor goes backward: it remembers how it was made, and one walk back fills in the derivative of
one result by every input. Dual goes forward: it carries a value and its rate of change. Both look
up one table, calclib.derivatives.partials, and both are used through plain NumPy functions. Where
the chain meets 0 · ∞, as √x² does at 0, both say nan.
Sources: Linnainmaa 1976, doi:10.1007/BF01931367; Baydin et al. 2018, arXiv:1502.05767.
"""
# NumPy's functions carry the result type Any:
# mypy: disable-error-code="no-any-return"

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn, Self, TypeAlias

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import ArrayLike, NDArray

from calclib.arrays import Array
from calclib.derivatives import even_powers, extremes, partials
from calclib.derivatives.composed import COMPOSED
from calclib.expressions.answers import check_number, subject, with_explained_errors
from calclib.expressions.elementary import (
    ArrayFunction,
    logsumexp,
    relu,
    sigmoid,
    softmax,
    softplus,
)

__all__ = [
    "Dual",
    "Node",
    "Tensor",
    "derivative",
    "gradient",
    "hessian",
    "hessian_vector",
    "jacobian",
    "logsumexp",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "vector_gradient",
    "vector_hessian",
]


class Differentiable(NDArrayOperatorsMixin):
    """What Tensor and Dual share: NumPy's functions and operators arrive here and are looked up.

    >>> (Tensor([1.0, 2.0]) * 3).shape
    (2,)
    """

    __slots__ = ()
    data: Any

    shape = property(operator.attrgetter("data.shape"))
    ndim = property(operator.attrgetter("data.ndim"))
    size = property(operator.attrgetter("data.size"))
    dtype = property(operator.attrgetter("data.dtype"))
    T = property(np.transpose)
    sum = np.sum
    mean = np.mean
    max = np.max
    min = np.min
    swapaxes = np.swapaxes
    squeeze = np.squeeze
    ravel = np.ravel
    flatten = np.ravel
    copy = np.positive
    clip = np.clip
    dot = np.dot
    trace = np.trace
    cumsum = np.cumsum
    prod = np.prod
    var = np.var
    std = np.std

    def reshape(self, *shape: int | Sequence[int]) -> Self:
        """Return np.reshape(self, shape); the shape may be one tuple or several numbers."""
        return self.differentiate(np.reshape, (self, shape[0] if len(shape) == 1 else shape), {})

    def transpose(self, *axes: int | Sequence[int]) -> Self:
        """Return np.transpose(self, axes); without axes their order is reversed."""
        order = (axes[0] if len(axes) == 1 else axes) if axes else None
        return self.differentiate(np.transpose, (self, order), {})

    def __getitem__(self, index: object) -> Self:
        return self.differentiate(operator.getitem, (self, index), {})

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Self]:
        return (self[i] for i in range(len(self)))

    def __float__(self) -> float:
        raise TypeError("float() would drop the derivative; take .data, or np.sin for math.sin, …")

    def __array__(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("an array would drop the derivative; take .data, or np.stack for np.array")

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *args: object, **options: object
    ) -> Self:
        if method != "__call__":
            name = f"np.{ufunc.__name__}.{method}"
            raise NotImplementedError(f"{name} has no derivative rule; use np.sum, np.max, np.min.")
        if options:  # x += y makes a new x: what was computed from the old one still needs it
            out = options.pop("out", (self,))
            is_in_place = isinstance(out, tuple) and out[0] is args[0]
            if options or not is_in_place or isinstance(args[0], np.ndarray):
                advice = "write a = a + b for a += b, and np.where(…) for where=."
                raise TypeError(f"out=, where= and dtype= have no derivative rule; {advice}")
        return self.differentiate(ufunc, args, options)

    def __array_function__(
        self,
        function: ArrayFunction,
        types: Sequence[type],
        args: Sequence[object],
        options: dict[str, object],
    ) -> Self:
        return self.differentiate(function, args, options)

    def differentiate(
        self, function: ArrayFunction, args: Sequence[object], options: Mapping[str, object]
    ) -> Any:
        """Compute function(*args, **options) together with what its derivative needs.

        Where a Dual takes part the mode is forward: its parts may be Tensors, not the other way.
        """
        if function in partials.EXTREMES:
            function, args, options = extremes.as_one_extreme(function, args, options)
        if function in even_powers.FUNCTIONS:
            args = even_powers.without_kink(function, args)
        if function in partials.ROWS:
            return (Dual if Dual in map(type, args) else Tensor).apply(function, args, options)
        if function in COMPOSED:
            return COMPOSED[function](*args, **options)
        if function in partials.PLAIN:
            return function(*_values(args, Differentiable), **options)
        name = getattr(function, "__qualname__", getattr(function, "__name__", function))
        module = str(getattr(function, "__module__", "numpy")).replace("numpy", "np")
        advice = "write it with +, @, np.sum, np.exp …, or add its row to derivatives/partials.py."
        raise NotImplementedError(f"{module}.{name} has no derivative rule; {advice}")

    call_elementary = differentiate


class Tensor(Differentiable):
    """An array that remembers how it was made, for reverse mode.

    data: floats of any shape (float32 stays float32, all else becomes float64).
    grad: after backward(), the derivative of the result by this tensor, of its shape; None before.
    function, args, options: the call that made it; an input has none. Plain arrays among args are
    constants, and cost nothing on the way back.
    Good for: one number of many inputs: all slopes for a few times the work of the value.
    Fails: every value on the way is kept until the walk back.

    >>> x = Tensor([1.0, 2.0])
    >>> loss = (x**2).sum()
    >>> loss.backward()
    >>> x.grad
    array([2., 4.])
    """

    __slots__ = ("args", "data", "function", "grad", "options")

    data: Array
    grad: Any  # an array; None before backward()
    function: Any  # an ArrayFunction; None for an input
    args: Sequence[object]
    options: Mapping[str, object]

    def __init__(
        self,
        data: ArrayLike,
        function: ArrayFunction | None = None,
        args: Sequence[object] = (),
        options: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        self.data = _floats(data)
        self.grad = None
        self.function = function
        self.args = args
        self.options = options

    def __repr__(self) -> str:
        return f"Tensor({self.data})"

    @staticmethod
    @np.errstate(all="ignore")
    def apply(
        function: ArrayFunction, args: Sequence[object], options: Mapping[str, object]
    ) -> "Tensor":
        """Compute a function of the tables and remember the call."""
        return Tensor(function(*_values(args, Tensor), **options), function, args, options)

    def backward(self, seed: ArrayLike | None = None, keep: bool = True) -> None:
        """Fill in .grad of every tensor that this one was made from: Σ seed · ∂self/∂tensor.

        seed: weights that broadcast to the shape of this tensor; None is 1, for one number.
        keep: False forgets the gradients between result and inputs: faster, but nothing to draw.
        A second call starts afresh: it does not add to the first.
        Raises ValueError without a seed where this tensor is not one number.

        >>> Tensor([1.0, 2.0]).backward()
        Traceback (most recent call last):
        ValueError: backward() starts from one number, but this tensor has shape (2,); call .sum()
        first.
        """
        if seed is None and self.data.size != 1:
            advice = f"this tensor has shape {self.shape}; call .sum() first."
            raise ValueError(f"backward() starts from one number, but {advice}")
        self._walk_back(np.full(self.shape, 1 if seed is None else seed, self.dtype), keep)

    def _walk_back(self, seed: Array, keep: bool) -> list["Tensor"]:
        """Fill in the gradients; what no maximum and no np.where took gets 0 of them.

        Few walks need to know what was left aside: only one that came to nan is walked again.
        """
        order = self.ancestors()
        self._apply_chain_rule(order, seed, keep, pull)
        if _chose_beside_nan(order):
            self._apply_chain_rule(order, seed, keep, TakenPull(order))
        return order

    @np.errstate(all="ignore")
    def _apply_chain_rule(
        self, order: Sequence["Tensor"], seed: Array, keep: bool, pull: "Pull"
    ) -> None:
        """Carry the gradient from this tensor back to its inputs.

        order: its ancestors.
        pull: the gradient by one argument of a tensor, given that by the tensor.
        """
        for node in order:
            node.grad = None
        self.grad = seed
        for node in reversed(order):
            values = _values(node.args, Tensor)
            for i, x in enumerate(node.args):
                if isinstance(x, Tensor):
                    g = pull(node, i, values)
                    x.grad = g if x.grad is None else x.grad + g
            if node.function is None:  # an input keeps an array of its own
                node.grad = np.array(node.grad, node.data.dtype)
            elif not keep:
                node.grad = None

    def ancestors(self) -> list["Tensor"]:
        """Return every tensor that this one was made from, parents before children, itself last."""
        order: list[Tensor] = []
        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, parents_are_in_order = stack.pop()
            if parents_are_in_order:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(x, False) for x in node.args if isinstance(x, Tensor)]
        return order

    def graph(self) -> tuple["Node", ...]:
        """Return the computation as nodes to draw, parents before children.

        >>> x = Tensor(3.0)
        >>> [(node.operation, node.parents) for node in np.sin(x * x).graph()]
        [('', ()), ('multiply', (0, 0)), ('sin', (1,))]
        """
        order = self.ancestors()
        place = {id(node): i for i, node in enumerate(order)}

        def as_node(node: Tensor) -> Node:
            operation = node.function.__name__ if node.function else ""
            parents = tuple(place[id(x)] for x in node.args if isinstance(x, Tensor))
            return Node(operation, node.data, node.grad, parents)

        return tuple(map(as_node, order))


class Coordinate(Tensor):
    """An input that gradient(), jacobian() … made for themselves.

    >>> isinstance(Coordinate(2.0), Tensor)
    True
    """

    __slots__ = ()


class Node(NamedTuple):
    """One step of a computation; parents are positions in the graph, operation "" is an input.

    >>> np.exp(Tensor(0.0)).graph()[1].operation
    'exp'
    """

    operation: str
    value: Array
    gradient: Array | None
    parents: tuple[int, ...]


class Dual(Differentiable):
    """x + x′ε with ε² = 0: a value and its rate of change, for forward mode.

    data: an array or a Tensor.
    tangent: its rate of change, broadcast to the same shape.
    Good for: many results of one input, exact to rounding, nothing to keep.
    Fails: each further input takes another run.
    Source: Clifford 1871, doi:10.1112/plms/s1-4.1.381.

    >>> x = Dual(3.0, 1.0)
    >>> x * x
    Dual(9.0, 6.0)
    """

    __slots__ = ("args", "data", "function", "options", "tangent")

    def __init__(self, data: ArrayLike, tangent: ArrayLike = 0.0) -> None:
        self.function: ArrayFunction | None = None  # the call that made it, if it is in REMEMBERED
        self.args: Sequence[object] = ()
        self.options: Mapping[str, object] = {}
        self.data = _differentiable_or_floats(data)
        rate = _differentiable_or_floats(tangent)
        same = rate.shape == self.data.shape
        self.tangent = rate if same else np.broadcast_to(rate, self.data.shape)

    def __repr__(self) -> str:
        return f"Dual({self.data}, {self.tangent})"

    @staticmethod
    @np.errstate(all="ignore")
    def apply(
        function: ArrayFunction, args: Sequence[object], options: Mapping[str, object]
    ) -> "Dual":
        """Compute a function of the tables and push the rates of change through it."""
        values = _values(args, Dual)
        out = function(*values, **options)
        tangents = [
            partials.push(function, i, x.tangent, out, values, options)
            for i, x in enumerate(args)
            if isinstance(x, Dual)
        ]
        dual = Dual(out, sum(tangents[1:], start=tangents[0]))
        if function in REMEMBERED:
            dual.function = function
            dual.args = args
            dual.options = options
        return dual


# Calls that are looked at once more by what is computed of them.
REMEMBERED = frozenset([*extremes.CALLS, np.absolute])

Pull: TypeAlias = Callable[[Tensor, int, Sequence[Any]], Array]


def pull(node: Tensor, i: int, values: Sequence[Any]) -> Array:
    """Return the gradient by the argument i of a tensor, given the gradient by the tensor.

    values: of all its arguments.

    >>> x = Tensor(3.0)
    >>> y = x * x
    >>> y.grad = np.array(1.0)
    >>> pull(y, 0, [x.data, x.data])
    np.float64(3.0)
    """
    return partials.pull(node.function, i, node.grad, node.data, values, node.options)


class TakenPull:
    """Pulls as `pull` does, with the gradient 0 for what no maximum and no np.where took.

    The slope of √x at −1 is nan, and 0 · nan is nan, even in a branch that was not taken.

    order: the ancestors of the tensor from which a walk begins, itself last.

    >>> x = Tensor(-1.0)
    >>> root = np.sqrt(x)
    >>> chosen = np.where(x > 0, root, 0.0)
    >>> taken = TakenPull(chosen.ancestors())
    >>> chosen.grad = np.array(1.0)
    >>> root.grad = taken(chosen, 1, [False, root.data, 0.0])
    >>> with np.errstate(all="ignore"):
    ...     pull(root, 0, [x.data]), taken(root, 0, [x.data])
    (np.float64(nan), array(0.))
    """

    def __init__(self, order: Sequence[Tensor]) -> None:
        self.taken = {id(node): np.zeros(node.shape, dtype=bool) for node in order}
        self.taken[id(order[-1])] = np.ones(order[-1].shape, dtype=bool)

    def __call__(self, node: Tensor, i: int, values: Sequence[Any]) -> Array:
        here = self.taken[id(node)]
        call = (node.data, values, node.options)
        g = partials.pull(node.function, i, node.grad, *call, here)
        says = partials.says(node.function, i, here, *call)
        # An infinite slope after the choice: what it multiplies is not known.
        says |= np.isnan(g) & (node.function in partials.CHOICES)
        self.taken[id(node.args[i])] |= says
        return np.where(says, g, 0.0)


def _chose_beside_nan(order: Sequence[Tensor]) -> bool:
    """Whether an input's gradient is nan and a maximum or np.where stood on the way to it."""
    return any(node.function in partials.CHOICES for node in order) and any(
        node.function is None and np.isnan(node.grad).any() for node in order
    )


def _values(args: Sequence[object], kind: type[Differentiable]) -> list[Any]:
    """Return what a call computes with: the arrays in what differentiates itself, else the rest."""
    return [x.data if isinstance(x, kind) else x for x in args]


def _differentiable_or_floats(x: ArrayLike) -> Any:
    return x if isinstance(x, Tensor) else _floats(x)


def derivative(f: ArrayFunction) -> ArrayFunction:
    """Return x ↦ f′(x) for a function of one variable.

    f: a function of one array, S → S. It may be a derivative: derivative(derivative(f)).
    Returns a function of the same shapes, S → S.
    Raises TypeError when f returns a tuple.

    >>> derivative(lambda x: np.sin(x) / x)([1.0, 2.0])
    array([-0.30116868, -0.43539777])
    """
    slope = gradient(f)
    return lambda x: _tangent(f(Dual(x, 1.0))) if isinstance(x, Tensor) else slope(x)[..., 0][()]


def gradient(f: ArrayFunction) -> ArrayFunction:
    """Return (x₁ … x_d) ↦ ∇f by reverse mode: one walk back, whatever d is.

    f: a function of d coordinates.
    Returns a function: coordinates of common shape S give S + (d,).
    Raises TypeError when f returns a tuple.

    >>> gradient(lambda x, y: x * y**2)(3.0, 2.0)
    array([ 4., 12.])
    """
    _require_function(f)
    return with_explained_errors(
        f, lambda *coordinates: np.stack(_partial_derivatives(f, coordinates)[0], axis=-1)
    )


def jacobian(f: Callable[..., Sequence[Array]]) -> ArrayFunction:
    """Return (x₁ … x_d) ↦ J, Jᵢⱼ = ∂fᵢ/∂xⱼ, for f returning a tuple of m arrays of shape S.

    f: a function of d coordinates that returns a tuple.
    Returns a function: coordinates of common shape S give S + (m, d).
    Raises TypeError when f returns one array.

    >>> jacobian(lambda x, y: (x * y, x + y))(3.0, 2.0)
    array([[2., 3.],
           [1., 1.]])
    """
    _require_function(f)

    def matrix(*xs: ArrayLike) -> Array:
        rows = _partial_derivatives(f, xs, several=True)
        return np.moveaxis(np.array(rows), (0, 1), (-2, -1))

    return with_explained_errors(f, matrix)


def hessian(f: ArrayFunction) -> ArrayFunction:
    """Return (x₁ … x_d) ↦ H, Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ, exactly: reverse mode over forward mode.

    f: a function of d coordinates.
    Returns a function: coordinates of common shape S give S + (d, d).

    >>> hessian(lambda x, y: x * y**2)(3.0, 2.0)
    array([[0., 4.],
           [4., 6.]])
    """
    _require_function(f)

    def matrix(*coordinates: ArrayLike) -> Array:
        points = _common_shape(coordinates)
        columns = [_slope_of_rate(f, points, j) for j in range(len(points))]
        return np.stack([np.stack(column, axis=-1) for column in columns], axis=-1)

    return with_explained_errors(f, matrix)


def _slope_of_rate(f: ArrayFunction, points: Sequence[Array], j: int) -> list[Array]:
    """Return the partial derivatives of ∂f/∂xⱼ: forward mode by xⱼ alone, reverse mode by all."""

    def along(*xs: Array) -> Any:
        return f(*(Dual(x, 1.0) if i == j else x for i, x in enumerate(xs)))

    return _slopes_of_rate(f, along, points)


def vector_gradient(g: ArrayFunction) -> ArrayFunction:
    """Return x ↦ ∇g for a function of one long vector, g: (…, n) → (…).

    g: a function that treats the leading axes as independent points.
    Returns a function (…, n) → (…, n).

    >>> vector_gradient(lambda x: (x**2).sum(axis=-1))([1.0, 2.0, 3.0])
    array([2., 4., 6.])
    """
    _require_function(g)
    return with_explained_errors(g, lambda points: _partial_derivatives(g, [points])[0][0])


def hessian_vector(g: ArrayFunction) -> ArrayFunction:
    """Return (x, v) ↦ H v for g: (…, n) → (…), at the cost of a few gradients, without H.

    The forward mode gives ∇g · v as a Tensor, and the reverse mode its gradient, which is H v.
    g: a function that treats the leading axes as independent points.
    Returns a function of x and v, each (…, n), that gives (…, n).
    Source: Pearlmutter 1994, doi:10.1162/neco.1994.6.1.147.

    >>> hessian_vector(lambda x: (x**3).sum(axis=-1))([1.0, 2.0], [1.0, 0.5])
    array([6., 6.])
    """
    _require_function(g)

    def product(points: ArrayLike, vectors: ArrayLike) -> Array:
        point, vector = _common_shape([points, vectors])
        return _slopes_of_rate(g, lambda x: g(Dual(x, vector)), [point])[0]

    return with_explained_errors(g, product)


def _slopes_of_rate(
    f: ArrayFunction, along: Callable[..., Any], points: Sequence[Array]
) -> list[Array]:
    """Return the partial derivatives of the rate of change that a Dual carries.

    f: the learner's function, which `along` calls.
    along: from the coordinates to a Dual; nan where its value is nan.
    """
    values: list[Any] = []

    def rate(*xs: Array) -> Array:
        out: Any = along(*xs)
        if not isinstance(out, Differentiable | tuple | list):
            check_number(subject(f), out)
        values.append(out.data if isinstance(out, Dual) else out)
        return _tangent(out)

    slopes = _partial_derivatives(rate, points)[0]
    value = values[0].data if isinstance(values[0], Tensor) else values[0]
    lost = np.isnan(np.asarray(value, dtype=float))
    return [_without_lost(slope, lost) for slope in slopes] if lost.any() else slopes


def vector_hessian(g: ArrayFunction) -> ArrayFunction:
    """Return x ↦ H for g: (…, n) → (…), one Hessian–vector product per column.

    g: a function that treats the leading axes as independent points.
    Returns a function (…, n) → (…, n, n).

    >>> vector_hessian(lambda x: x[..., 0] * x[..., 1])([1.0, 2.0])
    array([[0., 1.],
           [1., 0.]])
    """
    product = hessian_vector(g)

    def matrix(points: ArrayLike) -> Array:
        points = _floats(points)
        columns = np.eye(points.shape[-1], dtype=points.dtype)
        return np.stack([product(points, column) for column in columns], axis=-1)

    return with_explained_errors(g, matrix)


def _tangent(out: ArrayLike) -> Any:
    """Return the rate of change that a Dual carries; what is no Dual does not change."""
    return out.tangent if isinstance(out, Dual) else np.zeros(np.shape(out))


@np.errstate(all="ignore")
def _partial_derivatives(
    f: Callable[..., Array | Sequence[Array]],
    coordinates: Sequence[ArrayLike],
    several: bool = False,
) -> list[list[Array]]:
    """Return the partial derivatives of each value of f, by one walk back a value."""
    leaves = [Coordinate(x) for x in _common_shape(coordinates)]
    out: object = f(*leaves)
    if several:
        if not isinstance(out, tuple | list):
            raise TypeError("jacobian needs f to return a tuple of arrays; use gradient for one.")
    elif isinstance(out, tuple | list):
        raise TypeError(f"f must return one value, but it returned {len(out)}; use jacobian.")
    values = out if isinstance(out, tuple | list) else [out]
    for value in values:
        if not isinstance(value, Differentiable):
            check_number(subject(f), value)
    return [_gradients_of(value, leaves) for value in values]


def _gradients_of(out: object, leaves: Sequence[Tensor]) -> list[Array]:
    """Return the gradient of every entry of out by the leaves; 0 by those it does not use."""
    for leaf in leaves:
        leaf.grad = None
    if isinstance(out, Tensor):
        for node in out._walk_back(np.ones_like(out.data), keep=False):
            if isinstance(node, Coordinate) and not any(node is leaf for leaf in leaves):
                raise TypeError("f uses a variable of another derivative; pass it as an argument.")
    slopes = [np.zeros_like(leaf.data) if leaf.grad is None else leaf.grad for leaf in leaves]
    lost = np.isnan(out.data if isinstance(out, Tensor) else np.asarray(out, dtype=float))
    return [_without_lost(slope, lost) for slope in slopes] if lost.any() else slopes


def _without_lost(slope: Array, lost: NDArray[np.bool_]) -> Array:
    """Return a slope with nan where the function has no value: 1/x is no slope of log(x) at −1.

    slope: (…) or (…, n).
    lost: (…).
    """
    return np.where(lost[..., None] if slope.ndim > lost.ndim else lost, np.nan, slope)


def _common_shape(coordinates: Sequence[ArrayLike]) -> Sequence[Array]:
    """Return coordinates as floats of one common shape."""
    return np.broadcast_arrays(*map(_floats, coordinates))


def _floats(x: ArrayLike) -> Array:
    array = np.asarray(x)
    if array.dtype.kind == "c":
        raise TypeError("autodiff differentiates real numbers; a function must return no complex.")
    return array if array.dtype.kind == "f" else array.astype(float)


def _require_function(f: object) -> None:
    if not callable(f) or hasattr(f, "free_symbols"):
        raise TypeError(f"{f!r} is not a function of numbers; wrap it: Function({f!r}).")
