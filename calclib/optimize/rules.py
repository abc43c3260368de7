"""The rules of descent: frozen values whose `step` is the formula.

A rule has `start(points) → memory` and `step(f, points, memory) → (points, memory)`. Points are
(..., d), and every number in a rule may be an array that broadcasts against them (see `sweep`).
The learning rate may also be a schedule, a function of the step k, which the walk puts in.
The first-order rules follow torch.optim step for step. All go downhill; for uphill, write
`Ascent(rule)`.
"""

import inspect
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeAlias

import numpy as np

from calclib.arrays import Array, refuse_truth
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number, Schedule
from calclib.optimize.steps import backtrack, dot, ratio, solve, times

Rate: TypeAlias = Number | Schedule
Nothing: TypeAlias = tuple[()]  # the memory of a rule that remembers nothing


class Range(NamedTuple):
    """The numbers 0 ≤ value < limit, and the words for them.

    >>> Range(1.0, "in [0, 1)").holds(0.9)
    True
    """

    limit: float
    words: str

    def holds(self, value: Number) -> bool:
        """Whether 0 ≤ value < limit, everywhere.

        Plain numbers come first: a scheduled rate is checked at every step of a walk.
        """
        if isinstance(value, float | int):
            return 0 <= value < self.limit
        return bool(np.all((np.asarray(value) >= 0) & (np.asarray(value) < self.limit)))


AT_LEAST_ZERO = Range(np.inf, "a finite number ≥ 0")
SHARE = Range(1.0, "in [0, 1); at 1 nothing is forgotten")
RANGES = {
    "learning_rate": Range(np.inf, "a finite number ≥ 0; to climb, use Ascent(rule)"),
    "beta": SHARE,
    "beta1": SHARE,
    "beta2": SHARE,
    "epsilon": AT_LEAST_ZERO,
    "weight_decay": AT_LEAST_ZERO,
    "damping": AT_LEAST_ZERO,
    "norm": AT_LEAST_ZERO,
    "decay": SHARE,
}


def as_numbers(rule: object, name: str, value: object) -> Array:
    """What a field of a rule was given, as an array; raises ValueError for what is no number.

    >>> as_numbers(None, "beta", (0.1, 0.2))
    array([0.1, 0.2])
    """
    refuse_truth(f"{type(rule).__name__}: {name}", value)
    try:
        array = np.asarray(value)
        if array.dtype.kind in "fiu" or (array.dtype.kind == "O" and value is not None):
            return array.astype(float)
    except (TypeError, ValueError):
        pass  # rows of different lengths, or objects: said below
    raise ValueError(
        f"{type(rule).__name__}: {name} = {value!r} is no number; write one such as 0.1."
    )


def check_rule(rule: object) -> None:
    """Raise TypeError for what is no rule; a class is one only with brackets behind it.

    >>> check_rule(GradientDescent)
    Traceback (most recent call last):
    TypeError: GradientDescent is a class; write GradientDescent(…) for a rule.
    """
    if inspect.isclass(rule):
        raise TypeError(f"{rule.__name__} is a class; write {rule.__name__}(…) for a rule.")
    if not callable(getattr(rule, "step", None)):
        raise TypeError(f"A walk needs a rule such as GradientDescent(0.1), but got {rule!r}.")


@dataclass(frozen=True, eq=False)
class Rule:
    """What all rules share: numbers that are checked when a rule is made, a label, an empty memory.

    title: the rule's name in legends.
    breakdown: the word for a run that has no next point.
    Raises ValueError for a number outside its range.

    >>> GradientDescent(-0.1)
    Traceback (most recent call last):
    ValueError: GradientDescent: learning_rate = -0.1 is not a finite number ≥ 0; to climb, ...
    """

    title: ClassVar[str] = "rule"
    breakdown: ClassVar[str] = "undefined slope"

    def __init_subclass__(cls, title: str = "", breakdown: str = "") -> None:
        cls.title = title or cls.title
        cls.breakdown = breakdown or cls.breakdown

    def __post_init__(self) -> None:
        for name, value in list(vars(self).items()):
            allowed = RANGES.get(name)
            if name == "rule":
                check_rule(value)
            may_lack = value is None and getattr(type(self), name, 0) is None
            if allowed is None or callable(value) or may_lack:
                continue
            is_plain = isinstance(value, float | int) and not isinstance(value, bool)
            numbers = value if is_plain else as_numbers(self, name, value)
            if not allowed.holds(numbers):
                raise ValueError(f"{type(self).__name__}: {name} = {value} is not {allowed.words}.")
            if numbers is not value:
                object.__setattr__(self, name, numbers)

    @property
    def label(self) -> str:
        """A short name for legends: the rule and its learning rate.

        >>> Adam(0.05).label
        'Adam, α = 0.05'
        """
        rate = getattr(self, "learning_rate", None)
        if callable(rate):
            return f"{self.title}, α {getattr(rate, 'label', 'scheduled')}"
        if rate is None or np.ndim(rate):
            return self.title
        return f"{self.title}, α = {rate:g}"

    def start(self, points: Array) -> Any:
        """The memory before the first step."""
        return ()

    def step(self, f: Objective, points: Array, memory: Any) -> tuple[Array, Any]:
        """The next points and the next memory."""
        raise NotImplementedError(f"{type(self).__name__} has no step; write def step.")


