"""Rules around rules: clipped gradients, averaged points, a box to stay in, uphill not down."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array, check_whole, refuse_truth
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number
from calclib.optimize.rules import Rule
from calclib.optimize.steps import dot, ratio


@dataclass(frozen=True, eq=False)
class Wrapper(Rule):
    """A rule inside another; memory, label and word for a breakdown are the inner rule's.

    >>> from calclib import GradientDescent
    >>> Clipped(GradientDescent(0.1)).label
    'gradient descent, α = 0.1, clipped'
    """

    rule: Rule

    @property
    def breakdown(self) -> str:  # type: ignore[override]
        """The inner rule's word."""
        return self.rule.breakdown

    @property
    def label(self) -> str:
        """The inner rule's label, and what is done to it."""
        return f"{self.rule.label}, {self.title}"

    def start(self, points: Array) -> object:
        """The inner rule's memory."""
        return self.rule.start(points)


@dataclass(frozen=True, eq=False)
class View:
    """A function as a wrapper shows it to the rule inside; here everything is as in f.

    >>> from calclib import landscapes
    >>> View(landscapes.bowl).gradient([1.0, 2.0])
    array([2., 4.])
    """

    f: Objective

    def value(self, points: ArrayLike) -> Array:
        """What the rule is told for f."""
        return self.f.value(points)

    def gradient(self, points: ArrayLike) -> Array:
        """What the rule is told for ∇f."""
        return self.f.gradient(points)

    def hessian(self, points: ArrayLike) -> Array:
        """What the rule is told for the second derivatives."""
        return self.f.hessian(points)

    def hessian_vector(self, points: ArrayLike, vectors: ArrayLike) -> Array:
        """What the rule is told for the second derivatives times vectors."""
        return self.f.hessian_vector(points, vectors)

    def residuals(self, points: ArrayLike) -> Array:
        """What the rule is told for the terms of a sum of squares."""
        return self.f.residuals(points)

    def jacobian(self, points: ArrayLike) -> Array:
        """What the rule is told for the derivatives of these terms."""
        return self.f.jacobian(points)


@dataclass(frozen=True, eq=False)
class ShortenedSlopes(View):
    """A function whose gradient is never longer than `norm`: g ← g · min(1, norm/‖g‖).

    >>> from calclib import landscapes
    >>> ShortenedSlopes(landscapes.bowl, norm=1.0).gradient([300.0, 400.0])
    array([0.6, 0.8])
    """

    norm: Number

    def gradient(self, points: ArrayLike) -> Array:
        """The gradient of f, shortened."""
        gradient = self.f.gradient(points)
        length = np.sqrt(dot(gradient, gradient))[..., None]
        return gradient * np.minimum(1.0, ratio(self.norm, length, where_zero=1.0))


class UpsideDown(View):
    """−f: what is uphill on f is downhill here.

    >>> from calclib import landscapes
    >>> UpsideDown(landscapes.bowl).gradient([1.0, 2.0])
    array([-2., -4.])
    """

    def value(self, points: ArrayLike) -> Array:
        """−f."""
        return -self.f.value(points)

    def gradient(self, points: ArrayLike) -> Array:
        """−∇f."""
        return -self.f.gradient(points)

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives of −f."""
        return -self.f.hessian(points)

    def hessian_vector(self, points: ArrayLike, vectors: ArrayLike) -> Array:
        """The second derivatives of −f times vectors."""
        return -self.f.hessian_vector(points, vectors)

    def residuals(self, points: ArrayLike) -> Array:
        """Nothing: −f = −Σrᵢ² has no terms; raises TypeError."""
        raise TypeError(
            "Uphill, a sum of squares becomes −Σrᵢ², which is no sum of squares; "
            "use a rule that needs no residuals."
        )


@dataclass(frozen=True, eq=False)
class Clipped(Wrapper, title="clipped"):
    """Any rule on shortened gradients: g ← g · min(1, c/‖g‖), c = norm.

    As torch.nn.utils.clip_grad_norm_.
    Good for: cliffs, where one slope is so large that a step along it would throw the run away.
    Fails: with minibatches it shortens rare large slopes, so that their mean is no longer right.
    Source: Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063.

    >>> from calclib import GradientDescent, descend, landscapes
    >>> rule = Clipped(GradientDescent(1.0), norm=5.0)
    >>> descend(landscapes.bowl, [300.0, 400.0], rule, steps=1).points[-1]
    array([297., 396.])
    """

    norm: Number = 1.0

    def step(self, f: Objective, points: Array, memory: object) -> tuple[Array, object]:
        """The inner rule's step on gentler slopes."""
        return self.rule.step(ShortenedSlopes(f, self.norm), points, memory)


