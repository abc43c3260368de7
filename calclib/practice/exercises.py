"""An exercise: a question, a check, hints one at a time, and then the solution."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from calclib.practice.cards import (
    WRAPPED,
    answer_field,
    button,
    markdown_area,
    mimebundle,
    widgets,
    write,
)
from calclib.practice.comparison import Judge, check, judge_answer
from calclib.practice.course import Key
from calclib.practice.records import remember
from calclib.practice.verdict import Verdict


@dataclass(eq=False)
class Exercise:
    """A question with what is expected; call it with an answer to get a verdict.

    options: as in `check`.
    hints, worked: what `hint` and `solution` tell.
    judge: decides in the place of a comparison.
    typed: whether a field for the answer stands under a verdict.
    key: the lesson and the name under which a right answer is remembered; None for no lesson's.
    """

    question: str
    expected: Any = None
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    hints: tuple[str, ...] = ()
    worked: str = ""
    judge: Judge | None = field(default=None, repr=False)
    typed: bool = False
    key: Key | None = None
    hints_given: int = field(default=0, init=False)
    solved: bool = field(default=False, init=False)

    def __call__(self, *answer: Any) -> Verdict:
        """Check an answer; several count as one that has several parts."""
        verdict = self.check(answer[0] if len(answer) == 1 else answer or None)
        if not (self.hints or self.worked):
            return verdict
        return Attempt(verdict.passed, verdict.message, verdict.link, exercise=self)

    def check(self, answer: Any) -> Verdict:
        """Check an answer, and remember a right one."""
        if self.judge:
            verdict = judge_answer(answer, self.judge, self.options.get("link", ""))
        else:
            verdict = check(answer, self.expected, **self.options)
        if verdict.passed:
            self.solved = True
            if self.key:
                remember(self.key)
        return verdict

    def hint(self) -> Verdict:
        """Tell the next hint; past the last one, say that the solution comes next."""
        if self.hints_given == len(self.hints):
            end = "Ask for solution()." if self.worked else "The solution is folded up below."
            return Verdict(None, f"No {'more ' * bool(self.hints)}hints. {end}")
        self.hints_given += 1
        return Verdict(None, self.clue(self.hints_given))

    def clue(self, number: int) -> str:
        """One hint with its number, counted from 1."""
        return f"Hint {number} of {len(self.hints)}. {self.hints[number - 1]}"

    def solution(self) -> Verdict:
        """Tell the solution, once every hint was asked for or a right answer was given."""
        if not self.worked:
            return Verdict(None, "No solution is kept here. The check knows a right answer.")
        left = len(self.hints) - self.hints_given
        if left and not self.solved:
            first = f"{left} hint{'s' * (left > 1)} first. Ask for the next with hint()."
            return Verdict(None, first)
        return Verdict(None, f"Solution. {self.worked}")

    def __repr__(self) -> str:
        return self.question

    _repr_markdown_ = __repr__


@dataclass(frozen=True, repr=False)
class Attempt(Verdict):
    """A verdict on an answer to an exercise; in a notebook hints and a field stand under it."""

    exercise: Exercise = field(kw_only=True)

    def _ipython_display_(self) -> None:
        show_attempt(self)


def exercise(
    question: str,
    expected: Any = None,
    *,
    hints: Sequence[str] = (),
    solution: str = "",
    judge: Judge | None = None,
    typed: bool | None = None,
    key: Key | None = None,
    **options: Any,
) -> Exercise:
    """State a question once, and check answers to it as often as it takes.

    hints: told one at a time by .hint(), or by a button under a verdict.
    solution: told by .solution() after them.
    judge: a function from an answer to a Verdict, where many answers are right; it decides in the
        place of `expected`.
    typed: whether the answer may also be typed in a field under the verdict; everything but a
        function may, unless this says otherwise.
    key: the lesson and the name of the exercise, ("zoom_in", "nearby"); with a key a right answer
        is remembered for `progress`.
    options: as in `check`: slips, further, variables, inputs, domain, tolerance, ordered, link.

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
    return Exercise(question, expected, options, tuple(hints), solution, judge, may_be_typed, key)


def show_attempt(attempt: Attempt) -> None:
    """Show a verdict, and under it a field for another answer, and hints, at last the solution.

    The verdict is an output of its own, which is saved with the notebook; the controls are not.
    """
    display: Any = import_module("IPython.display").display
    exercise = attempt.exercise
    count = len(exercise.hints)
    note = f"{count} hint{'s' * (count != 1)}: a button in a live notebook, or .hint()."
    shown = display(attempt.texts(), raw=True, display_id=True)
    hint_button, hints = hint_controls(exercise)
    row = [hint_button]

    def answered(answer: str) -> None:
        shown.update(exercise(answer).texts(), raw=True)

    if exercise.typed:
        row = [*answer_field(answered, "or type your answer here"), hint_button]
    box = widgets().VBox([widgets().HBox(row, layout=WRAPPED), hints])
    display(mimebundle(box, {"text/plain": note}), raw=True)


def hint_controls(exercise: Exercise) -> tuple[Any, Any]:
    """The button that gives hints and then the solution, and the area that it writes to."""
    hints = markdown_area()

    def more() -> None:
        left = len(exercise.hints) - exercise.hints_given
        if left:
            exercise.hint()
        tell(solution=not left)

    def tell(solution: bool = False) -> None:
        count = len(exercise.hints)
        lines = [exercise.clue(number) for number in range(1, exercise.hints_given + 1)]
        if solution:
            lines.append(exercise.solution().message)
        write(hints, "\n\n".join(lines))
        hint_button.description = "Solution" if exercise.worked else "No more hints"
        if exercise.hints_given < count:
            hint_button.description = f"Hint {exercise.hints_given + 1} of {count}"
        hint_button.disabled = solution or hint_button.description == "No more hints"

    hint_button = button("Hint", more)
    tell()
    return hint_button, hints


def answer_form(exercise: Exercise, following: Callable[[], Exercise]) -> Any:
    """A field for typed answers, with check, hints and, in the same place, the next exercise."""
    place = widgets().VBox([])

    def ask(now: Exercise) -> None:
        verdict = markdown_area()
        hint_button, hints = hint_controls(now)
        typed = answer_field(lambda answer: write(verdict, now(answer)._repr_markdown_()))
        row = [*typed, hint_button, button("Next", lambda: ask(following()))]
        controls = widgets().HBox(row, layout=WRAPPED)
        place.children = [markdown_area(now.question), controls, verdict, hints]

    ask(exercise)
    return place
