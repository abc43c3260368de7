"""Rules that make one likely mistake each: what a learner's own optimizer may turn out to be.

A row of MUTANTS holds the rules that the mistake is possible in, the sentence for it, and what
makes a mistaken rule of a right one. Every mistake is written as the formula that it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.objective import Objective
from calclib.functions.schedules import Number
from calclib.optimize.rules import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GradientDescent,
    LargestMoments,
    Moments,
    Momentum,
    Nesterov,
    Newton,
    RMSprop,
    Rule,
)
from calclib.optimize.steps import ratio, times
from calclib.optimize.wrappers import View, Wrapper

# From a rule of the kind that the mistake is possible in; the table below holds many kinds.
Make: TypeAlias = Callable[[Any], Rule]
R = TypeVar("R", bound=Rule)
M = TypeVar("M")


def mutant(
    formula: Callable[[R, Objective, Array, M], tuple[Array, M]],
) -> Callable[[R], Rule]:
    """Make a rule that steps by this formula of a right one, whose numbers and memory it has."""

    class Mutant(Wrapper):
        title: ClassVar[str] = formula.__name__
        rule: R

        def step(self, f: Objective, points: Array, memory: M) -> tuple[Array, M]:
            return formula(self.rule, f, points, memory)

    return Mutant


@mutant
def uphill(rule: Rule, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x − (step)."""
    moved, memory = rule.step(f, x, memory)
    return 2 * x - moved, memory


