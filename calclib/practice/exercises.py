"""An exercise: a question, a check, hints one at a time, and then the solution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from calclib.practice.cards import show
from calclib.practice.checking import Judge, check, judged
from calclib.practice.keeping import remember
from calclib.practice.verdict import Verdict


@dataclass(eq=False)
class Exercise:
    """A question with what is expected; call it with an answer to get a verdict.

    hints, worked: what `hint` and `solution` tell. judge: decides in the place of a comparison.
    typed: whether a field for the answer stands under a verdict. options: as in `check`.
    """

    question: str
    expected: Any = None
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    hints: tuple[str, ...] = ()
    worked: str = ""
    judge: Judge | None = field(default=None, repr=False)
    typed: bool = False
    told: int = field(default=0, init=False)  # how many hints were asked for
    solved: bool = field(default=False, init=False)

    def __call__(self, *answer: Any) -> Verdict:
        """Check an answer; several count as one that has several parts."""
        found = self.check(answer[0] if len(answer) == 1 else answer or None)
        if not (self.hints or self.worked):
            return found
        return Attempt(found.passed, found.message, found.link, exercise=self)

    def check(self, answer: Any) -> Verdict:
        """Check an answer, and remember a right one."""
        if self.judge:
            found = judged(answer, self.judge, self.options.get("link", ""))
        else:
            found = check(answer, self.expected, **self.options)
        if found.passed:
            self.solved = True
            remember(self)
        return found

    def hint(self) -> Verdict:
        """Tell the next hint; past the last one, say that the solution comes next."""
        if self.told == len(self.hints):
            end = "Ask for solution()." if self.worked else "The solution is folded up below."
            return Verdict(None, f"No {'more ' * bool(self.hints)}hints. {end}")
        self.told += 1
        return Verdict(None, self.clue(self.told))

    def clue(self, number: int) -> str:
        """One hint with its number, counted from 1."""
        return f"Hint {number} of {len(self.hints)}. {self.hints[number - 1]}"

    def solution(self) -> Verdict:
        """Tell the solution, once every hint was asked for or a right answer was given."""
        if not self.worked:
            return Verdict(None, "No solution is kept here. The check knows a right answer.")
        left = len(self.hints) - self.told
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
        show(self, self.exercise)


def exercise(
    question: str,
    expected: Any = None,
    *,
    hints: Sequence[str] = (),
    solution: str = "",
    judge: Judge | None = None,
    typed: bool | None = None,
    **options: Any,
) -> Exercise:
    """State a question once, and check answers to it as often as it takes.

    hints: told one at a time by .hint(), or by a button under a verdict. solution: told by
    .solution() after them. judge: a function from an answer to a Verdict, in the place of what is
    expected, where many answers are right. typed: whether the answer may also be typed in a field
    under the verdict; unless told otherwise, everything but a function may. options: as in `check`:
    slips, further, variables, inputs, domain, tolerance, ordered, link.

    >>> slope = exercise("The slope of x^2 at 3?", 6, slips={9: "That is the value there."},
    ...                  hints=["The slope of x^2 is 2x."], solution="2 times 3 is 6.")
    >>> slope(9), slope(6).passed
    (Not yet. That is the value there., True)
    >>> slope.hint()
    Hint 1 of 1. The slope of x^2 is 2x.
    >>> slope.solution()
    Solution. 2 times 3 is 6.
    """
    field_ = not callable(expected) if typed is None else typed
    return Exercise(question, expected, options, tuple(hints), solution, judge, field_)
