"""The rules of descent: frozen values whose `step` is the formula.

A rule has `start(points) → memory` and `step(f, points, memory) → (points, memory)`; points are
(..., d), and every number in a rule may be an array that broadcasts against them (see `sweep`).
The learning rate may also be a schedule, a function of the step, which the walk resolves.
The first-order rules follow torch.optim step for step. All go downhill; ask for `Ascent(rule)`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from calclib.optimize.function import Function

Array: TypeAlias = NDArray[np.float64]
Number: TypeAlias = Any  # a float, an array that broadcasts, or (a learning rate) a schedule

# field: (lowest, below, what it is). Zero is allowed: a rate of 0 is a flat run.
RANGES = {
    "learning_rate": (0.0, np.inf, "a finite number ≥ 0; to climb, use Ascent(rule)"),
    "beta": (0.0, 1.0, "in [0, 1): at 1 nothing is ever forgotten"),
    "beta1": (0.0, 1.0, "in [0, 1): at 1 nothing is ever forgotten"),
    "beta2": (0.0, 1.0, "in [0, 1): at 1 nothing is ever forgotten"),
    "epsilon": (0.0, np.inf, "a finite number ≥ 0"),
    "weight_decay": (0.0, np.inf, "a finite number ≥ 0"),
    "damping": (0.0, np.inf, "a finite number ≥ 0"),
    "norm": (0.0, np.inf, "a finite number ≥ 0"),
}


@dataclass(frozen=True, eq=False)
class Rule:
    """What all rules share: numbers checked at the door, and a label."""

    title: ClassVar[str] = "rule"
    breakdown: ClassVar[str] = "diverged"  # the word for a step that has no finite result

    def __post_init__(self) -> None:
        for name, (lowest, below, meaning) in RANGES.items():
            value = getattr(self, name, lowest)
            if callable(value):
                continue
            number = np.asarray(value, dtype=float)
            if not np.all((number >= lowest) & (number < below)):
                raise ValueError(f"{type(self).__name__}: {name} = {value} is not {meaning}.")

    @property
    def label(self) -> str:
        """A short name for legends: the rule and its learning rate.

        >>> Adam(0.05).label
        'Adam, α = 0.05'
        """
        rate = getattr(self, "learning_rate", None)
        if callable(rate):
            return f"{self.title}, α {getattr(rate, 'label', 'scheduled')}"
        return f"{self.title}, α = {float(rate):g}" if np.ndim(rate) == 0 else self.title  # type: ignore[arg-type]

    def start(self, points: Array) -> Any:
        """The memory before the first step."""
        return ()

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        """The next points and memory."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class GradientDescent(Rule):
    """Steepest descent: x ← x − α∇f(x).

    As torch.optim.SGD. Source: Cauchy 1847, Comptes rendus 25, 536–538.

    >>> GradientDescent(0.1).step(bowl, np.array([1.0, 1.0]), ())[0]
    array([0.8, 0.8])
    """

    title: ClassVar[str] = "gradient descent"
    learning_rate: Number = 0.1

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        return points - self.learning_rate * f.gradient(points), memory


@dataclass(frozen=True, eq=False)
class Momentum(Rule):
    """Heavy ball: v ← βv + ∇f(x),  x ← x − αv.

    Undamped, as torch.optim.SGD(momentum=β); textbooks that write v ← βv + (1−β)∇f take α/(1−β) for
    the same path. Source: Polyak 1964, doi:10.1016/0041-5553(64)90137-5.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 1.0], Momentum(0.1), steps=1).points[-1]
    array([0.8, 0.8])
    """

    title: ClassVar[str] = "momentum"
    learning_rate: Number = 0.1
    beta: Number = 0.9

    def start(self, points: Array) -> Array:
        return np.zeros_like(points)

    def step(self, f: "Function", points: Array, velocity: Array) -> tuple[Array, Array]:
        velocity = self.beta * velocity + f.gradient(points)
        return points - self.learning_rate * velocity, velocity


