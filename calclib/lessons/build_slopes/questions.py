"""Self-assessment of lesson 3, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "03-build-slopes.ipynb"


def rules(rng: Rng) -> Exercise:
    """The slope of a product or a chain, from values."""
    u = pick(rng, 2, 3, 6)
    v = pick(rng, 2, 4, 5)
    du = pick(rng, -3, 1, 4)
    dv = pick(rng, -2, 3, 5)
    kind = pick(rng, "product", "chain")
    if kind == "product":
        return exercise(
            f"$u = {u}$, $u' = {du}$, $v = {v}$, $v' = {dv}$ at one point. What is $(uv)'$ there?",
            du * v + u * dv,
            slips={
                du * dv: "The slope of a product is u′v + uv′, not u′v′.",
                du * v: "v changes too: add uv′.",
                u * dv: "u changes too: add u′v.",
            },
        )
    return exercise(
        f"$g(1) = {u}$, $g'(1) = {du}$, $f'(1) = {v}$ and $f'({u}) = {dv}$. What is the slope of "
        "$f(g(x))$ at 1?",
        dv * du,
        slips={
            v * du: "The outer slope belongs at g(1), not at 1.",
            dv: "Multiply by the inner slope.",
            dv + du: "The slopes multiply.",
        },
    )


def quotient_or_inverse(rng: Rng) -> Exercise:
    """The slope of a quotient, or of an inverse, from values."""
    u = pick(rng, 2, 3, 6)
    v = pick(rng, 2, 4, 5)
    du = pick(rng, -3, 1, 4)
    dv = pick(rng, -2, 3, 5)
    if pick(rng, "quotient", "inverse") == "inverse":
        return exercise(
            f"$f({u}) = {v + 5}$ and $f'({u}) = {v}$. $g$ is the inverse of $f$. What is its slope "
            f"at {v + 5}?",
            1 / v,
            slips={
                v: "In the mirror across and up change places.",
                -1 / v: "Where a curve climbs, its mirror image climbs too.",
            },
        )
    return exercise(
        f"$u = {u}$, $u' = {du}$, $v = {v}$, $v' = {dv}$ at one point. What is $(u/v)'$ there?",
        (du * v - u * dv) / v**2,
        slips={
            du / dv: "The slope of a quotient is (u′v − uv′)/v², not u′/v′.",
            (u * dv - du * v) / v**2: "u′v comes first: (u′v − uv′)/v².",
            (du * v - u * dv) / v: "Divide by v squared.",
        },
    )


def activation(rng: Rng) -> Exercise:
    """The slope of an activation, from its value."""
    value = pick(rng, 0.1, 0.2, 0.3, 0.7, 0.8)
    kind, slope = pick(rng, ("sigmoid", value * (1 - value)), ("tanh", 1 - value**2))
    return exercise(
        f"A {kind} has the value {value:g} at some point. What is its slope there?",
        slope,
        slips={
            value * (1 - value): "That is for the sigmoid.",
            1 - value**2: "That is for tanh.",
            1 - value: "For the sigmoid σ(1 − σ), for tanh 1 − tanh².",
        },
    )


def restless(rng: Rng) -> Exercise:
    """A derivative that exists everywhere and is not continuous."""
    factor = pick(rng, 1, 2, 3, 5)
    times = "" if factor == 1 else f"{factor}"
    return choose(
        rng,
        "Each of these is 0 at 0. Which one has a derivative everywhere, though the derivative is "
        "not continuous?",
        f"{times}x² sin(1/x)",
        {
            f"{times}x sin(1/x)": "Its secants at 0 swing for ever: it has no slope there.",
            f"{times}|x|": "It has two slopes at 0.",
            f"{times}x³": "Its derivative is continuous.",
        },
    )


QUESTIONS = (
    Question(
        "derive the product rule from a rectangle and the chain rule from three number lines, and "
        "use them",
        f"{BOOK}#A-chain:-stretch-after-stretch",
        rules,
    ),
    Question(
        r"derive the slopes of quotients and of inverses such as $\sqrt x$ and $\ln x$",
        f"{BOOK}#An-inverse:-look-in-the-mirror",
        quotient_or_inverse,
    ),
    Question(
        "give the derivatives of ReLU, softplus, tanh and sigmoid from memory, and say how steep "
        "the sigmoid can be, and why",
        f"{BOOK}#Four-activations",
        activation,
    ),
    Question(
        "say whether a derivative that exists everywhere must be continuous, and give an example",
        f"{BOOK}#A-curve-that-swings-without-end",
        restless,
    ),
)
