"""Questions that wait for a guess: a learner predicts, sees, and then is told.

A guess is kept and nothing is said of it. The scene that follows lets the learner find out; after
it stands the answer, a card of its own, which opens when the scene was played or at a button.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, SupportsFloat, SupportsIndex, TypeAlias, TypeVar
from weakref import WeakSet

import numpy as np

from calclib.arrays import holds_truth
from calclib.practice import cards
from calclib.practice.cards import Button, Content, Control, MimeBundle, card, content, mimebundle
from calclib.practice.course import Key
from calclib.practice.reading import refuse_endless
from calclib.practice.verdict import Verdict
from calclib.stage.scene import Scene
from calclib.words import listed, local_number, say, translated, translated_message

if TYPE_CHECKING:
    from calclib.practice.widget import Card

Guess = TypeVar("Guess")  # a choice, a number or a point
Point: TypeAlias = tuple[float, float]
Why: TypeAlias = str | Mapping[Any, str]  # one reason, or one for each choice


class Choice(Protocol[Guess]):
    """What a guess is made from: choices, a span of numbers, a spot of a scene."""

    @property
    def asks(self) -> str:
        """What a guess has to be."""

    def read(self, guess: object) -> Guess | None:
        """The guess that is meant, or None."""

    def judge(self, guess: Guess, answer: Guess) -> tuple[bool, str]:
        """Whether the guess holds, and what does."""

    def words(self, guess: Guess) -> str:
        """A guess, or the answer, in words."""

    def control(self, guess: Guess | None) -> Control | None:
        """What a card offers, and the guess that is made."""

    def __str__(self) -> str:
        """What can be chosen, in lines of text."""


@dataclass(frozen=True)
class Choices:
    """Some possibilities, of which one holds; a guess is one of them, or its number from 1."""

    listed: tuple[object, ...]
    asks: str = field(default="Choose one of the choices by its number.", init=False)

    def read(self, guess: object) -> object:
        """The choice that is meant, or None."""
        try:
            if holds_truth(guess) and not any(guess is choice for choice in self.listed):
                return None  # True is 1 to Python, and no number of a choice
            if guess in self.listed:
                return self.listed[self.listed.index(guess)]
            numbers = [k for k in range(1, len(self.listed) + 1) if guess == k]
        except Exception:  # an array, or another object, may refuse to be compared
            return None
        return self.listed[numbers[0] - 1] if numbers else None

    def judge(self, guess: object, answer: object) -> tuple[bool, str]:
        """Whether the guess holds, and what does."""
        right = bool(guess == answer)
        return right, "As you said." if right else f"It is: {self.words(answer)}."

    def words(self, guess: object) -> str:
        """A choice in words."""
        return translated(str(guess))

    def control(self, guess: object) -> Control:
        """Radio buttons."""
        chosen = None if guess is None else self.listed.index(guess)
        return cards.Choices(
            kind="choices", choices=list(map(self.words, self.listed)), guess=chosen
        )

    def __str__(self) -> str:
        return "\n".join(
            f"  {k}. {choice}" for k, choice in enumerate(map(self.words, self.listed), start=1)
        )


@dataclass(frozen=True)
class Span:
    """A number between two ends, guessed on a slider; a guess within `close` counts.

    close: one step of the slider unless given.

    >>> ahead = predict("The largest slope of the sigmoid?", Span(0, 1, 0.05), answer=0.25)
    >>> ahead.choose(0.6)
    Your guess is kept: 0.6.
    >>> ahead.answer()
    It is 0.25, and you said 0.6: 0.35 too large.
    """

    low: float
    high: float
    step: float
    close: float | None = None

    @property
    def asks(self) -> str:
        """What a guess has to be."""
        return f"Choose a number from {self.low:g} to {self.high:g}."

    def read(self, guess: object) -> float | None:
        """The number that is meant, or None."""
        try:
            refuse_endless(guess)
            if isinstance(guess, str):
                guess = guess.replace(",", ".")
            elif holds_truth(guess) or not isinstance(guess, SupportsFloat | SupportsIndex):
                return None
            number = float(guess)
        except Exception:  # an object may raise anything when it is to become a number
            return None
        return number if self.low <= number <= self.high else None

    def judge(self, guess: float, answer: float) -> tuple[bool, str]:
        """How far the guess is off."""
        off = guess - answer
        if abs(off) <= (self.step if self.close is None else self.close) * (1 + 1e-9):
            return True, f"You said {guess:g}, and it is {answer:g}."
        size = "large" if off > 0 else "small"
        return False, f"It is {answer:g}, and you said {guess:g}: {abs(off):.3g} too {size}."

    def words(self, guess: float) -> str:
        """A number in words."""
        return local_number(f"{guess:g}")

    def control(self, guess: float | None) -> Control:
        """A slider with a button."""
        middle = (self.low + self.high) / 2 if guess is None else guess
        return cards.Span(kind="span", low=self.low, high=self.high, step=self.step, value=middle)

    def __str__(self) -> str:
        return f"  a number from {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Spot:
    """A point of a scene, guessed by going there; a guess within `close` counts.

    axis: the axis of the scene whose values are the points (n, 2); a click in its panel moves it.
    """

    scene: Scene
    axis: str
    close: float
    asks: str = field(default="Choose a point, as a pair of numbers.", init=False)

    def read(self, guess: object) -> Point | None:
        """The point that is meant, or None."""
        if holds_truth(guess):
            return None
        try:
            point = np.asarray(guess, dtype=float)
        except (TypeError, ValueError):
            return None
        return (float(point[0]), float(point[1])) if point.shape == (2,) else None

    def judge(self, guess: Point, answer: Point) -> tuple[bool, str]:
        """How far the guess is off."""
        off = float(np.hypot(*np.subtract(guess, answer)))
        both = f"You said {self.words(guess)}, and it is {self.words(answer)}"
        return off <= self.close, f"{both}." if off <= self.close else f"{both}: {off:.2g} away."

    def words(self, guess: Point) -> str:
        """A point in words."""
        x, y = guess
        return f"({listed([local_number(f'{number:.3g}') for number in (x, y)])})"

    def control(self, guess: Point | None) -> None:
        """The scene itself, beside the card."""

    def __str__(self) -> str:
        return f"  a point on: {self.scene.alt}"


class Prediction:
    """A question that keeps the first guess, in .guess, and tells its answer after the scene.

    key: the lesson and the name of the question.
    is_open: the answer is shown, because the scene was played or the learner asked.
    """

    def __init__(
        self,
        question: str,
        asked: Choice[Any],
        answer: object,
        why: Why,
        link: str = "",
        key: Key | None = None,
    ) -> None:
        if asked.read(answer) is None:
            raise ValueError(f"The answer {answer!r} is not among the choices: {asked}.")
        self.question = question
        self.asked = asked
        self.link = link
        self.key = key
        self.guess: object = None
        self.is_open = False
        self._played = False
        self._answer = answer
        self._why = why
        self._guess_cards: WeakSet[Card] = WeakSet()
        self._answer_cards: WeakSet[Card] = WeakSet()

    def choose(self, choice: object) -> Verdict:
        """Guess: a choice or its number from 1, a number, or a point; the first guess stays."""
        guess = self.asked.read(choice)
        if guess is None:
            return Verdict(None, self.asked.asks)
        if self.guess is None:
            self.guess = guess
            self.is_open = self.is_open or self._played
            self._show()
        return Verdict(None, say("cards.guessKept", self.asked.words(self.guess)))

    def answer(self) -> "Answer":
        """The answer, for the cell after the scene: how the guess was, and why.

        In a notebook it is a card, which opens when the scene was played or at its button.
        """
        verdict = self.verdict
        return Answer(
            verdict.passed, verdict.message, verdict.link, marked=verdict.marked, prediction=self
        )

    @property
    def verdict(self) -> Verdict:
        """How the guess was, and why; a line that asks for a guess before there is one."""
        if self.guess is None:
            return Verdict(None, say("cards.noGuessYet"))
        right, judged = self.asked.judge(self.guess, self._answer)
        return Verdict(
            right, f"{judged} {self._reason(self.guess)}".strip(), "" if right else self.link
        )

    def _reason(self, guess: object) -> str:
        return self._why if isinstance(self._why, str) else self._why.get(guess, "")

    def _told(self) -> Verdict:
        """What an open answer says, with or without a guess."""
        if self.guess is not None:
            return self.verdict
        answer = say("cards.theAnswer", self.asked.words(self._answer))
        why = translated_message(self._reason(self._answer))
        message = f"{answer} {why} {say('cards.noGuessMade')}"
        return Verdict(None, " ".join(message.split()), self.link)

    def __repr__(self) -> str:
        return f"{translated_message(self.question)}\n{self.asked}"

    def _guess_content(self) -> Content:
        """The card of the question."""
        kept = "" if self.guess is None else self.choose(self.guess).message
        said = kept
        if self.is_open:
            said = " ".join([kept, say("cards.theAnswer", self.asked.words(self._answer))]).strip()
        control = self.asked.control(self.guess)
        return content(
            "guess",
            say("cards.guessCard"),
            key=self.key,
            question=self.question,
            control=control,
            locked=self.guess is not None or self.is_open,
            buttons=[] if control else [self._guess_button()],
            said=said,
            spoken=said,
        )

    def _guess_button(self) -> Button:
        """The button that takes the point at which the scene stands."""
        off = self.guess is not None or self.is_open
        return Button(name="choose", label=say("cards.thisIsMyGuess"), off=off)

    def _answer_content(self) -> Content:
        """The card of the answer: closed, with a button; or open."""
        if not self.is_open:
            first = say("cards.guessFirst")
            if self.guess is not None:
                first = say("cards.guessWas", self.asked.words(self.guess))
            return content(
                "answer",
                say("cards.answerCard"),
                key=self.key,
                question=f"{first} {say('cards.waiting')}",
                buttons=[Button(name="show", label=say("cards.showTheAnswer"), off=False)],
            )
        verdict = self._told()
        guess = "" if self.guess is None else say("cards.guessWas", self.asked.words(self.guess))
        return content(
            "answer",
            say("cards.answerCard"),
            key=self.key,
            question=guess,
            said=verdict._repr_markdown_(),
            spoken=verdict.message,
        )

    def _show(self) -> None:
        """Let every card of this question show what is known now."""
        for live in list(self._guess_cards):
            if live.is_open:
                live.show(self._guess_content())
        for live in list(self._answer_cards):
            if live.is_open:
                live.show(self._answer_content())

    def _act(self, kind: str, value: object) -> None:
        """Do what a reader did on one of the cards."""
        if kind == "choose" and not self.is_open:
            self.choose(value)
        elif kind == "played":
            self._played = True
            self.is_open = self.is_open or self.guess is not None
            self._show()
        elif kind == "show":
            self.is_open = True
            self._show()

    def _guess_card(self) -> "Card":
        live = card(self._guess_content(), self._act)
        self._guess_cards.add(live)
        return live

    def answer_card(self) -> "Card":
        """A live card of the answer."""
        live = card(self._answer_content(), self._act)
        self._answer_cards.add(live)
        return live

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        live = self._guess_card()
        texts = {"text/plain": repr(self)}
        if not isinstance(self.asked, Spot):
            return mimebundle(live, texts)
        return mimebundle(spot_box(self, self.asked, live), texts)


def spot_box(prediction: Prediction, spot: Spot, live: "Card") -> Any:
    """The scene in which a spot is guessed, and the card under it, in one box."""
    from calclib.stage.player import play

    player = play(spot.scene)
    points = np.asarray(spot.scene.axis(spot.axis).values)

    def act(kind: str, value: object) -> None:
        if kind == "choose" and not prediction.is_open:
            prediction.choose(points[player.index[spot.axis]])

    live.listen(act)
    box: Any = import_module("ipywidgets").VBox  # which has no types
    return box([player, live])


@dataclass(frozen=True, repr=False)
class Answer(Verdict):
    """A verdict on a guess; in a notebook a card that is closed until the scene was played."""

    prediction: Prediction = field(kw_only=True)

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        return mimebundle(self.prediction.answer_card(), {"text/plain": repr(self)})


def predict(
    question: str,
    choices: Sequence[object] | Span | Spot,
    *,
    answer: object,
    why: Why = "",
    link: str = "",
    key: Key | None = None,
) -> Prediction:
    """Ask for a guess before the learner finds out; the answer comes after the scene.

    A lesson keeps its predictions in its module and has three cells: the question, the scene, and
    `question.answer()`. A notebook shows buttons, a slider or the scene; elsewhere it is text, and
    .choose(2) guesses.

    choices: what to choose from: a list, a Span of numbers or a Spot of a scene.
    answer: what holds. Raises ValueError when it is not among the choices.
    why: one sentence, or one for each choice.
    link: where the course explains it.
    key: the lesson and the name of the prediction, ("zoom_in", "top").

    >>> ahead = predict("Twice the rate: how many steps?", ["half", "the same", "never"],
    ...                 answer="never", why="Past 2/L every step overshoots.")
    >>> ahead
    Twice the rate: how many steps?
      1. half
      2. the same
      3. never
    >>> ahead.choose(1)
    Your guess is kept: half.
    >>> ahead.answer()
    It is: never. Past 2/L every step overshoots.
    """
    asked = choices if isinstance(choices, Span | Spot) else Choices(tuple(choices))
    return Prediction(question, asked, answer, why, link, key)