@dataclass(frozen=True, eq=False)
class Nesterov(Momentum):
    """Look ahead, then step: v ← βv + ∇f(x − αβv),  x ← x − αv.

    The textbook's form, gradient elsewhere. torch.optim.SGD(nesterov=True) walks the look-ahead
    points y = x − αβv of the same run: `path.points - alpha * beta * path.memory` is torch's path.
    Source: Nesterov 1983, Soviet Mathematics Doklady 27, 372–376; in this form Sutskever et al. 2013.

    >>> Nesterov(0.1).step(bowl, np.array([1.0]), np.array([1.0]))[0].round(4)
    array([0.728])
    """

    title: ClassVar[str] = "Nesterov"

    def step(self, f: "Function", points: Array, velocity: Array) -> tuple[Array, Array]:
        ahead = points - self.learning_rate * self.beta * velocity
        velocity = self.beta * velocity + f.gradient(ahead)
        return points - self.learning_rate * velocity, velocity


@dataclass(frozen=True, eq=False)
class AdaGrad(Rule):
    """A rate for every coordinate, falling as its slopes add up: G ← G + g²,  x ← x − αg / (√G + ε).

    As torch.optim.Adagrad. Source: Duchi, Hazan & Singer 2011, jmlr.org/papers/v12/duchi11a.html.

    >>> AdaGrad(0.5).step(bowl, np.array([1.0, 100.0]), np.zeros(2))[0]
    array([ 0.5, 99.5])
    """

    title: ClassVar[str] = "AdaGrad"
    learning_rate: Number = 0.1
    epsilon: Number = 1e-10

    def start(self, points: Array) -> Array:
        return np.zeros_like(points)

    def step(self, f: "Function", points: Array, squares: Array) -> tuple[Array, Array]:
        gradient = f.gradient(points)
        squares = squares + gradient * gradient
        return points - self.learning_rate * ratio(
            gradient, np.sqrt(squares) + self.epsilon
        ), squares


@dataclass(frozen=True, eq=False)
class RMSprop(Rule):
    """AdaGrad that forgets: s ← βs + (1−β)g²,  x ← x − αg / (√s + ε).

    As torch.optim.RMSprop, where β is called alpha; no bias correction.
    Source: Tieleman & Hinton 2012, Coursera, lecture 6.5.

    >>> RMSprop(0.1).step(bowl, np.array([1.0]), np.zeros(1))[0].round(4)
    array([-0.])
    """

    title: ClassVar[str] = "RMSprop"
    learning_rate: Number = 0.01
    beta: Number = 0.99
    epsilon: Number = 1e-8

    def start(self, points: Array) -> Array:
        return np.zeros_like(points)

    def step(self, f: "Function", points: Array, squares: Array) -> tuple[Array, Array]:
        gradient = f.gradient(points)
        squares = self.beta * squares + (1 - self.beta) * gradient * gradient
        return points - self.learning_rate * ratio(
            gradient, np.sqrt(squares) + self.epsilon
        ), squares


class Moments(NamedTuple):
    """Adam's memory: running means of g and g², and the number of steps."""

    mean: Array
    square: Array
    count: Any


@dataclass(frozen=True, eq=False)
class Adam(Rule):
    """Momentum over RMSprop, both corrected for their start at zero.

    m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  m̂ = m/(1−β₁ᵗ),  v̂ = v/(1−β₂ᵗ),  x ← x − α m̂/(√v̂ + ε).
    As torch.optim.Adam, ε outside the root. Without bias_correction, m̂ = m and v̂ = v.
    Source: Kingma & Ba 2015, arXiv:1412.6980.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], Adam(0.5), steps=1).points[-1]
    array([ 0.5, 99.5])
    """

    title: ClassVar[str] = "Adam"
    learning_rate: Number = 0.001
    beta1: Number = 0.9
    beta2: Number = 0.999
    epsilon: Number = 1e-8
    bias_correction: bool = True

    def start(self, points: Array) -> Moments:
        return Moments(np.zeros_like(points), np.zeros_like(points), 0)

    def step(self, f: "Function", points: Array, memory: Moments) -> tuple[Array, Moments]:
        gradient = f.gradient(points)
        mean = self.beta1 * memory.mean + (1 - self.beta1) * gradient
        square = self.beta2 * memory.square + (1 - self.beta2) * (gradient * gradient)
        memory = Moments(mean, square, memory.count + 1)
        return points - self.learning_rate * self.direction(*memory), memory

    def direction(self, mean: Array, square: Array, count: int) -> Array:
        """m̂ / (√v̂ + ε)."""
        if self.bias_correction:
            mean = mean / (1 - self.beta1**count)
            square = square / (1 - self.beta2**count)
        return ratio(mean, np.sqrt(square) + self.epsilon)


