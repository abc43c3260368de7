"""Endless practice: exercises of each kind and level, drawn from a seed."""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias, TypeVar, Unpack

import numpy as np
import sympy as sp

from calclib.arrays import Array
from calclib.derivatives.symbolic import Step, differentiate
from calclib.expressions.formulas import Definition, expression, real_symbols
from calclib.functions.function import Function
from calclib.optimize.descent import descend
from calclib.optimize.rules import GradientDescent, Momentum, Rule
from calclib.practice.cards import MimeBundle, mimebundle
from calclib.practice.derivations import slips
from calclib.practice.exercises import Details, Exercise, answer_form, exercise
from calclib.practice.mutants import MUTANTS
from calclib.practice.reading import OneOf

Rng: TypeAlias = np.random.Generator
Answer = TypeVar("Answer")
Possible = TypeVar("Possible")
X, Y = real_symbols("xy")
BETA = 0.8  # of momentum by hand; at 1/2 two slips would look alike
KINDS_OF_POINTS = ("minimum", "maximum", "saddle")
RULES = {
    "sum": "Term by term: the derivative of a sum is the sum of the derivatives.",
    "product": "A product: (uv)′ = u′v + uv′. Which are u and v?",
    "quotient": "A quotient: (u/v)′ = (u′v − uv′)/v². Which are u and v?",
    "chain": "A function inside a function: the outer slope there, times the inner derivative.",
    "constant multiple": "The constant factor stays; differentiate the rest.",
    "power": "(xⁿ)′ = n xⁿ⁻¹.",
}


def derivative_exercise(f: Definition, question: str = "", **options: Unpack[Details]) -> Exercise:
    """Ask for the derivative of f, in one variable, with its slips, hints and solution computed.

    f: text, SymPy or NumPy, as `symbolic.derivative` takes it.
    question: "Differentiate …" unless given.
    options: as in `exercise`, its key among them.

    >>> ask = derivative_exercise("sin(3x)")
    >>> ask("cos(3x)")
    Not yet. The inner derivative is missing: multiply by the derivative of what stands inside.
    >>> ask("3 cos 3x").passed
    True
    """
    value, variables = expression(f)
    step = differentiate(value, variables[0])
    asked = f"Differentiate ${sp.latex(value)}$ with respect to ${sp.latex(variables[0])}$."
    made: Details = {
        "slips": slips(step),
        "hints": hints(step),
        "solution": derivation(step),
        "variables": [str(variables[0])],
    }
    return exercise(question or asked, step.result, **(made | options))


def hints(step: Step) -> list[str]:
    """The rule of the last line of a derivation, and then what that line rests on."""
    found = [RULES[step.rule]] if step.rule in RULES else []
    known = [
        rf"$\left({sp.latex(part.expression)}\right)' = {sp.latex(part.result)}$"
        for part in step.parts
        if part.rule not in ("constant", "variable")
    ]
    return found + (["You need: " + ", ".join(known) + "."] if known else [])


def derivation(step: Step) -> str:
    """A derivation line by line, and what u is when a chain is in it."""
    lines: str = step._repr_latex_()
    chained = r"\text{chain}" in lines
    return "In a chain, $u$ is the inner function.\n\n" + lines if chained else lines


def telling_slips(
    wrong: Iterable[tuple[Answer, str]], right: Answer, same: Callable[[Answer, Answer], bool]
) -> list[tuple[Answer, str]]:
    """The slips whose answers are wrong, and which no earlier slip has given."""
    kept: list[tuple[Answer, str]] = []
    for answer, sentence in wrong:
        if not any(same(answer, other) for other in (right, *(other for other, _ in kept))):
            kept.append((answer, sentence))
    return kept


def whole(rng: Rng, low: int, high: int) -> sp.Integer:
    """A whole number other than 0 from low to high."""
    return sp.Integer(int(rng.choice([n for n in range(low, high + 1) if n])))


def one(rng: Rng, *possible: Possible) -> Possible:
    """One of several possibilities."""
    return possible[int(rng.integers(len(possible)))]


def basic(rng: Rng, x: sp.Expr) -> sp.Expr:
    """sin x, cos x or eˣ: times a power of x, none of them becomes another power."""
    return one(rng, sp.sin, sp.cos, sp.exp)(x)


def inside(rng: Rng, x: sp.Expr, level: int) -> sp.Expr:
    """What stands inside a function: a line, or a polynomial."""
    line = whole(rng, 2, 5) * x + whole(rng, -4, 4)
    return line if level == 1 else x ** whole(rng, 2, 3) + whole(rng, -3, 3) * x


def composition(rng: Rng, x: sp.Expr, level: int) -> sp.Expr:
    """A function of a function; from level 3 on, with a third function inside."""
    u = inside(rng, x, level)
    if level > 2:
        u = one(rng, sp.sin, sp.cos, lambda v: 1 + sp.exp(v))(whole(rng, 2, 4) * x)
    outer = one(rng, sp.sin, sp.cos, sp.exp, lambda v: v ** whole(rng, 3, 6), sp.tanh)
    return outer(u)


