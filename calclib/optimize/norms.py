"""Steepest descent in other norms: the sign of each slope, and the polar factor of a matrix.

A step of gradient descent is the steepest one among all steps of one Euclidean length. Measure a
step by its largest coordinate, or a matrix by how far it can stretch a vector, and other steps are
the steepest: those of the rules below.
Source: Bernstein & Newhouse 2024, "Old optimizer, new norm", arXiv:2409.20325.
"""

from dataclasses import dataclass

import numpy as np

from calclib.arrays import Array
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number
from calclib.optimize.rules import Nothing, Rate, Rule
from calclib.optimize.steps import ratio

# Jordan's numbers: so steep at 0 that small singular values grow by 3.4445 in each round.
QUINTIC = (3.4445, -4.7750, 2.0315)
ROUNDS = 5


@dataclass(frozen=True, eq=False)
class SignDescent(Rule, title="sign descent"):
    """Every coordinate moves by the same length: x ← x − α sign(∇f(x)).

    The steepest step among those whose largest coordinate is α; Adam's without its memories,
    β₁ = β₂ = 0 and ε = 0.
    Good for: slopes of unlike sizes along the coordinates; a step costs one bit a coordinate.
    Fails: at a fixed rate it never settles, and it does not see how large a slope is.
    Source: Bernstein et al. 2018, arXiv:1802.04434.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, -100.0], SignDescent(0.5), steps=1).points[-1]
    array([  0.5, -99.5])
    """

    learning_rate: Rate = 0.01

    def step(self, f: Objective, points: Array, memory: Nothing) -> tuple[Array, Nothing]:
        """One step of the same length along every coordinate."""
        return points - self.learning_rate * np.sign(f.gradient(points)), memory


@dataclass(frozen=True, eq=False)
class Lion(Rule, title="Lion"):
    """The sign of a mean slope: c = β₁m + (1−β₁)g,  x ← x − α(sign(c) + λx),  m ← β₂m + (1−β₂)g.

    The step leans more on the newest slope (β₁) than the memory does (β₂). λ is a decay apart from
    the slopes, as in AdamW.
    Good for: Adam's uses with one number to keep for each parameter in place of two.
    Fails: as sign descent it never settles at a fixed rate; it wants smaller rates than Adam.
    Source: Chen et al. 2023, arXiv:2302.06675, program 1.

    >>> from calclib import descend, landscapes
    >>> descend(landscapes.bowl, [1.0, -100.0], Lion(0.5), steps=1).points[-1]
    array([  0.5, -99.5])
    """

    learning_rate: Rate = 1e-4
    beta1: Number = 0.9
    beta2: Number = 0.99
    weight_decay: Number = 0.0

    def start(self, points: Array) -> Array:
        """No mean slope yet."""
        return np.zeros_like(points)

    def step(self, f: Objective, points: Array, m: Array) -> tuple[Array, Array]:
        """The sign of the mean, then the mean."""
        gradient = f.gradient(points)
        c = self.beta1 * m + (1 - self.beta1) * gradient
        moved = points - self.learning_rate * (np.sign(c) + self.weight_decay * points)
        return moved, self.beta2 * m + (1 - self.beta2) * gradient