@dataclass(frozen=True, eq=False)
class GradientDescent(Rule, title="gradient descent"):
    """Steepest descent: x ← x − α∇f(x).

    As torch.optim.SGD.
    Good for: losses whose curvatures are alike, and as the yardstick for every other rule.
    Fails: it diverges above α = 2/λ of the steepest direction, and creeps along a ravine.
    Source: Cauchy 1847, Comptes rendus 25, 536–538.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 2.0], GradientDescent(0.25), steps=1).points[-1]
    array([0.5, 1. ])
    """

    learning_rate: Rate = 0.1

    def step(self, f: Objective, points: Array, memory: Nothing) -> tuple[Array, Nothing]:
        """One step down the slope."""
        return points - self.learning_rate * f.gradient(points), memory


@dataclass(frozen=True, eq=False)
class Momentum(Rule, title="momentum"):
    """Heavy ball: v ← βv + ∇f(x),  x ← x − αv.

    Undamped, as torch.optim.SGD(momentum=β); textbooks that write v ← βv + (1−β)∇f take α/(1−β) for
    the same path.
    Good for: ravines; tuned, it needs about √κ steps where descent needs κ.
    Fails: it overshoots, and on some strongly convex functions it cycles for ever.
    Source: Polyak 1964, doi:10.1016/0041-5553(64)90137-5.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 1.0], Momentum(0.1), steps=1).points[-1]
    array([0.8, 0.8])
    """

    learning_rate: Rate = 0.1
    beta: Number = 0.9

    def start(self, points: Array) -> Array:
        """Velocity 0."""
        return np.zeros_like(points)

    def step(self, f: Objective, points: Array, velocity: Array) -> tuple[Array, Array]:
        """The slope pushes the velocity, the velocity moves the point."""
        velocity = self.beta * velocity + f.gradient(points)
        return points - self.learning_rate * velocity, velocity


class Nesterov(Momentum, title="Nesterov"):
    """Look ahead, then step: v ← βv + ∇f(x − αβv),  x ← x − αv.

    The textbook's form. torch.optim.SGD(nesterov=True) walks the look-ahead points x − αβv of the
    same run: at a fixed rate, path.points − αβ path.memory is torch's path.
    Good for: smooth convex losses, where √κ steps are proven and not only observed.
    Fails: on a quadratic it is slower than the best heavy ball.
    Source: Nesterov 1983, Soviet Mathematics Doklady 27, 372–376; in this form Sutskever et al.
    2013, proceedings.mlr.press/v28/sutskever13.html.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 1.0], Nesterov(0.25, 0.5), steps=2).points[:, 0]
    array([1.   , 0.5  , 0.125])
    """

    def step(self, f: Objective, points: Array, velocity: Array) -> tuple[Array, Array]:
        """Momentum, with the slope of where the velocity is about to lead."""
        ahead = points - self.learning_rate * self.beta * velocity
        velocity = self.beta * velocity + f.gradient(ahead)
        return points - self.learning_rate * velocity, velocity


@dataclass(frozen=True, eq=False)
class AdaGrad(Rule, title="AdaGrad"):
    """A rate for each coordinate, smaller as its slopes add up: G ← G + g²,  x ← x − αg/(√G + ε).

    As torch.optim.Adagrad.
    Good for: sparse slopes; a coordinate that is rarely pushed keeps a large rate.
    Fails: the rates only fall, as 1/√t under a steady slope, until nothing moves.
    Source: Duchi, Hazan & Singer 2011, jmlr.org/papers/v12/duchi11a.html.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], AdaGrad(0.5), steps=1).points[-1]
    array([ 0.5, 99.5])
    """

    learning_rate: Rate = 0.01
    epsilon: Number = 1e-10

    def start(self, points: Array) -> Array:
        """No squares yet."""
        return np.zeros_like(points)

    def step(self, f: Objective, points: Array, squares: Array) -> tuple[Array, Array]:
        """Add up the squares and divide by their root."""
        gradient = f.gradient(points)
        squares = squares + gradient**2
        direction = ratio(gradient, np.sqrt(squares) + self.epsilon)
        return points - self.learning_rate * direction, squares


