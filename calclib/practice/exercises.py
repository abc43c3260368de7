"""An exercise: a question, a check, hints one at a time, and then the solution."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Unpack

from calclib.practice.cards import Button, Content, Line, card, check_button, content, mimebundle
from calclib.practice.comparison import Judge, Options, check, judge_answer
from calclib.practice.course import Key
from calclib.practice.decimal_signs import with_points
from calclib.practice.letters import own_names, with_known_letters
from calclib.practice.reading import NONE
from calclib.practice.records import remember
from calclib.practice.verdict import Verdict
from calclib.words import say, translated_message

if TYPE_CHECKING:
    from calclib.practice.widget import Card


LONGEST = 1000  # characters of an answer in which letters get values


class Details(Options, total=False):
    """What else `exercise` takes, beside a question and what is expected."""

    hints: Sequence[str]
    solution: str
    judge: Judge | None
    typed: bool | None
    key: Key | None
    given: Mapping[str, str]
    factor: bool


@dataclass(eq=False)
class Exercise:
    """A question with what is expected; call it with an answer to get a verdict.

    question: in Markdown.
    expected: as in `check`.
    options: the other arguments of `check`.
    hints: what `hint` tells, one at a time.
    worked: the solution, which `solution` tells.
    judge: decides instead of a comparison with what is expected.
    typed: whether a field for the answer stands under a verdict.
    key: the lesson and the name under which a right answer is remembered; None outside lessons.
    given: what the question says its letters are: with {"d": "64"} an answer may be 4 sqrt(d).
    factor: whether the number is a factor, so that 32x is 32.
    """

    question: str
    expected: object = None
    options: Options = field(default_factory=Options, repr=False)
    hints: tuple[str, ...] = ()
    worked: str = ""
    judge: Judge | None = field(default=None, repr=False)
    typed: bool = False
    key: Key | None = None
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    factor: bool = field(default=False, repr=False)
    hints_given: int = field(default=0, init=False)
    solved: bool = field(default=False, init=False)

    def __call__(self, *answer: object) -> Verdict:
        """Check an answer; several count as one that has several parts."""
        verdict = self.check(answer[0] if len(answer) == 1 else answer or None)
        if not (self.hints or self.worked):
            return verdict
        return Attempt(
            verdict.passed, verdict.message, verdict.link, marked=verdict.marked, exercise=self
        )

    def check(self, answer: object) -> Verdict:
        """Check an answer, and remember a right one."""
        verdict = self.compare(answer)
        if verdict.passed:
            self.solved = True
            if self.key:
                remember(self.key)
        return verdict

    def compare(self, answer: object) -> Verdict:
        """Give the verdict on an answer without remembering it: for one that no learner wrote."""
        if self.judge:
            return judge_answer(answer, self.judge, self.options.get("link", ""))
        verdict = check(with_points(answer, self.expected), self.expected, **self.options)
        if verdict.passed or not (self.given or self.factor):
            return verdict
        if type(answer) is not str:  # a text of a kind of its own may do anything
            return verdict
        worked_out = with_known_letters(answer, self.given, self.factor)
        if worked_out == answer or len(worked_out) > LONGEST:
            return verdict
        other = check(with_points(worked_out, self.expected), self.expected, **self.options)
        # A formula is first what it says; a number with a letter in it was not read at all.
        is_number = not own_names(self.expected) and not self.options.get("variables")
        return other if other.passed or is_number else verdict

    def hint(self) -> Verdict:
        """Tell the next hint; past the last one, say that the solution comes next."""
        if self.hints_given == len(self.hints):
            end = "Ask for solution()." if self.worked else "The solution is folded up below."
            return Verdict(None, f"No {'more ' * bool(self.hints)}hints. {end}")
        self.hints_given += 1
        return Verdict(None, self.clue(self.hints_given))

    def clue(self, number: int) -> str:
        """One hint with its number, counted from 1."""
        hint = translated_message(self.hints[number - 1])
        return say("cards.hint", number, len(self.hints), hint)

    def solution(self) -> Verdict:
        """Tell the solution, once every hint was asked for or a right answer was given."""
        if not self.worked:
            return Verdict(None, "No solution is kept here. The check knows a right answer.")
        left = len(self.hints) - self.hints_given
        if left and not self.solved:
            first = f"{left} hint{'s' * (left > 1)} first. Ask for the next with hint()."
            return Verdict(None, first)
        return Verdict(None, say("cards.theSolution", translated_message(self.worked)))

    def __repr__(self) -> str:
        return translated_message(self.question)

    _repr_markdown_ = __repr__


@dataclass(frozen=True, repr=False)
class Attempt(Verdict):
    """A verdict on an answer to an exercise; in a notebook hints and a field stand under it."""

    exercise: Exercise = field(kw_only=True)

    def _ipython_display_(self) -> None:
        show_attempt(self)


def exercise(
    question: str,
    expected: object = None,
    *,
    hints: Sequence[str] = (),
    solution: str = "",
    judge: Judge | None = None,
    typed: bool | None = None,
    key: Key | None = None,
    given: Mapping[str, str] = NONE,
    factor: bool = False,
    **options: Unpack[Options],
) -> Exercise:
    """State a question once, and check answers to it as often as it takes.

    hints: told one at a time by .hint(), or by a button under a verdict.
    solution: told by .solution() after them.
    judge: a function from an answer to a Verdict, where many answers are right; it decides instead
        of a comparison with `expected`.
    typed: whether the answer may also be typed in a field under the verdict; everything but a
        function may, unless this says otherwise.
    key: the lesson and the name of the exercise, ("zoom_in", "nearby"); with a key a right answer
        is remembered for `progress`.
    given: what the question says its letters are, {"d": "64"}; an answer may hold these letters.
    factor: whether the number is a factor, so that 32x is 32.
    options: as in `check`: slips, further, variables, inputs, domain, tolerance, ordered, names,
        bound, called, frames, signed, link.

    >>> slope = exercise("The slope of x^2 at 3?", 6, slips={9: "That is the value there."},
    ...                  hints=["The slope of x^2 is 2x."], solution="2 times 3 is 6.")
    >>> slope(9), slope(6).passed
    (Not yet. That is the value there., True)
    >>> slope.hint()
    Hint 1 of 1. The slope of x^2 is 2x.
    >>> slope.solution()
    Solution. 2 times 3 is 6.
    """
    may_be_typed = not callable(expected) if typed is None else typed
    return Exercise(
        question,
        expected,
        options,
        tuple(hints),
        solution,
        judge,
        may_be_typed,
        key,
        given,
        factor,
    )


def show_attempt(attempt: Attempt) -> None:
    """Show a verdict, and under it a field for another answer, and hints, at last the solution.

    The verdict is an output of its own, which is saved with the notebook; the card is not.
    """
    display: Any = import_module("IPython.display").display
    exercise = attempt.exercise
    count = len(exercise.hints)
    note = f"{count} hint{'s' * (count != 1)}: a button in a live notebook, or .hint()."
    shown = display(attempt.texts(), raw=True, display_id=True)
    help_ = Help(exercise, words=say("cards.orTypeHere") if exercise.typed else "")

    def act(kind: str, value: object) -> None:
        if kind == "check":
            verdict = help_.check(value)
            shown.update(verdict.texts(), raw=True)
        elif kind == "hint":
            help_.more()
        live.show(help_.content())

    live = card(help_.content(), act)
    display(mimebundle(live, {"text/plain": note}), raw=True)


class Help:
    """What stands under an exercise while a learner works on it: a field, hints, the solution.

    words: what the field says while it is empty; without words there is no field.
    """

    def __init__(self, exercise: Exercise, words: str) -> None:
        self.exercise = exercise
        self.words = words
        self.answer = ""
        self.verdict: Verdict | None = None
        self.spoken = ""
        self.tells_solution = False

    def check(self, value: object) -> Verdict:
        """Check what was typed."""
        self.answer = value if isinstance(value, str) else ""
        self.verdict = self.exercise(self.answer)
        self.spoken = self.verdict.message
        return self.verdict

    def more(self) -> None:
        """Tell the next hint, and the solution after the last one."""
        exercise = self.exercise
        if exercise.hints_given < len(exercise.hints):
            self.spoken = exercise.hint().message
        elif exercise.worked:
            self.tells_solution = True
            self.spoken = exercise.solution().message

    def content(self, question: bool = False, buttons: Sequence[Button] = ()) -> Content:
        """The card of it; with the question and the verdict, or without."""
        exercise = self.exercise
        lines = [exercise.clue(number) for number in range(1, exercise.hints_given + 1)]
        if self.tells_solution:
            lines.append(exercise.solution().message)
        line = Line(kind="line", words=self.words, value=self.answer)
        verdict = self.verdict._repr_markdown_() if self.verdict else ""
        return content(
            "exercise",
            say("cards.exercise"),
            key=exercise.key,
            question=exercise.question if question else "",
            control=line if self.words else None,
            buttons=[*([check_button()] if self.words else []), self.hint_button(), *buttons],
            said=verdict if question else "",
            told="\n\n".join(lines),
            spoken=self.spoken,
        )

    def hint_button(self) -> Button:
        """The button that says what it tells next."""
        given = self.exercise.hints_given
        count = len(self.exercise.hints)
        if given < count:
            return Button(name="hint", label=say("cards.hintButton", given + 1, count), off=False)
        if self.exercise.worked:
            return Button(name="hint", label=say("cards.solution"), off=self.tells_solution)
        return Button(name="hint", label=say("cards.noMoreHints"), off=True)


def answer_form(exercise: Exercise, following: Callable[[], Exercise]) -> "Card":
    """A card with a field for typed answers, hints and, in the same place, the next exercise."""
    help_ = Help(exercise, say("cards.yourAnswer"))
    next_button = Button(name="next", label=say("cards.next"), off=False)

    def act(kind: str, value: object) -> None:
        nonlocal help_
        if kind == "check":
            help_.check(value)
        elif kind == "hint":
            help_.more()
        elif kind == "next":
            help_ = Help(following(), say("cards.yourAnswer"))
            help_.spoken = help_.exercise.question
        live.show(help_.content(question=True, buttons=[next_button]))

    live = card(help_.content(question=True, buttons=[next_button]), act)
    return live