@dataclass(frozen=True, eq=False)
class Muon(Rule, title="Muon"):
    """Momentum for a matrix W, all its singular values made 1: B ← βB + G,  W ← W − αs·O(G + βB).

    O(USVᵀ) = UVᵀ. As torch.optim.Muon, whose defaults for β and `nesterov` these are: O by five
    rounds of Newton–Schulz, which bring the singular values to about 1, between 0.7 and 1.2, and
    s = √max(1, rows/columns). torch counts in bfloat16, and decays the weights by default.
    shape: the rows and columns of W, whose entries are the coordinates of a point, row by row; by
    default one row, for which the step is that of momentum at the length α.
    exact: take UVᵀ itself, by a singular value decomposition. nesterov: False takes O(B).
    Raises ValueError for a shape that does not hold the coordinates of a point.
    Good for: the weight matrices inside a network; large and small singular directions move alike.
    Fails: at a fixed rate it never settles; for vectors, biases and tables it has nothing to offer.
    Source: Jordan et al. 2024, kellerjordan.github.io/posts/muon.

    >>> from calclib import Function, descend
    >>> f = Function(lambda w: np.sum(w * [3.0, 0.0, 0.0, -0.1], axis=-1), dimension=4)
    >>> descend(f, np.zeros(4), Muon(0.5, shape=(2, 2), exact=True), steps=1).points[-1] + 0.0
    array([-0.5,  0. ,  0. ,  0.5])
    """

    learning_rate: Rate = 0.001
    beta: Number = 0.95
    shape: tuple[int, int] | None = None
    nesterov: bool = True
    exact: bool = False

    def start(self, points: Array) -> Array:
        """No velocity."""
        rows, columns = self.shape or (1, points.shape[-1])
        if rows * columns != points.shape[-1]:
            raise ValueError(
                f"Muon's shape {self.shape} holds {rows * columns} numbers, but the points have "
                f"{points.shape[-1]}; give the rows and columns of the matrix."
            )
        return np.zeros_like(points)

    def step(self, f: Objective, points: Array, velocity: Array) -> tuple[Array, Array]:
        """Momentum, then its polar factor in its place."""
        gradient = f.gradient(points)
        velocity = self.beta * velocity + gradient
        direction = gradient + self.beta * velocity if self.nesterov else velocity
        rows, columns = self.shape or (1, points.shape[-1])
        matrix = direction.reshape(*direction.shape[:-1], rows, columns)
        factor = polar_factor(matrix) if self.exact else newton_schulz(matrix)
        s = max(1.0, rows / columns) ** 0.5
        return points - self.learning_rate * s * factor.reshape(points.shape), velocity


@np.errstate(all="ignore")
def polar_factor(matrix: Array) -> Array:
    """UVᵀ of a matrix USVᵀ (..., m, n): its directions kept, all its singular values made 1.

    A singular value that is 0 but for rounding stays 0, as sign(0) = 0; a matrix with an entry that
    is not finite gives nan.

    >>> polar_factor(np.array([[3.0, 0.0], [0.0, -0.1]]))
    array([[ 1.,  0.],
           [ 0., -1.]])
    """
    finite = np.all(np.isfinite(matrix), axis=(-2, -1), keepdims=True)
    U, S, Vt = np.linalg.svd(np.where(finite, matrix, 0.0), full_matrices=False)
    tiny = max(matrix.shape[-2:]) * np.finfo(float).eps * S.max(axis=-1, keepdims=True)
    kept = np.where(tiny < S, 1.0, 0.0)
    return np.where(finite, (U * kept[..., None, :]) @ Vt, np.nan)


@np.errstate(all="ignore")
def newton_schulz(matrix: Array, rounds: int = ROUNDS) -> Array:
    """Nearly the polar factor, by products alone: X ← aX + (bA + cA²)X with A = XXᵀ.

    matrix: (..., m, n). It begins at X = M/‖M‖, so that no singular value is above 1; each round
    puts as + bs³ + cs⁵ in the place of each singular value s, with
    (a, b, c) = (3.4445, −4.7750, 2.0315).
    Source: Jordan et al. 2024, kellerjordan.github.io/posts/muon.

    >>> np.linalg.svd(newton_schulz(np.diag([3.0, 0.1])))[1].round(2)
    array([1.13, 0.7 ])
    """
    a, b, c = QUINTIC
    wide = matrix.shape[-2] <= matrix.shape[-1]
    X = matrix if wide else np.swapaxes(matrix, -1, -2)
    X = ratio(X, np.abs(X).max(axis=(-2, -1), keepdims=True))  # so that no square overflows
    X = ratio(X, np.sqrt(np.sum(X * X, axis=(-2, -1), keepdims=True)))
    for _ in range(rounds):
        A = X @ np.swapaxes(X, -1, -2)
        X = a * X + (b * A + c * A @ A) @ X
    return X if wide else np.swapaxes(X, -1, -2)