class Averages(NamedTuple):
    """What `Averaged` remembers: where the inner rule stands, its memory, and the number of steps.

    >>> from calclib import GradientDescent
    >>> Averaged(GradientDescent(0.1)).start(np.ones(2)).inner
    array([1., 1.])
    """

    inner: Array
    memory: object
    t: int


@dataclass(frozen=True, eq=False)
class Averaged(Wrapper, title="averaged"):
    """Any rule, and the mean of its points in their place: x̄ ← x̄ + (x − x̄)/n, n = 1, 2, …

    decay: with a number β, the running mean x̄ ← βx̄ + (1−β)x instead (EMA), which forgets.
    after: the mean begins after so many steps; until then it is the point itself.
    The rule inside walks on as if it were alone: it never sees the mean. As
    torch.optim.swa_utils.AveragedModel, whose mean begins with the first point after the start.
    Good for: slopes with noise, at a fixed rate; the mean is far nearer than the points.
    Fails: a mean remembers where it came from; begun too soon, it holds the run back.
    Source: Polyak & Juditsky 1992, doi:10.1137/0330046; for networks Izmailov et al. 2018,
    arXiv:1803.05407.

    >>> from calclib import Function, GradientDescent, descend
    >>> rule = Averaged(GradientDescent(1.0))  # jumps from 1 to −1 and back for ever
    >>> descend(Function("x^2"), 1.0, rule, steps=4).points[:, 0]
    array([ 1.        , -1.        ,  0.        , -0.33333333,  0.        ])
    """

    decay: Number | None = None
    after: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_whole("after", self.after, least=0)

    def start(self, points: Array) -> Averages:
        """The inner rule at the start, and nothing averaged yet."""
        return Averages(points, self.rule.start(points), 0)

    def step(self, f: Objective, points: Array, memory: Averages) -> tuple[Array, Averages]:
        """The inner rule's step from its own point, then the mean of where it has been."""
        x, inner_memory = self.rule.step(f, memory.inner, memory.memory)
        t = memory.t + 1
        n = t - self.after
        if n <= 1:
            mean = x
        elif self.decay is None:
            mean = points + (x - points) / n
        else:
            mean = self.decay * points + (1 - self.decay) * x
        return mean, Averages(x, inner_memory, t)


@dataclass(frozen=True, eq=False)
class Projected(Wrapper, title="projected"):
    """Any rule, each step brought back to the nearest point of a box (x₀, x₁, y₀, y₁, …).

    Raises ValueError for a box without an inside, or of another dimension than the points.

    >>> from calclib import Function, GradientDescent, descend
    >>> descend(Function("2x"), 0.5, Projected(GradientDescent(0.5), (-1, 1)), steps=2).points[:, 0]
    array([ 0.5, -0.5, -1. ])
    """

    box: tuple[float, ...] = (-1.0, 1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_truth("An end of the box", self.box)
        try:
            ends = np.array(self.box, dtype=float)
        except (TypeError, ValueError):
            ends = np.zeros(0)
        ends = ends if ends.ndim == 1 else np.zeros(0)
        low = ends[0::2]
        high = ends[1::2]
        if not low.size or low.shape != high.shape or not (low < high).all():
            raise ValueError(
                f"The box {self.box} has no inside; give (x₀, x₁, y₀, y₁, …) with x₀ < x₁, y₀ < y₁."
            )

    def step(self, f: Objective, points: Array, memory: object) -> tuple[Array, object]:
        """The inner rule's step, then back into the box."""
        if points.shape[-1] != len(self.box) // 2:
            raise ValueError(
                f"The box {self.box} bounds {len(self.box) // 2} coordinates, but the points have "
                f"{points.shape[-1]}; give two ends for each coordinate."
            )
        points, memory = self.rule.step(f, points, memory)
        return np.clip(points, self.box[0::2], self.box[1::2]), memory


class Ascent(Wrapper, title="uphill"):
    """Any rule uphill: it is shown −f, while the path records the values of f.

    >>> from calclib import Function, GradientDescent, descend
    >>> descend(Function("1 - x^2"), 1.0, Ascent(GradientDescent(0.25)), steps=2).values
    array([0.    , 0.75  , 0.9375])
    """

    def step(self, f: Objective, points: Array, memory: object) -> tuple[Array, object]:
        """The inner rule's step on −f."""
        return self.rule.step(UpsideDown(f), points, memory)
