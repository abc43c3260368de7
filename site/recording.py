"""What a lesson shows, as data: loaded by the kernel that runs a lesson for the web edition.

`begin` lets players, predictions and exercises say what they are in place of a live view. All that
a card can say is asked of the course's own checks here, so that the browser computes nothing.
"""

from __future__ import annotations

import copy
import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.lessons.decide.by_hand import ALT, PoleByHand
from calclib.practice import cards, drills, exercises, overview, predictions, slips, verdict
from calclib.practice.bounds import OTHER_WAY, sides_of
from calclib.practice.cards import Content
from calclib.practice.exercises import Exercise, Help
from calclib.practice.judging import TOO_FEW_DIGITS
from calclib.practice.labels import spoken_names
from calclib.practice.letters import letter_patterns, own_names
from calclib.practice.predictions import Choices, Prediction, Span
from calclib.practice.reading import OneOf, number_values
from calclib.practice.rounding import SIGNIFICANT
from calclib.practice.routes import TOLERANCE
from calclib.practice.slips import SLIPS, close, place
from calclib.practice.spoken import WITHOUT_SIGN
from calclib.practice.verdict import Verdict
from calclib.stage.player import Player
from calclib.words import say, translated

Data: TypeAlias = dict[str, Any]  # JSON

SCENE = "application/vnd.calclib.scene+json"
GUESS = "application/vnd.calclib.guess+json"
ANSWER = "application/vnd.calclib.answer+json"
EXERCISE = "application/vnd.calclib.exercise+json"
PROGRESS = "application/vnd.calclib.progress+json"
POLE = "application/vnd.calclib.pole+json"
INSIDE = "<!-- inside -->"  # where the picture goes

SEVERAL = 3  # exercises that a page holds where a notebook makes them endlessly
LONGEST = 9  # numbers of an answer of another length that gets a sentence of its own
# Factors that are no slip: an answer that is wrong by one of them is only too large or too small.
ODD_FACTORS = (1.3712377, 3.7193311, 1.0917643, 11.392173, 131.7119)
EMPTY = "Not answered yet. Type your answer in the field."
ONLY_LIVE = "A live notebook checks this one; here are its hints."
NO_HINTS_HERE = "A live notebook checks this one."


def begin() -> None:
    """Let everything that a lesson shows say what it is."""
    Player._repr_mimebundle_ = show_scene  # type: ignore[assignment]
    Prediction._repr_mimebundle_ = show_guess  # type: ignore[method-assign]
    predictions.Answer._repr_mimebundle_ = show_answer  # type: ignore[method-assign]
    exercises.Attempt._ipython_display_ = show_attempt  # type: ignore[method-assign]
    drills.Practice._repr_mimebundle_ = show_practice  # type: ignore[method-assign]
    overview.Progress._repr_mimebundle_ = show_progress  # type: ignore[method-assign]
    PoleByHand._repr_mimebundle_ = show_pole  # type: ignore[method-assign]
    verdict.address = lambda link, folder=None: link  # type: ignore[assignment]


def show_scene(self: Player, **_: object) -> tuple[Data, Data]:
    """A scene as its file, with the digest that a saved notebook shows."""
    scene = {"file": b64encode(self.scene_file()).decode(), "alt": translated(self.scene.alt)}
    shown = {"text/plain": repr(self), SCENE: scene}
    if os.environ.get("CALCLIB_PICTURES") == "1":
        from calclib.stage.picture import picture_png

        shown["image/png"] = b64encode(picture_png(self.scene)).decode()
    return shown, {}


def show_guess(self: Prediction, **_: object) -> Data:
    """A question in every state of it."""
    return {"text/plain": repr(self), GUESS: prediction_data(self, "guess")}


def show_answer(self: predictions.Answer, **_: object) -> Data:
    """The answer in every state of it."""
    return {"text/plain": repr(self), ANSWER: prediction_data(self.prediction, "answer")}


def show_attempt(self: exercises.Attempt) -> None:
    """An exercise, in the place of the verdict on its blank."""
    from IPython.display import display

    task = task_data(self.exercise)
    display({"text/plain": repr(self), EXERCISE: {"tasks": [task]}}, raw=True)


def show_practice(self: drills.Practice, **_: object) -> Data:
    """The first exercises of an endless row."""
    tasks = [task_data(one, is_one_of_many=True) for one in islice(self, SEVERAL)]
    return {"text/plain": repr(self[0]), EXERCISE: {"tasks": tasks}}


def show_progress(self: overview.Progress, **_: object) -> Data:
    """The place of the table of progress; which lessons it lists, the site knows."""
    return {"text/plain": repr(self), PROGRESS: {}}


def show_pole(self: PoleByHand, **_: object) -> Data:
    """The pole that a reader holds: its own element, which needs no kernel."""
    return {"text/plain": repr(self), POLE: {"element": self.element(INSIDE), "alt": ALT}}


def changes(first: Content, other: Content) -> Data:
    """Where a content differs from another."""
    return {name: value for name, value in other.items() if value != first[name]}  # type: ignore[literal-required]


