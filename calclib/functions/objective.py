"""What a rule may ask of a loss: the one thing that functions and rules have to agree on."""

from typing import Protocol

from numpy.typing import ArrayLike

from calclib.arrays import Array


class Objective(Protocol):
    """A loss f: ℝᵈ → ℝ at points shaped (..., d), as a rule sees it.

    Every Function is one. So is a view of one, such as the loss with clipped slopes that
    `Clipped` shows to the rule inside it.

    >>> from calclib import Function
    >>> loss: Objective = Function("x^2 + y^2")
    >>> loss.gradient([1.0, 2.0])
    array([2., 4.])
    """

    def value(self, points: ArrayLike) -> Array:
        """f → (...)."""

    def gradient(self, points: ArrayLike) -> Array:
        """∇f → (..., d)."""

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives of f → (..., d, d)."""

    def hessian_vector(self, points: ArrayLike, vectors: ArrayLike) -> Array:
        """The second derivatives of f times vectors (..., d) → (..., d)."""

    def residuals(self, points: ArrayLike) -> Array:
        """The terms rᵢ of f = Σ rᵢ² → (..., m); raises TypeError where f is no such sum."""

    def jacobian(self, points: ArrayLike) -> Array:
        """∂rᵢ/∂xⱼ of these terms → (..., m, d)."""
