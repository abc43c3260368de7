"""Self-assessment of lesson 8, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "08-pass-slopes-back.ipynb"


def neuron(rng: Rng) -> Exercise:
    """The slope of one neuron's loss by its weight."""
    w = pick(rng, 2, 3, -1)
    x = pick(rng, 2, 3, 4)
    b = int(rng.integers(-2, 3))
    y = int(rng.integers(6, 12))
    error = w * x + b - y
    return exercise(
        f"$L = (wx + b - y)^2$ with $w = {w}$, $x = {x}$, $b = {b}$, $y = {y}$. Run the graph "
        "forward and back. What is $∂L/∂w$?",
        2 * error * x,
        slips={
            2 * error: "That is ∂L/∂b: on the way to w it is multiplied by x.",
            error * x: "The square has slope 2 times what is in it.",
            2 * error * w: "That is ∂L/∂x.",
            -2 * error * x: "The error is wx + b − y, in this order.",
        },
    )


def two_paths(rng: Rng) -> Exercise:
    """Slopes along two paths."""
    a, b, c, d = (int(n) for n in rng.choice([-3, -2, 2, 3, 4, 5], 4))
    return exercise(
        f"From $x$ two paths lead to $y$. The slopes on the first are {a} and {b}, on the second "
        f"{c} and {d}. What is $dy/dx$?",
        a * b + c * d,
        slips={
            a * b * c * d: "Along a path slopes multiply; where paths meet they add.",
            a + b + c + d: "Along a path slopes multiply.",
            (a + b) * (c + d): "It is the other way round: multiply along, add where they meet.",
            a * b: "The second path counts too.",
        },
    )


def used_twice(rng: Rng) -> Exercise:
    """A node that is used twice."""
    k = int(rng.integers(2, 6))
    x = int(rng.integers(1, 5))
    u = k * x
    return exercise(
        f"$u = {k}x$ and $y = u · u$, at $x = {x}$. Your `Value` sends slopes back. Which slope "
        "must $x$ have in the end?",
        2 * u * k,
        slips={
            u
            * k: "u stands twice in the product, and each use sends a slope: add, do not replace.",
            2 * u: "That is the slope of y by u; pass it on to x.",
            u * u: "That is the value.",
        },
    )


def sweeps(rng: Rng) -> Exercise:
    """How many sweeps each mode needs."""
    inputs, outputs = pick(rng, (1000, 1), (3, 200), (50, 4), (2, 30))
    mode, other = pick(rng, ("reverse", "forward"), ("forward", "reverse"))
    need = {"forward": inputs, "reverse": outputs}
    return exercise(
        f"A program has {inputs} inputs and {outputs} outputs. How many sweeps does {mode} mode "
        "need for all slopes?",
        need[mode],
        slips={
            need[other]: f"So many does {other} mode need.",
            inputs * outputs: "One sweep gives a whole row or column of them.",
        },
    )


def layers(rng: Rng) -> Exercise:
    """A slope through many layers."""
    factor = pick(rng, 0.25, 0.5, 0.9, 1.1, 2.0)
    count = pick(rng, 10, 20)
    return exercise(
        f"Every layer multiplies the slope by {factor:g}. By which factor has it changed after "
        f"{count} layers?",
        factor**count,
        slips={
            factor * count: "The layers multiply one another: a power, not a product.",
            1 / factor**count: "It is multiplied by the factor, not divided.",
        },
    )


QUESTIONS = (
    Question(
        "draw a formula as a graph and run it forward and back by hand",
        f"{BOOK}#Slopes-flow-back",
        neuron,
    ),
    Question(
        "say why slopes multiply along a path and add where paths meet",
        f"{BOOK}#The-product-of-rates",
        two_paths,
    ),
    Question(
        "build reverse-mode differentiation, check it, and train a network with it",
        f"{BOOK}#Build-it",
        used_twice,
    ),
    Question(
        "explain why one sweep back gives all slopes, and when forward mode is cheaper",
        f"{BOOK}#Forward-or-backward?",
        sweeps,
    ),
    Question(
        "predict whether a slope starves (shrinks to almost nothing), survives or explodes on its "
        "way through many layers",
        f"{BOOK}#Through-twenty-layers",
        layers,
    ),
)