def prediction_data(prediction: Prediction, role: str) -> Data:
    """Every content of the card of a question, or of its answer, by guess, closed and open."""
    make = Prediction._guess_content if role == "guess" else Prediction._answer_content
    asked = prediction.asked
    first = make(with_guess(prediction, None, is_open=False))
    guesses = list(possible_guesses(asked))
    states: dict[bool, list[Content]] = {
        is_open: [make(with_guess(prediction, guess, is_open)) for guess in (None, *guesses)]
        for is_open in (False, True)
    }
    numbers = range(1, len(guesses) + 1) if isinstance(asked, Choices) else guesses
    return {
        "key": "/".join(prediction.key or ()),
        "first": first,
        "guesses": list(numbers),
        "closed": [changes(first, content) for content in states[False]],
        "open": [changes(first, content) for content in states[True]],
    }


def possible_guesses(asked: object) -> Iterator[Any]:
    """All guesses that a page offers; raises ValueError for a kind that it cannot show."""
    if isinstance(asked, Choices):
        yield from asked.listed
    elif isinstance(asked, Span):
        count = round((asked.high - asked.low) / asked.step)
        yield from (float(f"{asked.low + k * asked.step:.12g}") for k in range(count + 1))
    else:
        kind = type(asked).__name__
        raise ValueError(
            f"The web edition shows a prediction with choices or a Span, and this one has a {kind}."
        )


def with_guess(prediction: Prediction, guess: object, is_open: bool) -> Prediction:
    """A copy of a prediction in one of its states, which no card on the page hears of."""
    one = copy.copy(prediction)
    one.guess = guess
    one.is_open = is_open
    return one


def task_data(exercise: Exercise, is_one_of_many: bool = False) -> Data:
    """One exercise: its contents hint by hint, and its verdicts.

    is_one_of_many: the card shows the question, and a button for the next one.
    """
    answer = answer_data(exercise)
    is_typed = answer is not None and answer["kind"] == "numbers"
    following = cards.Button(name="next", label=say("cards.next"), off=False)
    help_ = Help(copy.copy(exercise), say("cards.yourAnswer") if is_typed else "")
    help_.exercise.hints_given = 0
    help_.exercise.solved = False

    def content() -> Content:
        made = help_.content(question=is_one_of_many, buttons=[following] * is_one_of_many)
        made["buttons"] = [b for b in made["buttons"] if b["label"] != say("cards.noMoreHints")]
        if answer is None:
            live = ONLY_LIVE if exercise.hints or exercise.worked else NO_HINTS_HERE
            made["said"] = translated(live)
        elif answer["kind"] == "words":
            choices = [translated(one) for one in exercise.expected.choices]  # type: ignore[attr-defined]
            made["control"] = cards.Choices(kind="choices", choices=choices, guess=None)
        return made

    first = content()
    stages = [first]
    for _ in range(len(exercise.hints) + bool(exercise.worked)):
        help_.more()
        stages.append(content())
    return {
        "key": "/".join(exercise.key or ()),
        "first": first,
        "stages": [changes(first, stage) for stage in stages],
        "typed": exercise.typed,
        "answer": answer,
    }


def answer_data(exercise: Exercise) -> Data | None:
    """How a page checks answers to an exercise; None where only Python can."""
    if exercise.judge or not exercise.typed:
        return None
    if isinstance(exercise.expected, OneOf):
        told = [exercise.compare(choice) for choice in exercise.expected.choices]
        return {"kind": "words", "verdicts": [verdict_data(one) for one in told]}
    if exercise.options.get("variables") or own_names(exercise.expected):
        return None
    if callable(exercise.expected):
        return None
    return NumbersTable(exercise).data()


def verdict_data(told: Verdict) -> Data:
    """A verdict as a page shows it."""
    return {"passed": told.passed, "said": told._repr_markdown_(), "spoken": told.message}


