"""Newton inside a disc: how far the quadratic model is trusted depends on what it promised."""

from dataclasses import dataclass

import numpy as np

from calclib.arrays import Array
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number
from calclib.optimize.rules import Rule, as_numbers
from calclib.optimize.steps import dot, times

HALVINGS = 120  # of the interval in which the damping is sought: more than a float has digits
ACCEPTED = 0.1  # η: the share of the promise that a step must keep to be taken
HIDDEN = 1e-12  # a step whose ‖s‖² falls short of Δ² by more than this share ends inside the disc
ON_THE_RIM = 1e-3  # a step nearer to the rim than this share of the radius lies on it


@np.errstate(all="ignore")
def lowest_in_disc(matrix: Array, gradient: Array, radius: Number) -> Array:
    """The step s with ‖s‖ ≤ Δ at which the model g·s + ½ sᵀHs is lowest.

    It is the damped step −(H + λI)⁻¹g for one λ ≥ 0 that leaves no eigenvalue of H + λI negative:
    λ = 0 where that step is inside the disc, else the λ at which ‖s‖ = Δ. Where g has no part along
    the lowest eigenvector and H is not positive, the step reaches the rim along that eigenvector.

    matrix: H (..., d, d), symmetric.
    gradient: g (..., d).
    radius: Δ > 0, broadcasts to (..., 1).
    Returns (..., d); nan where H or g is not finite.
    Source: Nocedal & Wright 2006, Numerical Optimization, theorem 4.1 and section 4.3.

    >>> lowest_in_disc(np.diag([2.0, 4.0]), np.array([2.0, 4.0]), 10.0)
    array([-1., -1.])
    >>> lowest_in_disc(np.diag([1.0, -2.0]), np.array([0.0, 0.0]), 3.0)
    array([0., 3.])
    """
    finite = np.all(np.isfinite(matrix), axis=(-2, -1), keepdims=True)
    curvature, directions = np.linalg.eigh(np.where(finite, matrix, np.eye(matrix.shape[-1])))
    slope = times(np.swapaxes(directions, -1, -2), gradient)
    lowest = curvature[..., :1]
    size = _length(gradient)
    gaps = curvature - lowest
    # The damping is sought as its excess over −lowest, λ + lowest: subtracted later it would lose
    # the digits that matter where the slope along the lowest eigenvector is almost 0.
    low = np.maximum(0.0, lowest)
    high = np.maximum(low, size / radius)

    def damped(excess: Array) -> Array:
        """−(H + λI)⁻¹g in the directions of the eigenvectors; 0 where there is no slope."""
        return np.where(slope == 0, 0.0, -slope / (gaps + excess))

    newton = damped(lowest)
    inside = (lowest > 0) & (_length(newton) <= radius)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        too_long = _length(damped(middle)) > radius
        low = np.where(too_long, middle, low)
        high = np.where(too_long, high, middle)
    on_the_rim = damped(high)
    # Where the excess is too small for a float there is no slope to speak of.
    on_the_rim = np.where(np.isfinite(on_the_rim), on_the_rim, 0.0)
    step = np.where(inside, newton, on_the_rim)
    along = np.arange(step.shape[-1]) == 0
    others = np.where(along, 0.0, step)
    missing = radius**2 - dot(step, step)[..., None]
    short = ~inside & (missing > HIDDEN * radius**2)  # there is no slope along the lowest
    rest = np.sqrt(np.maximum(0.0, radius**2 - dot(others, others)[..., None]))
    to_the_rim = others + along * np.where(slope[..., :1] > 0, -rest, rest)
    step = np.where(short, to_the_rim, step)
    return np.where(finite[..., 0], times(directions, step), np.nan)


@dataclass(frozen=True, eq=False)
class TrustRegion(Rule, title="trust region"):
    """Newton inside a disc of radius Δ: x ← x + s, where s is the lowest step of the model in it.

    ρ is the fall of f over the fall that the model promised. Where ρ < ¼ the radius becomes Δ/4;
    where ρ > ¾ and s reaches the rim it doubles, up to `largest`; a step with ρ ≤ 0.1 is not taken.
    So no step climbs, and at a saddle the rule leaves along the negative curvature.

    radius: Δ at the start, a number or an array that broadcasts to (..., 1).
    largest: the most that Δ may become.
    Raises ValueError unless 0 < radius ≤ largest.
    Good for: few parameters, from any start: Newton's last steps without its leaps.
    Fails: n² numbers to keep and n³ work a step, and noise in f spoils ρ.
    Source: Nocedal & Wright 2006, Numerical Optimization, algorithm 4.1.

    >>> from calclib import descend, landscapes
    >>> path = descend(landscapes.rosenbrock, [-1.2, 1.0], TrustRegion(), steps=40)
    >>> path.points[-1].round(6), bool((np.diff(path.values) <= 0).all())
    (array([1., 1.]), True)
    """

    radius: Number = 1.0
    largest: Number = np.inf

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("radius", "largest"):
            as_numbers(self, name, getattr(self, name))
        if not np.all((np.asarray(self.radius) > 0) & (self.radius <= np.asarray(self.largest))):
            raise ValueError(
                f"TrustRegion: radius = {self.radius} must be above 0 and at most "
                f"largest = {self.largest}."
            )

    def start(self, points: Array) -> Array:
        """The radius of each run, (..., 1)."""
        return np.broadcast_to(np.asarray(self.radius, float), (*points.shape[:-1], 1)).copy()

    def step(self, f: Objective, points: Array, radius: Array) -> tuple[Array, Array]:
        """The best step in the disc; then what it kept of its promise sets the next disc."""
        gradient = f.gradient(points)
        hessian = f.hessian(points)
        s = lowest_in_disc(hessian, gradient, radius)
        promised = -dot(gradient, s) - dot(s, times(hessian, s)) / 2
        fall = f.value(points) - f.value(points + s)
        rho = np.where(np.isfinite(fall), fall / np.where(promised > 0, promised, np.inf), -1.0)
        rho = rho[..., None]
        nothing = (promised <= 0)[..., None]  # level ground: nothing is promised, nothing moves
        rim = _length(s) >= (1 - ON_THE_RIM) * radius
        wider = np.where((rho > 0.75) & rim, np.minimum(2 * radius, self.largest), radius)
        changed = np.where(rho < 0.25, radius / 4, wider)
        moved = np.where(rho > ACCEPTED, points + s, points)
        moved = np.where(np.isnan(s), np.nan, moved)
        return np.where(nothing, points, moved), np.where(nothing, radius, changed)


def _length(vectors: Array) -> Array:
    """‖v‖ over the last axis, kept: (..., d) → (..., 1); hypot, so that no square underflows."""
    return np.asarray(np.hypot.reduce(vectors, axis=-1, keepdims=True))