@mutant
def two_steps(rule: Rule, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x + 2 (step)."""
    moved, memory = rule.step(f, x, memory)
    return 2 * moved - x, memory


@mutant
def half_a_step(rule: Rule, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x + (step)/2."""
    moved, memory = rule.step(f, x, memory)
    return (moved + x) / 2, memory


@mutant
def without_rate(rule: Rule, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x − ∇f(x)."""
    return x - f.gradient(x), memory


@mutant
def step_alone(rule: GradientDescent, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← −α∇f(x)."""
    return -(rule.learning_rate * f.gradient(x)), memory


@mutant
def against_the_point(rule: GradientDescent, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x − αx."""
    return x - rule.learning_rate * x, memory


@mutant
def one_by_one(rule: Rule, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """Each coordinate is moved in place, and the slope of the next is taken there."""
    x = x.copy()
    for i in range(x.shape[-1]):
        x[..., i] = rule.step(f, x, memory)[0][..., i]
    return x, memory


@mutant
def old_velocity(rule: Momentum, f: Objective, x: Array, v: Array) -> tuple[Array, Array]:
    """x ← x − αv, then v ← βv + g."""
    return x - rule.learning_rate * v, rule.beta * v + f.gradient(x)


@mutant
def new_point_first(rule: Momentum, f: Objective, x: Array, v: Array) -> tuple[Array, Array]:
    """x ← x − αv with the old v, then v ← βv + ∇f at the new x."""
    x = x - rule.learning_rate * v
    return x, rule.beta * v + f.gradient(x)


@mutant
def with_a_damped_gradient(rule: Momentum, f: Objective, x: Array, v: Array) -> tuple[Array, Array]:
    """v ← βv + (1−β)g."""
    v = rule.beta * v + (1 - rule.beta) * f.gradient(x)
    return x - rule.learning_rate * v, v


@mutant
def without_friction(rule: Momentum, f: Objective, x: Array, v: Array) -> tuple[Array, Array]:
    """v ← v + g."""
    v = v + f.gradient(x)
    return x - rule.learning_rate * v, v


@mutant
def rate_twice(rule: Momentum, f: Objective, x: Array, v: Array) -> tuple[Array, Array]:
    """v ← βv + αg, and x ← x − αv."""
    v = rule.beta * v + rule.learning_rate * f.gradient(x)
    return x - rule.learning_rate * v, v


@mutant
def with_steps_of_one_length(
    rule: GradientDescent, f: Objective, x: Array, memory: M
) -> tuple[Array, M]:
    """x ← x − α∇f/‖∇f‖."""
    slope = f.gradient(x)
    length = np.linalg.norm(slope, axis=-1, keepdims=True)
    return x - rule.learning_rate * ratio(slope, length), memory


def _nesterov(
    reach: Callable[[Momentum, Array], Array] = lambda rule, v: rule.learning_rate * rule.beta * v,
    keep: Callable[[Momentum], Number] = lambda rule: rule.beta,
    leave: Callable[[Array, Array], Array] = lambda x, ahead: x,
) -> Make:
    """Nesterov's rule with one of its parts exchanged."""

    @mutant
    def nesterov(rule: Momentum, f: Objective, x: Array, v: Array) -> tuple[Array, Array]:
        ahead = x - reach(rule, v)
        v = keep(rule) * v + f.gradient(ahead)
        return leave(x, ahead) - rule.learning_rate * v, v

    return nesterov


@mutant
def without_memory(rule: Rule, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """The memory is made anew at every step."""
    moved, memory = rule.step(f, x, rule.start(x))
    return moved, memory


@mutant
def without_the_root(
    rule: AdaGrad | RMSprop, f: Objective, x: Array, squares: Array
) -> tuple[Array, Array]:
    """x ← x − αg/(s + ε)."""
    _, squares = rule.step(f, x, squares)
    step = rule.learning_rate * ratio(f.gradient(x), squares + rule.epsilon)
    return x - step, squares


@mutant
def without_the_share_of_a_square(
    rule: RMSprop, f: Objective, x: Array, squares: Array
) -> tuple[Array, Array]:
    """s ← βs + g²."""
    gradient = f.gradient(x)
    squares = rule.beta * squares + gradient * gradient
    return x - rule.learning_rate * ratio(gradient, np.sqrt(squares) + rule.epsilon), squares


def _adam(
    divisor: Callable[[Adam | AMSGrad, Array], Array] = lambda rule, v_hat: (
        np.sqrt(v_hat) + rule.epsilon
    ),
    correct_m: bool = True,
    correct_v: bool = True,
    betas: Callable[[Adam | AMSGrad], tuple[Number, Number]] = lambda rule: (
        rule.beta1,
        rule.beta2,
    ),
    count: Callable[[int], int] = lambda t: t,
    shares: Callable[[Number, Number], tuple[Number, Number]] = lambda beta1, beta2: (
        1 - beta1,
        1 - beta2,
    ),
    seen: Callable[[Array], tuple[Array, Array]] = lambda g: (g, g**2),
) -> Make:
    """Adam, and AMSGrad for a rule that is AMSGrad, with one of their parts exchanged."""

    @mutant
    def adam(
        rule: Adam | AMSGrad, f: Objective, x: Array, memory: Moments | LargestMoments
    ) -> tuple[Array, Moments | LargestMoments]:
        beta1, beta2 = betas(rule)
        gradient = f.gradient(x)
        t = memory.t + 1
        share1, share2 = shares(beta1, beta2)
        slope, square = seen(gradient)
        m = beta1 * memory.m + share1 * slope
        v = beta2 * memory.v + share2 * square
        m_hat = m / (1 - beta1 ** count(t)) if correct_m else m
        remembered: Moments | LargestMoments = Moments(m, v, t)
        size = v
        if isinstance(memory, LargestMoments):
            size = np.maximum(memory.v_max, v)
            remembered = LargestMoments(m, v, size, t)
        v_hat = size / (1 - beta2 ** count(t)) if correct_v else size
        return x - rule.learning_rate * ratio(m_hat, divisor(rule, v_hat)), remembered

    return adam


@dataclass(frozen=True, eq=False)
class Penalised(View):
    """A loss with an L2 penalty, as a rule sees its slope: ∇f(x) + λx."""

    weight_decay: Number

    def gradient(self, points: ArrayLike) -> Array:
        """∇f(x) + λx."""
        return self.f.gradient(points) + self.weight_decay * np.asarray(points)


@mutant
def decay_in_the_gradient(
    rule: AdamW, f: Objective, x: Array, memory: Moments
) -> tuple[Array, Moments]:
    """Weight decay as part of the gradient: g ← g + λx, then Adam."""
    return Adam.step(rule, Penalised(f, rule.weight_decay), x, memory)


def as_adam(rule: AMSGrad) -> Rule:
    """Adam with the numbers of AMSGrad."""
    return Adam(rule.learning_rate, rule.beta1, rule.beta2, rule.epsilon, rule.bias_correction)


@mutant
def times_the_hessian(rule: Newton, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x − αH∇f(x)."""
    return x - rule.learning_rate * times(f.hessian(x), f.gradient(x)), memory


@mutant
def without_curvature(rule: Newton, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x − α∇f(x)."""
    return x - rule.learning_rate * f.gradient(x), memory


@mutant
def by_the_diagonal_alone(rule: Newton, f: Objective, x: Array, memory: M) -> tuple[Array, M]:
    """x ← x − α∇f(x)/diag H."""
    curvature = np.diagonal(f.hessian(x), axis1=-2, axis2=-1)
    return x - rule.learning_rate * ratio(f.gradient(x), curvature), memory


ADAMS = (Adam, AMSGrad)  # AdamW is an Adam, too
MUTANTS: tuple[tuple[type[Rule] | tuple[type[Rule], ...], str, Make], ...] = (
    (Rule, "It goes uphill: turn the sign of the step round.", uphill),
    (Rule, "Each step is twice as long as it should be.", two_steps),
    (Rule, "Each step is half as long as it should be.", half_a_step),
    (GradientDescent, "The slope is not multiplied by the learning rate.", without_rate),
    (GradientDescent, "That is the step alone: add it to the point.", step_alone),
    (GradientDescent, "The step follows the point, not its slope.", against_the_point),
    (
        GradientDescent,
        "A coordinate is updated in place, and the slope of the next one is taken there: find the "
        "whole gradient first.",
        one_by_one,
    ),
    (
        GradientDescent,
        "Each step has the length of the learning rate: do not divide by the slope's length.",
        with_steps_of_one_length,
    ),
    (Momentum, "The velocity is forgotten at each step.", without_memory),
    (Momentum, "The point moves by the old velocity: update the velocity first.", old_velocity),
    (
        Momentum,
        "The point moves by the old velocity, and the slope is taken after it: velocity first.",
        new_point_first,
    ),
    (Momentum, "The gradient is multiplied by 1 − β; here v ← βv + g.", with_a_damped_gradient),
    (Momentum, "The velocity is not multiplied by β.", without_friction),
    (Momentum, "The learning rate is in it twice: in the velocity and in the step.", rate_twice),
    (
        Nesterov,
        "This is plain momentum: take the slope at the look-ahead point x − αβv.",
        lambda rule: Momentum(rule.learning_rate, rule.beta),
    ),
    (
        Momentum,
        "This is Nesterov's rule: take the slope at x itself.",
        lambda rule: Nesterov(rule.learning_rate, rule.beta),
    ),
    (
        Nesterov,
        "The look-ahead point goes uphill: it is x − αβv.",
        _nesterov(reach=lambda rule, v: -(rule.learning_rate * rule.beta * v)),
    ),
    (
        Nesterov,
        "The look-ahead point lacks β: it is x − αβv.",
        _nesterov(reach=lambda rule, v: rule.learning_rate * v),
    ),
    (
        Nesterov,
        "The look-ahead point lacks α: it is x − αβv.",
        _nesterov(reach=lambda rule, v: rule.beta * v),
    ),
    (
        Nesterov,
        "The velocity is not multiplied by β: v ← βv + ∇f(x − αβv).",
        _nesterov(keep=lambda rule: 1.0),
    ),
    (
        Nesterov,
        "The step starts from the look-ahead point: it starts from x.",
        _nesterov(leave=lambda x, ahead: ahead),
    ),
    (AdaGrad, "The squares do not add up over the steps: keep their sum.", without_memory),
    (AdaGrad, "The root is missing: divide by √G.", without_the_root),
    (RMSprop, "The squares are forgotten at each step: keep their mean.", without_memory),
    (RMSprop, "The root is missing: divide by √s.", without_the_root),
    (RMSprop, "The new square is not multiplied by 1 − β.", without_the_share_of_a_square),
    (
        ADAMS,
        "The bias correction is missing: divide m by 1 − β₁ᵗ, v by 1 − β₂ᵗ.",
        _adam(correct_m=False, correct_v=False),
    ),
    (ADAMS, "The bias correction of v is missing: divide it by 1 − β₂ᵗ.", _adam(correct_v=False)),
    (ADAMS, "The bias correction of m is missing: divide it by 1 − β₁ᵗ.", _adam(correct_m=False)),
    (ADAMS, "The memory is forgotten at each step: return the new m, v and t.", without_memory),
    (ADAMS, "The step count t in the bias correction does not grow.", _adam(count=lambda t: 1)),
    (
        ADAMS,
        "The step count t is one ahead: it is 1 at the first step.",
        _adam(count=lambda t: t + 1),
    ),
    (
        ADAMS,
        "v takes in the slope itself: it takes in its square, (1 − β₂)g².",
        _adam(seen=lambda g: (g, g)),
    ),
    (
        ADAMS,
        "v takes in the size of the slope: it takes in its square, (1 − β₂)g².",
        _adam(seen=lambda g: (g, np.abs(g))),
    ),
    (
        ADAMS,
        "m takes in the square of the slope: it takes in the slope, (1 − β₁)g.",
        _adam(seen=lambda g: (g**2, g**2)),
    ),
    (
        ADAMS,
        "The new slope is not multiplied by 1 − β₁.",
        _adam(shares=lambda beta1, beta2: (1.0, 1 - beta2)),
    ),
    (
        ADAMS,
        "The new square is not multiplied by 1 − β₂.",
        _adam(shares=lambda beta1, beta2: (1 - beta1, 1.0)),
    ),
    (
        ADAMS,
        "The new slope and its square are not multiplied by 1 − β₁ and 1 − β₂.",
        _adam(shares=lambda beta1, beta2: (1.0, 1.0)),
    ),
    (
        ADAMS,
        "The shares are exchanged: β₁ of the old m and 1 − β₁ of the new slope; so for v.",
        _adam(
            betas=lambda rule: (1 - rule.beta1, 1 - rule.beta2),
            correct_m=False,
            correct_v=False,
        ),
    ),
    (ADAMS, "β₁ and β₂ are exchanged.", _adam(betas=lambda rule: (rule.beta2, rule.beta1))),
    (
        ADAMS,
        "The root is missing: divide by √v̂ + ε.",
        _adam(lambda rule, v_hat: v_hat + rule.epsilon),
    ),
    (
        ADAMS,
        "ε is inside the root; here it is outside: √v̂ + ε.",
        _adam(lambda rule, v_hat: np.sqrt(v_hat + rule.epsilon)),
    ),
    (AMSGrad, "This is Adam: divide by the largest v so far.", as_adam),
    (
        AdamW,
        "The decay is part of the gradient, an L2 penalty: subtract αλx apart.",
        decay_in_the_gradient,
    ),
    (AdamW, "The weight decay is missing: subtract αλx.", _adam()),
    (Newton, "It multiplies by the Hessian: solve H p = ∇f for the step p.", times_the_hessian),
    (
        Newton,
        "The curvature is missing, this is gradient descent: solve H p = ∇f.",
        without_curvature,
    ),
    (
        Newton,
        "It divides by the diagonal of the Hessian alone: solve H p = ∇f.",
        by_the_diagonal_alone,
    ),
)
