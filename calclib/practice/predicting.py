"""Questions that wait for a guess: nothing is given away before there is one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from calclib.practice.cards import bundle, button, paper, widgets, write
from calclib.practice.verdict import Verdict
from calclib.stage.scene import Scene

Guessed: TypeAlias = Callable[[Any], None]


@dataclass(frozen=True)
class Choices:
    """Some possibilities, of which one holds; a guess is one of them, or its number from 1."""

    listed: tuple[Any, ...]
    asks: str = field(default="Choose one of the choices by its number.", init=False)

    def read(self, guess: Any) -> Any:
        """The choice that is meant, or None."""
        if guess not in self.listed and guess in range(1, len(self.listed) + 1):
            return self.listed[guess - 1]
        return guess if guess in self.listed else None

    def judge(self, guess: Any, answer: Any) -> tuple[bool, str]:
        """Whether the guess holds, and what does."""
        right = bool(guess == answer)
        return right, "As you said." if right else f"It is: {answer}."

    def __str__(self) -> str:
        return "\n".join(f"  {k}. {choice}" for k, choice in enumerate(self.listed, start=1))

    def control(self, guess: Any, guessed: Guessed) -> tuple[Any, Any]:
        """Radio buttons; what to show, and what to lock after the guess."""
        options = [(str(choice), choice) for choice in self.listed]
        wide = {"width": "max-content"}
        radio = widgets().RadioButtons(options=options, value=guess, layout=wide)
        radio.observe(lambda change: guessed(change["new"]), names="value")
        return radio, radio


@dataclass(frozen=True)
class Span:
    """A number between two ends, guessed on a slider; a guess within `close` counts.

    close: one step of the slider unless given.

    >>> ahead = predict("The largest slope of the sigmoid?", Span(0, 1, 0.05), answer=0.25)
    >>> ahead.choose(0.6)
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

    def read(self, guess: Any) -> float | None:
        """The number that is meant, or None."""
        try:
            number = float(guess.replace(",", ".") if isinstance(guess, str) else guess)
        except (TypeError, ValueError):
            return None
        return number if self.low <= number <= self.high else None

    def judge(self, guess: float, answer: float) -> tuple[bool, str]:
        """How far the guess is off."""
        off = guess - answer
        if abs(off) <= (self.step if self.close is None else self.close) * (1 + 1e-9):
            return True, f"You said {guess:g}, and it is {answer:g}."
        size = "large" if off > 0 else "small"
        return False, f"It is {answer:g}, and you said {guess:g}: {abs(off):.3g} too {size}."

    def __str__(self) -> str:
        return f"  a number from {self.low:g} to {self.high:g}"

    def control(self, guess: Any, guessed: Guessed) -> tuple[Any, Any]:
        """A slider with a button; what to show, and what to lock after the guess."""
        middle = (self.low + self.high) / 2 if guess is None else guess
        ends = {"min": self.low, "max": self.high, "step": self.step}
        slider = widgets().FloatSlider(value=middle, layout={"width": "24em"}, **ends)
        made = button("This is my guess", lambda: guessed(slider.value))
        return widgets().HBox([slider, made]), made


@dataclass(frozen=True)
class Spot:
    """A point of a scene, guessed by going there; a guess within `close` counts.

    axis: the axis of the scene whose values are the points (n, 2); a click in its panel moves it.
    """

    scene: Scene
    axis: str
    close: float
    asks: str = field(default="Choose a point, as a pair of numbers.", init=False)

    def read(self, guess: Any) -> tuple[float, ...] | None:
        """The point that is meant, or None."""
        try:
            point = np.asarray(guess, dtype=float)
        except (TypeError, ValueError):
            return None
        return tuple(point.tolist()) if point.shape == (2,) else None

    def judge(self, guess: Any, answer: Any) -> tuple[bool, str]:
        """How far the guess is off."""
        off, here = float(np.hypot(*np.subtract(guess, answer))), "({:.3g}, {:.3g})".format
        both = f"You said {here(*guess)}, and it is {here(*answer)}"
        return off <= self.close, f"{both}." if off <= self.close else f"{both}: {off:.2g} away."

    def __str__(self) -> str:
        return f"  a point on: {self.scene.alt}"

    def control(self, guess: Any, guessed: Guessed) -> tuple[Any, Any]:
        """The scene with a button; what to show, and what to lock after the guess."""
        from calclib.stage.player import play

        player, points = play(self.scene), np.asarray(self.scene.named[self.axis].values)
        made = button("This is my guess", lambda: guessed(points[player.index[self.axis]]))
        return widgets().VBox([player, made]), made


Asked: TypeAlias = Choices | Span | Spot


class Prediction:
    """A question that keeps the first guess, in .guess, and gives its answer only after it."""

    def __init__(
        self,
        question: str,
        asked: Asked,
        answer: Any,
        why: str | Mapping[Any, str],
        link: str = "",
    ) -> None:
        if asked.read(answer) is None:
            raise ValueError(f"The answer {answer!r} is not among the choices: {asked}.")
        self.question, self.asked, self.link = question, asked, link
        self.guess: Any = None
        self._answer, self._why = answer, why

    def choose(self, choice: Any) -> Verdict:
        """Guess: a choice or its number from 1, a number, or a point; the first guess stays."""
        guess = self.asked.read(choice)
        if guess is None:
            return Verdict(None, self.asked.asks)
        self.guess = guess if self.guess is None else self.guess
        return self.verdict

    @property
    def verdict(self) -> Verdict:
        """How the guess was, and why; a line that asks for a guess before there is one."""
        if self.guess is None:
            return Verdict(None, "No guess yet. Choose one first.")
        why = self._why if isinstance(self._why, str) else self._why.get(self.guess, "")
        right, found = self.asked.judge(self.guess, self._answer)
        return Verdict(right, f"{found} {why}".strip(), "" if right else self.link)

    def answer(self) -> Verdict:
        """The answer beside the guess."""
        return self.verdict

    def __repr__(self) -> str:
        return f"{self.question}\n{self.asked}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        reveal = paper()

        def show() -> None:
            if self.guess is not None:
                lock.disabled = True
                write(reveal, self.verdict._repr_markdown_())

        def guessed(guess: Any) -> None:
            self.choose(guess)
            show()

        control, lock = self.asked.control(self.guess, guessed)
        show()
        box = widgets().VBox([paper(self.question), control, reveal])
        return bundle(box, {"text/plain": repr(self)})


def predict(
    question: str,
    choices: Sequence[Any] | Span | Spot,
    *,
    answer: Any,
    why: str | Mapping[Any, str] = "",
    link: str = "",
) -> Prediction:
    """Ask for a guess before the learner finds out; nothing is given away until there is one.

    choices: what to choose from: a list, a Span of numbers or a Spot of a scene. answer: what
    holds. why: one sentence, or one for each choice. link: where the course explains it. A lesson
    keeps its predictions in its module, so that the cell shows the question alone. In a notebook
    there are buttons, a slider or the scene; elsewhere it is text, and .choose(2) guesses.
    Raises ValueError when the answer is not among the choices.

    >>> ahead = predict("Twice the rate: how many steps?", ["half", "the same", "never"],
    ...                 answer="never", why="Past 2/L every step overshoots.")
    >>> ahead
    Twice the rate: how many steps?
      1. half
      2. the same
      3. never
    >>> ahead.choose(1)
    It is: never. Past 2/L every step overshoots.
    """
    asked = choices if isinstance(choices, Span | Spot) else Choices(tuple(choices))
    return Prediction(question, asked, answer, why, link)