@dataclass(frozen=True, eq=False)
class RMSprop(Rule, title="RMSprop"):
    """AdaGrad that forgets: s ← βs + (1−β)g²,  x ← x − αg/(√s + ε).

    As torch.optim.RMSprop, where β is called alpha; no bias correction.
    Good for: slopes whose size changes along the way.
    Fails: at a fixed rate it never settles, but jumps about the minimum.
    Source: Tieleman & Hinton 2012, Neural Networks for Machine Learning, lecture 6.5.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], RMSprop(0.5, 0.75), steps=1).points[-1].round(6)
    array([ 0., 99.])
    """

    learning_rate: Rate = 0.01
    beta: Number = 0.99
    epsilon: Number = 1e-8

    def start(self, points: Array) -> Array:
        """No squares yet."""
        return np.zeros_like(points)

    def step(self, f: Objective, points: Array, squares: Array) -> tuple[Array, Array]:
        """Average the recent squares and divide by their root."""
        gradient = f.gradient(points)
        squares = self.beta * squares + (1 - self.beta) * gradient**2
        direction = ratio(gradient, np.sqrt(squares) + self.epsilon)
        return points - self.learning_rate * direction, squares


class Moments(NamedTuple):
    """Adam's memory: the running means m of g and v of g², and the number of steps t.

    >>> Adam().start(np.ones(2)).t
    0
    """

    m: Array
    v: Array
    t: int


@dataclass(frozen=True, eq=False)
class Adam(Rule, title="Adam"):
    """Momentum over RMSprop, both corrected for their start at 0.

    m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  x ← x − αm̂/(√v̂ + ε), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
    As torch.optim.Adam, ε outside the root. Without bias_correction, m̂ = m and v̂ = v.
    Good for: slopes of unlike sizes, noisy or sparse, with little tuning.
    Fails: a long turned ravine slows it, and on some convex problems it walks to the worst point.
    Source: Kingma & Ba 2015, arXiv:1412.6980.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], Adam(0.5), steps=1).points[-1]
    array([ 0.5, 99.5])
    """

    learning_rate: Rate = 0.001
    beta1: Number = 0.9
    beta2: Number = 0.999
    epsilon: Number = 1e-8
    bias_correction: bool = True

    def start(self, points: Array) -> Moments:
        """Nothing seen yet."""
        return Moments(np.zeros_like(points), np.zeros_like(points), 0)

    def step(self, f: Objective, points: Array, memory: Moments) -> tuple[Array, Moments]:
        """The mean slope over its typical size."""
        gradient = f.gradient(points)
        t = memory.t + 1
        m = self.beta1 * memory.m + (1 - self.beta1) * gradient
        v = self.beta2 * memory.v + (1 - self.beta2) * gradient**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        if not self.bias_correction:
            m_hat = m
            v_hat = v
        direction = ratio(m_hat, np.sqrt(v_hat) + self.epsilon)
        return points - self.learning_rate * direction, Moments(m, v, t)


class LargestMoments(NamedTuple):
    """AMSGrad's memory: Adam's, and v_max, the largest v so far.

    >>> AMSGrad().start(np.ones(2)).v_max
    array([0., 0.])
    """

    m: Array
    v: Array
    v_max: Array
    t: int