@dataclass(frozen=True, eq=False)
class AMSGrad(Adam):
    """Adam whose rates never grow: v̂ is the largest v so far, so that x settles where Adam may not.

    As torch.optim.Adam(amsgrad=True): the largest of the uncorrected v, then corrected (optax takes
    the largest of the corrected). Source: Reddi, Kale & Kumar 2018, arXiv:1904.09237.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], AMSGrad(0.5), steps=1).points[-1]
    array([ 0.5, 99.5])
    """

    title: ClassVar[str] = "AMSGrad"

    def start(self, points: Array) -> Any:
        return super().start(points), np.zeros_like(points)

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        moments, largest = memory
        _, moments = super().step(f, points, moments)
        largest = np.maximum(largest, moments.square)
        direction = self.direction(moments.mean, largest, moments.count)
        return points - self.learning_rate * direction, (moments, largest)


@dataclass(frozen=True, eq=False)
class AdamW(Adam):
    """Adam with weight decay apart from the gradient: Adam's step, and x ← x − αλx.

    As torch.optim.AdamW. An L2 penalty is something else: it goes through the loss, and Adam then
    rescales it like any slope. Source: Loshchilov & Hutter 2019, arXiv:1711.05101.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], AdamW(0.5, weight_decay=0.1), steps=1).points[-1]
    array([ 0.45, 94.5 ])
    """

    title: ClassVar[str] = "AdamW"
    weight_decay: Number = 0.01

    def step(self, f: "Function", points: Array, memory: Moments) -> tuple[Array, Moments]:
        moved, memory = super().step(f, points, memory)
        return moved - self.learning_rate * self.weight_decay * points, memory


@dataclass(frozen=True, eq=False)
class Newton(Rule):
    """To the flat point of the local quadratic model: x ← x − α(H + λI)⁻¹∇f(x).

    λ is the damping (Levenberg 1944). At negative curvature the step is taken as it stands, so that
    plain Newton is drawn to saddles and maxima as well; absolute=True uses |H| and leaves them.
    A singular Hessian stops that run alone; a flat direction without slope is left as it is.
    Source: Nocedal & Wright 2006, ch. 3; |H|: Dauphin et al. 2014, arXiv:1406.2572.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.ravine(100.0), [1.0, 1.0], Newton(), steps=1).points[-1].round(9) + 0.0
    array([0., 0.])
    """

    title: ClassVar[str] = "Newton"
    breakdown: ClassVar[str] = "singular Hessian"
    learning_rate: Number = 1.0
    damping: Number = 0.0
    absolute: bool = False

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        direction = solve(f.hessian(points), f.gradient(points), self.damping, self.absolute)
        return points - self.learning_rate * direction, memory


@dataclass(frozen=True, eq=False)
class GaussNewton(Rule):
    """Newton for a sum of squares, without second derivatives: x ← x − α(JᵀJ + λI)⁻¹Jᵀr.

    r are the residuals of f = Σrᵢ², J their Jacobian, λ the damping (Levenberg 1944). Needs a
    function made by Function.from_residuals. Source: Nocedal & Wright 2006, ch. 10.

    >>> from calclib import Function, descend
    >>> f = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
    >>> descend(f, [-1.2, 1.0], GaussNewton(), steps=2).points[-1]
    array([1., 1.])
    """

    title: ClassVar[str] = "Gauss–Newton"
    breakdown: ClassVar[str] = "singular Hessian"
    learning_rate: Number = 1.0
    damping: Number = 0.0

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        residuals, jacobian = f.residuals(points), f.jacobian(points)
        transposed = np.swapaxes(jacobian, -1, -2)
        direction = solve(transposed @ jacobian, times(transposed, residuals), self.damping)
        return points - self.learning_rate * direction, memory


