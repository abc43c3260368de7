"""Self-assessment of lesson 19, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, pick

BOOK = "19-remember.ipynb"


def fifty_steps(rng: Rng) -> Exercise:
    """A slope that goes back through many steps."""
    weight = pick(rng, 0.8, 1.2, 1.5, 2.0)
    slope = pick(rng, 0.5, 0.8, 1.0)
    steps = pick(rng, 10, 50)
    factor = weight * slope
    return exercise(
        f"$h_t = \\tanh(w h_{{t-1}} + x_t)$ with $w = {weight:g}$, and the slope of tanh is "
        f"{slope:g} "
        f"at every step. What is $∂h_{{{steps}}}/∂h_0$?",
        factor**steps,
        slips={
            weight**steps: "Each step multiplies by the slope of tanh too.",
            factor * steps: "The steps multiply one another.",
            slope**steps: "Each step multiplies by w too.",
        },
    )


def clipping(rng: Rng) -> Exercise:
    """A slope clipped by its length."""
    scale = pick(rng, 2, 10, 100)
    limit = pick(rng, 0.5, 1, 5)
    x, y = pick(rng, (3, 4), (-4, 3), (4, -3))
    return exercise(
        f"A slope is $({x * scale}, {y * scale})$. Clip it to length {limit:g}.",
        [x * limit / 5, y * limit / 5],
        names=("first", "second"),
        slips=[
            (
                [limit * (1 if x > 0 else -1), limit * (1 if y > 0 else -1)],
                "That clips each entry, and turns the slope: shorten it as a whole.",
            ),
            ([x / 5, y / 5], "That has length 1: multiply by the limit."),
        ],
    )


def forgetting(rng: Rng) -> Exercise:
    """What a forget gate lets through."""
    gate = pick(rng, 0.5, 0.9, 0.95, 0.99)
    steps = pick(rng, 10, 20, 50)
    return exercise(
        f"The forget gate of an LSTM stands at {gate:g}. Which share of its cell is left after "
        f"{steps} steps in which nothing is added?",
        gate**steps,
        slips={
            gate: "That is after one step.",
            gate * steps: "The steps multiply one another.",
            1 - gate**steps: "That is what is gone.",
            (1 - gate) ** steps: "The gate says what stays.",
        },
    )


def baseline(rng: Rng) -> Exercise:
    """The error of the forecast that costs nothing."""
    last = [int(n) for n in rng.integers(2, 9, 3)]
    steps = pick(rng, (1, 2, 2), (2, -1, 2), (3, 0, 4), (1, 1, 4))
    now = [value + step for value, step in zip(last, steps, strict=True)]
    square = sum(step**2 for step in steps) / 3
    return exercise(
        f"Three months brought {now[0]}, {now[1]} and {now[2]}; the same months last year "
        f"{last[0]}, {last[1]} and {last[2]}. Which rms error has the forecast *the same as last "
        "year*?",
        square**0.5,
        slips={
            square: "That is the mean square: take the root.",
            sum(map(abs, steps)) / 3: "That is the mean size of the errors.",
            (3 * square) ** 0.5: "Take the mean of the squares before the root.",
        },
    )


QUESTIONS = (
    Question(
        "say why a slope that goes back through fifty steps vanishes or explodes",
        f"{BOOK}#Fifty-steps-back",
        fifty_steps,
    ),
    Question(
        "explain what clipping does at a cliff, and clip a slope by its length",
        f"{BOOK}#The-cliff",
        clipping,
    ),
    Question(
        "build the step of an LSTM, and predict from its forget bias what it can learn",
        f"{BOOK}#A-gate",
        forgetting,
    ),
    Question(
        "judge a forecast beside baselines, and say when a network is worth it",
        f"{BOOK}#When-is-a-network-worth-it?",
        baseline,
    ),
)