@dataclass(frozen=True, eq=False)
class AMSGrad(Rule, title="AMSGrad"):
    """Adam that divides by the largest v so far: V ← max(V, v),  x ← x − αm̂/(√V̂ + ε).

    As torch.optim.Adam(amsgrad=True): the largest of the uncorrected v, corrected afterwards; optax
    takes the largest of the corrected ones. Without bias_correction, m̂ = m and V̂ = V.
    Good for: rare large slopes that Adam would forget too soon.
    Fails: one huge slope makes every later step small.
    Source: Reddi, Kale & Kumar 2018, arXiv:1904.09237.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], AMSGrad(0.5), steps=1).points[-1]
    array([ 0.5, 99.5])
    """

    learning_rate: Rate = 0.001
    beta1: Number = 0.9
    beta2: Number = 0.999
    epsilon: Number = 1e-8
    bias_correction: bool = True

    def start(self, points: Array) -> LargestMoments:
        """Nothing seen yet."""
        return LargestMoments(
            m=np.zeros_like(points),
            v=np.zeros_like(points),
            v_max=np.zeros_like(points),
            t=0,
        )

    def step(
        self, f: Objective, points: Array, memory: LargestMoments
    ) -> tuple[Array, LargestMoments]:
        """The mean slope over its largest typical size."""
        gradient = f.gradient(points)
        t = memory.t + 1
        m = self.beta1 * memory.m + (1 - self.beta1) * gradient
        v = self.beta2 * memory.v + (1 - self.beta2) * gradient**2
        v_max = np.maximum(memory.v_max, v)
        m_hat = m / (1 - self.beta1**t)
        v_hat = v_max / (1 - self.beta2**t)
        if not self.bias_correction:
            m_hat = m
            v_hat = v_max
        direction = ratio(m_hat, np.sqrt(v_hat) + self.epsilon)
        return points - self.learning_rate * direction, LargestMoments(m, v, v_max, t)


@dataclass(frozen=True, eq=False)
class AdamW(Adam, title="AdamW"):
    """Adam's step, and weight decay apart from it: x ← x − αλx.

    As torch.optim.AdamW. An L2 penalty is something else: it is part of the loss, so that Adam
    rescales it like any slope.
    Good for: Adam where all weights should shrink at one pace, as in most large networks.
    Fails: the decay is one more number to tune, and it moves the point of rest.
    Source: Loshchilov & Hutter 2019, arXiv:1711.05101.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, 100.0], AdamW(0.5, weight_decay=0.1), steps=1).points[-1]
    array([ 0.45, 94.5 ])
    """

    weight_decay: Number = 0.01

    def step(self, f: Objective, points: Array, memory: Moments) -> tuple[Array, Moments]:
        """Adam's step, then the decay of the point from which it was taken."""
        moved, memory = super().step(f, points, memory)
        return moved - self.learning_rate * self.weight_decay * points, memory


@dataclass(frozen=True, eq=False)
class Newton(Rule, title="Newton", breakdown="singular Hessian"):
    """To the flat point of the local quadratic model: x ← x − α(H + λI)⁻¹∇f(x), λ the damping.

    Where the curvature is negative the step is taken all the same, so that plain Newton is drawn to
    saddles and maxima too; absolute=True takes |H| for H and moves away from them (Dauphin et al.
    2014, arXiv:1406.2572). A singular Hessian stops only the run that meets it; along a direction
    with neither curvature nor slope the point stays.
    Good for: few parameters, near a minimum; the digits that are right double each step.
    Fails: drawn to saddles, it may cycle or leap away; n² numbers to keep, n³ work a step.
    Source: Nocedal & Wright 2006, Numerical Optimization, ch. 3.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.booth, [-8.0, 8.0], Newton(), steps=1).points[-1].round(9)
    array([1., 3.])
    """

    learning_rate: Rate = 1.0
    damping: Number = 0.0
    absolute: bool = False

    def step(self, f: Objective, points: Array, memory: Nothing) -> tuple[Array, Nothing]:
        """One linear system, one jump."""
        direction = solve(f.hessian(points), f.gradient(points), self.damping, self.absolute)
        return points - self.learning_rate * direction, memory


@dataclass(frozen=True, eq=False)
class GaussNewton(Rule, title="Gauss–Newton", breakdown="singular Hessian"):
    """Newton for f = Σrᵢ² without second derivatives: x ← x − α(JᵀJ + λI)⁻¹Jᵀr, λ the damping.

    Needs a function made by Function.from_residuals; J is the Jacobian of r.
    Good for: least squares whose residuals are small at the end.
    Fails: large residuals slow it or throw it off; damping holds it.
    Source: Nocedal & Wright 2006, Numerical Optimization, ch. 10; damped, Levenberg 1944.

    >>> from calclib import Function, descend
    >>> f = Function.from_residuals(lambda x, y: (1 - x, 10 * (y - x * x)))
    >>> descend(f, [-1.2, 1.0], GaussNewton(), steps=2).points[-1].round(9)
    array([1., 1.])
    """

    learning_rate: Rate = 1.0
    damping: Number = 0.0

    def step(self, f: Objective, points: Array, memory: Nothing) -> tuple[Array, Nothing]:
        """Linear least squares, one jump."""
        r = f.residuals(points)
        J = f.jacobian(points)
        Jt = np.swapaxes(J, -1, -2)
        direction = solve(Jt @ J, times(Jt, r), self.damping)
        return points - self.learning_rate * direction, memory