class Secant(NamedTuple):
    """What BFGS remembers: its guess of H⁻¹, and where it was with which slope."""

    inverse: Array
    points: Array
    gradient: Array


@dataclass(frozen=True, eq=False)
class BFGS(Rule):
    """Newton that learns the inverse Hessian B from gradients: x ← x − tB∇f(x).

    B ← (I − ρsyᵀ)B(I − ρysᵀ) + ρssᵀ,  ρ = 1/(sᵀy), where s and y are the last change of x and ∇f; kept
    as it is unless sᵀy > 0 (the curvature condition). t backtracks from α as in LineSearch.
    Source: Nocedal & Wright 2006, ch. 6.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.rosenbrock, [-1.2, 1.0], BFGS(), steps=40).points[-1].round(6)
    array([1., 1.])
    """

    title: ClassVar[str] = "BFGS"
    learning_rate: Number = 1.0

    def start(self, points: Array) -> Secant:
        identity = np.eye(points.shape[-1])
        inverse = np.broadcast_to(identity, (*points.shape, points.shape[-1]))
        return Secant(inverse, points, np.zeros_like(points))

    def step(self, f: "Function", points: Array, memory: Secant) -> tuple[Array, Secant]:
        gradient = f.gradient(points)
        inverse = self.learn(memory.inverse, points - memory.points, gradient - memory.gradient)
        direction = -times(inverse, gradient)
        moved = backtrack(f, points, direction, gradient, self.learning_rate)
        return moved, Secant(inverse, points, gradient)

    def learn(self, inverse: Array, s: Array, y: Array) -> Array:
        """The nearest symmetric matrix that maps y to s; before the first step s is 0."""
        curvature = dot(s, y)[..., None]
        enough = curvature > 1e-12 * np.sqrt(dot(s, s) * dot(y, y))[..., None]
        rho = ratio(np.ones_like(curvature), curvature)
        left = np.eye(s.shape[-1]) - rho * s[..., :, None] * y[..., None, :]
        learnt = (
            left @ inverse @ np.swapaxes(left, -1, -2) + rho * s[..., :, None] * s[..., None, :]
        )
        return np.where(enough, learnt, inverse)


@dataclass(frozen=True, eq=False)
class LineSearch(Rule):
    """Any rule, shortened until it pays: x ← x + tp, where p is the step that the rule proposes.

    t is the first of α, αs, αs², … with f(x + tp) ≤ f(x) + c t ∇f(x)·p, where s = shrink, c = decrease; a
    p that points uphill is turned round; when no t pays, the point stays.
    Source: Armijo 1966, doi:10.2140/pjm.1966.16.1.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.rosenbrock, [-1.2, 1.0], LineSearch(rule=Newton()), 20).points[-1].round(6)
    array([1., 1.])
    """

    title: ClassVar[str] = "line search"
    learning_rate: Number = 1.0
    rule: Rule = GradientDescent(1.0)  # noqa: RUF009 - a rule is a frozen value
    decrease: float = 1e-4
    shrink: float = 0.5

    def start(self, points: Array) -> Any:
        return self.rule.start(points)

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        moved, memory = self.rule.step(f, points, memory)
        gradient = f.gradient(points)
        search = (self.learning_rate, self.decrease, self.shrink)
        return backtrack(f, points, moved - points, gradient, *search), memory


@dataclass(frozen=True, eq=False)
class Wrapped(Rule):
    """A rule inside another; start and label are the inner rule's."""

    rule: Rule

    @property
    def label(self) -> str:
        return f"{self.rule.label}, {self.title}"

    def start(self, points: Array) -> Any:
        return self.rule.start(points)


@dataclass(frozen=True, eq=False)
class Clipped(Wrapped):
    """Any rule on clipped gradients: g ← g · min(1, c/‖g‖), c = norm.

    Source: Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [300.0, 400.0], Clipped(GradientDescent(1.0), norm=5.0), 1).points[-1]
    array([297., 396.])
    """

    title: ClassVar[str] = "clipped"
    norm: Number = 1.0

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        def clipped(at: Array) -> Array:
            gradient = f.gradient(at)
            length = np.sqrt(dot(gradient, gradient))[..., None]
            return gradient * np.minimum(1.0, ratio(self.norm, length, where_zero=1.0))

        return self.rule.step(_Seen(f, gradient=clipped), points, memory)