@dataclass
class NumbersTable:
    """Every verdict on numbers that a page may need, each asked of the exercise itself once."""

    exercise: Exercise

    def __post_init__(self) -> None:
        self.target: Array = number_values(self.exercise.expected)[0]
        self.verdicts: list[Data] = []

    def data(self) -> Data:
        """The table; `NumbersData` in the frontend says what each entry means."""
        options = self.exercise.options
        ordered = options.get("ordered", True)
        tolerance = options.get("tolerance", TOLERANCE)
        size = self.target.size
        sides = sides_of(options.get("bound", ""))
        names = spoken_names(options.get("names", ()))
        return {
            "kind": "numbers",
            "shape": list(self.target.shape),
            "target": self.target.ravel().tolist(),
            "tolerance": tolerance,
            "digits": options.get("digits", SIGNIFICANT),
            "ordered": ordered,
            "given": letter_patterns(self.exercise.given),
            "factor": self.exercise.factor,
            "names": names,
            "bound": list(sides),
            "signed": options.get("signed", False),
            "withoutSign": self.sentence(WITHOUT_SIGN),
            "called": list(options.get("called", ())),
            "frames": list(options.get("frames", ())),
            "otherWay": {
                side: self.sentence(OTHER_WAY[side]) for side in OTHER_WAY if side in sides
            },
            "right": self.ask(self.target),
            "blank": self.place_of(Verdict(None, EMPTY)),
            "slips": list(self.named_slips()),
            "known": list(self.known_slips(tolerance)) if ordered else [],
            "shapes": self.shapes(),
            "otherShape": self.sentence(f"{size} numbers are asked for."),
            "signs": [self.wrong_sign(k) for k in range(size)],
            "tooFewDigits": self.sentence(TOO_FEW_DIGITS),
            "times": self.sentence(slips.TIMES),
            "nearlyTimes": self.sentence(slips.NEARLY_TIMES),
            "moreDigits": self.sentence(slips.MORE_DIGITS),
            "notWhole": self.sentence(slips.NOT_WHOLE),
            "offBy": [self.off_by(k) for k in range(size)],
            "apart": [self.apart(k) for k in range(size)],
            "verdicts": self.verdicts,
        }

    def sentence(self, said: str) -> int:
        """The place of a verdict that an answer is wrong; a page fills the blank {} in it."""
        link = self.exercise.options.get("link", "")
        return self.place_of(Verdict(False, f"Not yet. {said}", link))

    def ask(self, answer: object) -> int:
        """The place of what the exercise says to an answer."""
        return self.place_of(self.verdict(answer))

    def verdict(self, answer: object) -> Verdict:
        """What the exercise says to an answer."""
        if isinstance(answer, np.ndarray):
            answer = answer.tolist()
        return self.exercise.compare(answer)

    def place_of(self, told: Verdict) -> int:
        """The place of a verdict in the list, which it joins when it is new."""
        data = verdict_data(told)
        if data not in self.verdicts:
            self.verdicts.append(data)
        return self.verdicts.index(data)

    def named_slips(self) -> Iterator[list[Any]]:
        """The slips of this exercise, what is said to each, and its sizes where it has others."""
        given = self.exercise.options.get("slips", ())
        pairs = given.items() if isinstance(given, Mapping) else given
        for wrong, _ in pairs:
            values = number_values(wrong)[0]
            # Where several are asked for, one may be typed with its brackets or without them.
            is_one_of_several = values.size == 1 and self.target.size > 1
            for shape in ((), (1,)) if is_one_of_several else (values.shape,):
                row = [values.ravel().tolist(), self.ask(values.reshape(shape))]
                if shape != self.target.shape:
                    row.append(",".join(map(str, shape)))
                yield row
        if self.target.ndim > 1:
            flat = self.target.ravel()
            yield [flat.tolist(), self.ask(flat), str(flat.size)]

    def known_slips(self, tolerance: float) -> Iterator[tuple[list[float], int]]:
        """Twice, half, the other sign …"""
        with np.errstate(all="ignore"):
            for _, slip in SLIPS:
                values = slip(self.target[None])[0]
                is_wrong = not np.all(close(values, self.target, tolerance))
                if is_wrong and np.all(np.isfinite(values)) and values.shape == self.target.shape:
                    yield values.ravel().tolist(), self.ask(values)

    def shapes(self) -> dict[str, int]:
        """What is said to answers of another shape, by their sizes."""
        found: dict[str, int] = {}
        for length in (None, *range(1, LONGEST + 1)):
            other = np.full(() if length is None else (length,), 0.123456789)
            if other.shape != self.target.shape:
                found["" if length is None else str(length)] = self.ask(other)
        return found

    def wrong_sign(self, k: int) -> int | None:
        """What is said when the sign of entry k is the first that is wrong, and not all are."""
        values = self.target.ravel().copy()
        if values.size < 2 or not values[k]:
            return None
        values[k] = -values[k]
        return self.ask(values.reshape(self.target.shape))

    def off_by(self, k: int) -> tuple[int, int]:
        """What is said when entry k, a whole number, is off most and a little: to which side."""
        index = (0, *np.unravel_index(k, self.target.shape))
        told = [first for first, *_ in spoken_names(self.exercise.options.get("names", ()))]
        here = place([int(i) for i in index], (), told)
        small, large = (slips.OFF_BY.format(here, "{}", side) for side in ("small", "large"))
        return self.sentence(small), self.sentence(large)

    def apart(self, k: int) -> tuple[int, int]:
        """What is said when entry k is the first that is wrong: too small, too large."""
        return self.first_wrong(k, -1), self.first_wrong(k, +1)

    def first_wrong(self, k: int, side: int) -> int:
        """What is said when entry k is off to one side, by no slip that has a name."""
        values = self.target.ravel().copy()
        size = max(1.0, abs(values[k]))
        told = Verdict(False, "")
        for factor in ODD_FACTORS:
            values[k] = self.target.ravel()[k] + side * factor * size
            told = self.verdict(values.reshape(self.target.shape))
            word = "large" if side > 0 else "small"
            if told.message.endswith(translated(f"too {word}.")) or not self.exercise.options.get(
                "ordered", True
            ):
                break
        return self.place_of(told)