def derivative(rng: Rng, level: int) -> Exercise:
    """Sums; products and quotients; both with a chain inside."""
    if level == 1:
        f = whole(rng, -5, 5) * X ** whole(rng, 2, 6) + whole(rng, -5, 5) * one(
            rng, X, basic(rng, X)
        )
        return derivative_exercise(f + whole(rng, -9, 9))
    other = basic(rng, X) if level == 2 else composition(rng, X, 1)
    power = X ** whole(rng, 1, 4)
    return derivative_exercise(one(rng, power * other, other / (power + 1), power / other))


def chain(rng: Rng, level: int) -> Exercise:
    """A line inside; a polynomial inside; three functions deep."""
    return derivative_exercise(composition(rng, X, level))


def partial(rng: Rng, level: int) -> Exercise:
    """Both partial derivatives: of a polynomial; with basic functions; with a chain."""
    power = X ** whole(rng, 1, 3) * Y ** whole(rng, 1, 3)
    f = whole(rng, 2, 5) * power + whole(rng, -4, 4) * X ** whole(rng, 1, 3)
    if level == 2:
        f = X ** whole(rng, 1, 3) * basic(rng, Y) + whole(rng, -4, 4) * X * Y
    if level > 2:
        f = basic(rng, power) + whole(rng, -4, 4) * Y**2
    along, across = (differentiate(f, v) for v in (X, Y))
    wrong: list[tuple[list[sp.Expr], str]] = [
        ([across.result, along.result], "They are exchanged: ∂f/∂x comes first."),
        *(([slip, across.result], f"∂f/∂x: {why}") for slip, why in slips(along)),
        *(([along.result, slip], f"∂f/∂y: {why}") for slip, why in slips(across)),
    ]
    return exercise(
        f"Give both partial derivatives of ${sp.latex(f)}$, as $∂f/∂x$, $∂f/∂y$.",
        [along.result, across.result],
        slips=wrong,
        names=(("∂f/∂x", "f_x", "x"), ("∂f/∂y", "f_y", "y")),
        hints=["Along x, y is a constant; along y, x is."],
        solution=re.sub(
            r"\\tfrac{d}{d([xy])}",
            r"\\tfrac{\\partial}{\\partial \1}",
            f"{derivation(along)}\n\n{across._repr_latex_()}",
        ),
    )


def gradient_step(rng: Rng, level: int) -> Exercise:
    """By hand: one step in one variable; in two; two steps with momentum."""
    rate = float(one(rng, 0.1, 0.2, 0.25, 0.5))
    f = whole(rng, 1, 3) * X**2 + whole(rng, -4, 4) * X
    start = [int(whole(rng, -5, 5))]
    if level == 2:
        f = f + whole(rng, 1, 3) * Y**2 + whole(rng, -2, 2) * X * Y
        start.append(int(whole(rng, -5, 5)))
    rule: Rule = GradientDescent(rate) if level < 3 else Momentum(rate, BETA)
    steps = 1 if level < 3 else 2
    loss = Function(f)
    path = descend(loss, start, rule, steps)
    ends = (
        (landing(descend(loss, start, make(rule), steps).points), sentence)
        for kind, sentence, make in MUTANTS
        if isinstance(rule, kind)
    )
    names = ", ".join(loss.variables)
    numbers = ", ".join(map(str, start))
    how = f"two steps of momentum (β = {BETA}, v = 0 at first)"
    slopes = [sp.latex(differentiate(f, sp.Symbol(n, real=True)).result) for n in loss.variables]
    return exercise(
        f"$L = {sp.latex(f)}$. You start at ${names} = {numbers}$ with $α = {rate:g}$. Where "
        f"are you after {'one step of gradient descent' if level < 3 else how}?",
        landing(path.points),
        slips=telling_slips(
            ((end, why) for end, why in ends if np.all(np.isfinite(end))),
            landing(path.points),
            np.allclose,
        ),
        names=loss.variables if len(loss.variables) > 1 else (),
        hints=[
            f"The gradient is $\\nabla L = {pair(slopes)}$. What is it at the start?",
            "$x ← x − α∇L(x)$." if level < 3 else "$v ← βv + ∇L(x)$, then $x ← x − αv$; twice.",
        ],
        solution=" Then ".join(
            by_hand(path.points, path.gradients, rate, 0 if level < 3 else BETA)
        ),
    )


def by_hand(points: Array, gradients: Array, rate: float, beta: float) -> Iterator[str]:
    """Each step of a walk in numbers: the slope, the velocity if there is one, the new point."""
    velocity = np.zeros_like(points[0])
    for k, point in enumerate(points[:-1]):
        before = velocity
        velocity = beta * velocity + gradients[k]
        at, pull, v, to = (pair(numbers(n)) for n in (point, gradients[k], velocity, points[k + 1]))
        moved = f", $v = {beta} · {pair(numbers(before))} + {pull} = {v}$" if beta else ""
        yield f"$∇L{at} = {pull}${moved}, and ${at} − {rate:g} · {v} = {to}$."