class Secant(NamedTuple):
    """What BFGS remembers: its guess of H⁻¹, and where it last was with which slope.

    >>> BFGS().start(np.ones(2)).inverse
    array([[1., 0.],
           [0., 1.]])
    """

    inverse: Array
    points: Array
    gradient: Array


@dataclass(frozen=True, eq=False)
class BFGS(Rule, title="BFGS"):
    """Newton that learns the inverse Hessian B from slopes: x ← x − tB∇f(x).

    B ← (I − ρsyᵀ)B(I − ρysᵀ) + ρssᵀ,  ρ = 1/sᵀy, where s and y are the last changes of x and
    ∇f; B stays unless sᵀy > 0, the curvature condition. t backtracks from α as in LineSearch.
    Good for: smooth losses of up to some thousand parameters, from slopes alone.
    Fails: noisy slopes teach it a wrong curvature; n² numbers to keep.
    Source: Nocedal & Wright 2006, Numerical Optimization, ch. 6.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.rosenbrock, [-1.2, 1.0], BFGS(), steps=40).points[-1].round(6)
    array([1., 1.])
    """

    learning_rate: Rate = 1.0

    def start(self, points: Array) -> Secant:
        """B = I, and no change yet to learn from."""
        d = points.shape[-1]
        inverse = np.broadcast_to(np.eye(d), (*points.shape, d))
        return Secant(inverse, points, np.zeros_like(points))

    def step(self, f: Objective, points: Array, memory: Secant) -> tuple[Array, Secant]:
        """Learn from the last step, then search along the new direction."""
        gradient = f.gradient(points)
        inverse = self.learn(memory.inverse, points - memory.points, gradient - memory.gradient)
        direction = -times(inverse, gradient)
        moved = backtrack(f, points, direction, gradient, self.learning_rate)
        return moved, Secant(inverse, points, gradient)

    def learn(self, inverse: Array, s: Array, y: Array) -> Array:
        """B ← (I − ρsyᵀ)B(I − ρysᵀ) + ρssᵀ where sᵀy > 0: the nearest B with By = s."""
        curvature = dot(s, y)[..., None, None]
        least = 1e-12 * np.sqrt(dot(s, s) * dot(y, y))[..., None, None]
        positive = curvature > np.maximum(least, 1e-200)  # at the minimum both may underflow
        rho = ratio(1.0, curvature)
        s_column = s[..., :, None]
        s_row = s[..., None, :]
        y_row = y[..., None, :]
        left = np.eye(s.shape[-1]) - rho * s_column * y_row
        learnt = left @ inverse @ np.swapaxes(left, -1, -2) + rho * s_column * s_row
        return np.where(positive, learnt, inverse)


@dataclass(frozen=True, eq=False)
class LineSearch(Rule, title="line search"):
    """Any rule, each step shortened until it pays: x ← x + tp, where p is the rule's own step.

    t is the first of α, α/2, α/4, … with f(x + tp) ≤ f(x) + c t ∇f(x)·p, c = 10⁻⁴. A step that
    points uphill is turned round; a point from which no t pays stays.
    Good for: any rule whose steps are sometimes too long.
    Fails: each step costs several values, and noise in them misleads it.
    Source: Armijo 1966, doi:10.2140/pjm.1966.16.1.

    >>> from calclib import descend, landscapes
    >>> rule = LineSearch(rule=Newton())
    >>> descend(landscapes.rosenbrock, [-1.2, 1.0], rule, steps=25).points[-1].round(6)
    array([1., 1.])
    """

    learning_rate: Rate = 1.0
    rule: Rule = GradientDescent(1.0)

    @property
    def breakdown(self) -> str:  # type: ignore[override]
        """The inner rule's word."""
        return self.rule.breakdown

    def start(self, points: Array) -> object:
        """The inner rule's memory."""
        return self.rule.start(points)

    def step(self, f: Objective, points: Array, memory: object) -> tuple[Array, object]:
        """Ask the rule for a step, then try how much of it to take."""
        moved, memory = self.rule.step(f, points, memory)
        gradient = f.gradient(points)
        return backtrack(f, points, moved - points, gradient, self.learning_rate), memory