@dataclass(frozen=True, eq=False)
class Projected(Wrapped):
    """Any rule, each step then brought back to the nearest point of a box (x₀, x₁, y₀, y₁, …).

    >>> from calclib import Function, descend
    >>> descend(Function("3x"), 0.5, Projected(GradientDescent(0.3), (-1, 1)), steps=2).points[:, 0]
    array([ 0.5, -0.4, -1. ])
    """

    title: ClassVar[str] = "projected"
    box: tuple[float, ...] = (-1.0, 1.0)

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        points, memory = self.rule.step(f, points, memory)
        return np.clip(points, self.box[0::2], self.box[1::2]), memory


@dataclass(frozen=True, eq=False)
class Ascent(Wrapped):
    """Any rule uphill: it sees −f. The path still records the values of f.

    >>> from calclib import Function, descend
    >>> descend(Function("1 - x^2"), 1.0, Ascent(GradientDescent(0.25)), steps=2).values
    array([0. , 0.75, 0.9375])
    """

    title: ClassVar[str] = "uphill"

    def step(self, f: "Function", points: Array, memory: Any) -> tuple[Array, Any]:
        upside_down = _Seen(
            f,
            value=lambda at: -f.value(at),
            gradient=lambda at: -f.gradient(at),
            hessian=lambda at: -f.hessian(at),
        )
        return self.rule.step(upside_down, points, memory)


class _Seen:
    """A function some of whose answers are replaced on their way to a rule."""

    def __init__(self, f: "Function", **answers: Any) -> None:
        self.f = f
        vars(self).update(answers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.f, name)


def dot(a: Array, b: Array) -> Array:
    """aᵀb over the last axis."""
    return np.einsum("...i,...i->...", a, b)


def times(matrix: Array, vector: Array) -> Array:
    """Mv over the last axes."""
    return (matrix @ vector[..., None])[..., 0]


def ratio(a: Any, b: Array, where_zero: float = 0.0) -> Array:
    """a / b, and 0 where b is 0: no slope and no memory of one is no step."""
    return np.where(b == 0, where_zero, a / b)


def solve(matrix: Array, vector: Array, damping: Any = 0.0, absolute: bool = False) -> Array:
    """(M + λI)⁻¹v for symmetric M, in the directions of M's eigenvectors.

    nan for a singular M alone, not for its neighbours in the batch; but 0 in a flat direction in
    which v vanishes too. absolute: |M| in place of M.
    """
    finite = np.isfinite(matrix).all(axis=(-2, -1), keepdims=True)
    curvature, directions = np.linalg.eigh(np.where(finite, matrix, np.eye(matrix.shape[-1])))
    slope = times(np.swapaxes(directions, -1, -2), vector)
    tiny = matrix.shape[-1] * np.finfo(float).eps
    curvature = (np.abs(curvature) if absolute else curvature) + damping
    flat = np.abs(curvature) <= tiny * np.abs(curvature).max(axis=-1, keepdims=True)
    still = np.abs(slope) <= tiny * np.abs(slope).max(axis=-1, keepdims=True)
    step = np.where(flat, np.where(still, 0.0, np.nan), slope / curvature)
    return np.where(finite[..., 0], times(directions, step), np.nan)


def backtrack(
    f: "Function",
    points: Array,
    direction: Array,
    gradient: Array,
    first: Any,
    decrease: float = 1e-4,
    shrink: float = 0.5,
) -> Array:
    """x + tp for the first t of first · shrinkⁱ that pays (Armijo); x itself where none of 40 does."""
    slope = dot(gradient, direction)
    direction = np.where((slope > 0)[..., None], -direction, direction)
    value, slope = f.value(points), -np.abs(slope)
    t = np.broadcast_to(np.asarray(first, dtype=float), (*points.shape[:-1], 1))
    for _ in range(40):
        moved = points + t * direction
        enough = f.value(moved) <= value + decrease * t[..., 0] * slope
        if np.all(enough | ~np.isfinite(value)):
            return moved
        t = np.where(enough[..., None], t, shrink * t)
    return np.where(enough[..., None], moved, points)
