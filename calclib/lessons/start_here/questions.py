"""Self-assessment of lesson 0, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "00-start-here.ipynb"


KEYS = {
    "space": "plays and pauses",
    "home": "goes to the first step",
    "end": "goes to the last step",
    "the right arrow": "goes one step on",
}


def key(rng: Rng) -> Exercise:
    """Which key does something on a scene that has the focus?"""
    asked = pick(rng, *KEYS)
    wrong = {name: f"It {does}." for name, does in KEYS.items() if name != asked}
    return choose(rng, f"You clicked on a picture. Which key {KEYS[asked]}?", asked, wrong)


def tries(rng: Rng) -> Exercise:
    """What does a check make of wrong answers?"""
    count = int(rng.integers(2, 9))
    return choose(
        rng,
        f"You have answered an exercise wrongly {count} times. What does its check do with that?",
        "nothing: it does not count tries",
        {
            "it locks the exercise": "A guess before a scene is locked; an exercise never is.",
            "it lowers your score": "There is no score: only right answers are kept.",
        },
    )


def fall(rng: Rng) -> Exercise:
    """How much lower is one short step against the slope?"""
    along = pick(rng, -3, -2, -1, 1, 2, 3)
    across = pick(rng, -4, -2, 2, 4)
    rate = pick(rng, 0.01, 0.02, 0.05)
    steep = along**2 + across**2
    return exercise(
        f"The gradient at your spot is $({along}, {across})$. You step against it with "
        f"$α = {rate:g}$. By about how much does the height change? (A fall is negative.)",
        -rate * steep,
        slips={
            rate * steep: "The size is right. Against the slope the height falls: minus.",
            -(rate**2) * steep: "The step is −α∇L; its product with ∇L holds α once.",
            -rate * (along + across): "Square the slopes before you add them: −α‖∇L‖².",
        },
    )


def line(rng: Rng) -> Exercise:
    """Where does one step of gradient descent land?"""
    spot = int(rng.integers(-5, 6))
    slope = pick(rng, -8, -6, -4, 4, 6, 8)
    rate = pick(rng, 0.1, 0.25, 0.5)
    return exercise(
        f"You stand at {spot}, the slope there is {slope}, and $α = {rate:g}$. Where does one step "
        "of gradient descent land?",
        spot - rate * slope,
        slips={
            spot + rate * slope: "That is a step up: go against the slope.",
            spot - slope: "The learning rate is missing: subtract α times the slope.",
            -rate * slope: "That is the step; add it to where you stand.",
        },
    )


QUESTIONS = (
    Question(
        "play, scrub and change a scene with the mouse or the keys",
        f"{BOOK}#How-to-use-a-scene",
        key,
    ),
    Question("answer a question and read what a check says", f"{BOOK}#How-to-use-a-scene", tries),
    Question(
        "explain why the slope at one spot is enough to go down",
        f"{BOOK}#Why-slope-is-enough",
        fall,
    ),
    Question("write the one line on which the course is built", f"{BOOK}#Build-it", line),
)