def numbers(point: Array) -> list[str]:
    """The coordinates of a point, to six digits."""
    return [f"{coordinate + 0.0:.6g}" for coordinate in point]  # -0 becomes 0


def pair(parts: Sequence[str]) -> str:
    """Coordinates in brackets."""
    return f"({', '.join(parts)})"


def landing(points: Array) -> float | Array:
    """The last point of a walk: a number in one variable, an array in several."""
    last = points[-1]
    return float(last[0]) if len(last) == 1 else last


def hessian(rng: Rng, level: int) -> Exercise:
    """Minimum, maximum or saddle: of a quadratic; with a mixed term; of a cubic."""
    a = whole(rng, -4, 4)
    c = whole(rng, -4, 4)
    b = whole(rng, -9, 9) if level > 1 else sp.Integer(0)
    while 4 * a * c == b**2:
        b += 1
    f = a * X**2 + b * X * Y + c * Y**2
    point = (0, 0)
    if level > 2:
        p = whole(rng, -3, 3)
        f = X**3 - 3 * p**2 * X + b * (X - p) * Y + c * Y**2
        point = (int(p), 0)
        while 12 * p * c == b**2:
            c += 1
            f = X**3 - 3 * p**2 * X + b * (X - p) * Y + c * Y**2
    f = sp.expand(f)
    matrix = sp.hessian(f, (X, Y)).subs({X: point[0], Y: point[1]})
    kind = kind_of(float(matrix.det()), float(matrix.trace()))
    looks = {
        "∂²f/∂x² alone does not decide: look at the determinant too.": float(matrix[0, 0]),
        "∂²f/∂y² alone does not decide: look at the determinant too.": float(matrix[1, 1]),
    }
    wrong = [(kind_of(1.0, second), sentence) for sentence, second in looks.items()]
    other = "The determinant of the Hessian is positive: both curvatures have one sign."
    wrong += [("saddle", other)] if kind != "saddle" else []
    return exercise(
        f"$f = {sp.latex(f)}$ is level at ${point}$. Minimum, maximum or saddle?",
        OneOf(kind, KINDS_OF_POINTS),
        slips=telling_slips(wrong, kind, operator.eq),
        hints=[
            "The Hessian holds the second derivatives. What is its determinant?",
            "A negative determinant: a saddle. A positive one: the sign of the trace decides.",
        ],
        solution=f"$H = {sp.latex(matrix)}$ has determinant ${matrix.det()}$ and trace "
        f"${matrix.trace()}$: a {kind}.",
    )


def kind_of(determinant: float, trace: float) -> str:
    """What a level point is, by the determinant of its Hessian and then the trace.

    >>> kind_of(-1.0, 3.0), kind_of(2.0, 3.0), kind_of(2.0, -3.0)
    ('saddle', 'minimum', 'maximum')
    """
    if determinant < 0:
        return "saddle"
    return "minimum" if trace > 0 else "maximum"


KINDS: dict[str, Callable[[Rng, int], Exercise]] = {
    "derivative": derivative,
    "chain": chain,
    "partial": partial,
    "step": gradient_step,
    "hessian": hessian,
}


@dataclass(frozen=True)
class Practice:
    """Endless exercises of one kind: practice[0], practice[1], …

    The same seed gives the same exercises. A notebook shows a field for answers, with hints and a
    button for the next exercise.
    """

    kind: str
    level: int
    seed: int
    made: dict[int, Exercise] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, number: int) -> Exercise:
        """An exercise by its number, from 0; the same object each time."""
        if number < 0:
            raise IndexError(f"practice[{number}]: exercises are counted from 0; choose 0 or more.")
        if number not in self.made:
            rng = np.random.default_rng([self.seed, number])
            self.made[number] = KINDS[self.kind](rng, self.level)
        return self.made[number]

    def __iter__(self) -> Iterator[Exercise]:
        return map(self.__getitem__, count())

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        following = iter(self)
        shown = answer_form(next(following), lambda: next(following))
        return mimebundle(shown, {"text/plain": repr(self[0]), "text/markdown": repr(self[0])})


def practise(kind: str, level: int = 1, seed: int = 0) -> Practice:
    """Give endless exercises, each with slips, hints and a solution that are computed.

    kind: "derivative", "chain", "partial", "step" (of gradient descent, by hand) or "hessian"
        (minimum, maximum or saddle).
    level: 1 to 3.
    seed: the same seed gives the same exercises.
    Raises ValueError for another kind or level.

    >>> tasks = practise("chain", level=1, seed=7)
    >>> tasks[3]
    Differentiate $e^{4 x + 4}$ with respect to $x$.
    >>> tasks[3]("4 e^4")
    Not yet. The outer slope belongs at the inner function itself: f′(g(x)), not f′(g′(x)).
    """
    if kind not in KINDS:
        raise ValueError(f"There is no practice called {kind!r}; choose of {', '.join(KINDS)}.")
    if level not in (1, 2, 3):
        raise ValueError(f"There is no level {level!r}; choose 1, 2 or 3.")
    return Practice(kind, level, seed)
