"""Questions that wait for a guess, and checks that compare answers by what they mean.

A check reduces the answer and what is expected to numbers: a formula or a function becomes its
values at random points, so that 2x and x + x are one answer. Then it climbs one ladder: blank,
unreadable, of another shape, a slip that has a name, wrong, right.
"""

import html
import inspect
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
BLANK = "Not answered yet. Put your answer in the place of the blank."
SLIPS: tuple[tuple[str, Callable[[Values], Values]], ...] = (
    ("The size is right and the sign is not.", lambda target: -target),
    ("This is twice what it should be.", lambda target: 2 * target),
    ("This is half of what it should be.", lambda target: target / 2),
)


@dataclass(frozen=True)
class Verdict:
    """What a check found: passed is True, False, or None for a blank; message says it in words."""

    passed: bool | None
    message: str

    def __repr__(self) -> str:
        return self.message

    def _repr_markdown_(self) -> str:
        first, dot, rest = self.message.partition(". ")
        return f"**{first}.** {rest}" if dot else f"**{self.message}**"


class UnreadableError(Exception):
    """An answer that cannot be compared; the message says why."""


def check(
    answer: Any,
    expected: Any,
    *,
    slips: Mapping[str | float, str] | None = None,
    further: str = "",
    variables: Sequence[str] | None = None,
    inputs: Sequence[tuple[Any, ...]] | None = None,
    tolerance: float = 1e-6,
) -> Verdict:
    """Compare an answer with what is expected, and say what to look at when they differ.

    expected: a formula (text or SymPy), a number, an array, or a function; the answer is read as
    the same kind. slips: wrong answers, each with the sentence it deserves. further: a sentence
    for the right answer. variables: those of a formula, when it does not name them itself.
    inputs: the arguments to try a function on, one tuple a call; random numbers by default.
    tolerance: relative, and absolute below one. A learner's answer never raises.

    >>> check("x + x", "2x", further="The slope of x^2.")
    Right. The slope of x^2.
    >>> check("-2x", "2x")
    Not yet. The size is right and the sign is not.
    >>> check(None, 3.0).passed, check("3/2", 1.5).passed, check([1, 2], [1, 2, 3])
    (None, True, Not yet. The shape should be (3,); yours is (2,).)
    """
    if answer is None or answer is ... or (isinstance(answer, str) and not answer.strip()):
        return Verdict(None, BLANK)
    way = route(expected, variables, inputs)
    places, target = way.places, way.read(expected)
    try:
        values = way.read(answer)
    except UnreadableError as reason:
        return Verdict(False, f"Not yet. {reason}")

    def agree(other: Values) -> bool:
        return bool(np.all(close(values, other, tolerance)))

    if values.shape != target.shape:
        shape, yours = target.shape[bool(places) :], values.shape[bool(places) :]
        return Verdict(False, f"Not yet. The shape should be {shape}; yours is {yours}.")
    nearly = np.mean(close(values, target, tolerance)) > 0.5
    if agree(target) or (nearly and way.proves(answer)):
        return Verdict(True, f"Right. {further}".strip())
    named = [(sentence, way.read(wrong)) for wrong, sentence in (slips or {}).items()]
    for sentence, value in [*named, *((sentence, slip(target)) for sentence, slip in SLIPS)]:
        if agree(value):
            return Verdict(False, f"Not yet. {sentence}")
    return Verdict(False, f"Not yet. {difference(values, target, tolerance, places)}")


def close(values: Values, target: Values, tolerance: float) -> npt.NDArray[np.bool_]:
    """Where two arrays agree: |a - b| ≤ tolerance (1 + |b|), or both are nan."""
    return np.isclose(values, target, rtol=tolerance, atol=tolerance, equal_nan=True)


def difference(values: Values, target: Values, tolerance: float, places: Sequence[str]) -> str:
    """Say where the answer departs first, without giving more away than that."""
    index = tuple(int(i) for i in np.argwhere(~close(values, target, tolerance))[0])
    yours, aim = float(values[index]), float(target[index])
    if places:
        return f"{places[index[0]]} yours gives {yours:.3g}, and it should give {aim:.3g}."
    what = f"Entry {list(index)}" if index else "This number"
    return f"{what} is too {'large' if yours > aim else 'small'}."


@dataclass(frozen=True)
class Route:
    """How answers of one kind are compared: read to numbers, at places, perhaps proved equal."""

    read: Callable[[Any], Values]
    places: Sequence[str] = ()
    proves: Callable[[Any], bool] = lambda answer: False


def route(
    expected: Any, variables: Sequence[str] | None, inputs: Sequence[tuple[Any, ...]] | None
) -> Route:
    """Choose the route by the kind of what is expected."""
    rng = np.random.default_rng(0)  # the same points each time: a verdict must not change
    if own := own_names(expected):
        names = tuple(variables or own)
        # Points of several sizes: a formula may live only beyond 5, or only within 1.
        sizes = np.repeat([0.5, 3.0, 30.0, 1000.0], 20)[:, None]
        points = np.asarray(inputs or (rng.normal(size=(80, len(names))) * sizes).round(3), float)
        finite = np.isfinite(formula_values(expected, names, points)).reshape(len(points), -1)
        points = points[finite.all(axis=1)][:30]
        if not len(points):
            raise ValueError(f"{expected} has no finite value where it was tried; give inputs=.")

        def proves(answer: Any) -> bool:
            pairs = zip(formulas(answer, names), formulas(expected, names), strict=True)
            return all((a - b).simplify() == 0 for a, b in pairs)

        read = partial(formula_values, names=names, points=points)
        return Route(read, labels(names, points), proves)
    if callable(expected):
        names = tuple(inspect.signature(expected).parameters)
        calls = inputs or [
            tuple(row) for row in rng.normal(size=(20, len(names))).round(3).tolist()
        ]
        return Route(partial(function_values, calls=calls), labels(names, calls))
    return Route(number_values)


def labels(names: Sequence[str], points: Any) -> list[str]:
    """Name each point: At x = 0.126, y = -0.132."""
    return ["At " + ", ".join(map("{} = {!s:.30}".format, names, row)) for row in points]


def own_names(expected: Any) -> list[str]:
    """The variables of what is a formula, or a list of them: x and y for text; none for others."""
    parts = expected if isinstance(expected, (list, tuple)) else [expected]
    symbols = {str(s) for part in parts for s in getattr(part, "free_symbols", ())}
    return sorted(symbols | ({"x", "y"} if any(isinstance(p, str) for p in parts) else set()))


def formulas(answer: Any, names: Sequence[str]) -> list[Any]:
    """Read one formula, or a list of them, in these variables; raises UnreadableError."""
    from calclib.derivatives.symbolic import components
    from calclib.expressions import ExpressionError, parse

    parts = answer if isinstance(answer, (list, tuple)) else [answer]
    try:
        read = [parse(part, names) if isinstance(part, str) else part for part in parts]
        expressions, _ = components(read)
    except ExpressionError as error:
        raise UnreadableError(str(error)) from None
    except TypeError:
        raise UnreadableError("A formula is asked for: text in quotes, or SymPy.") from None
    for symbol in sorted(str(s) for expression in expressions for s in expression.free_symbols):
        if symbol not in names:
            raise UnreadableError(f"It has {symbol} in it; the variables: {', '.join(names)}.")
    return expressions


def formula_values(answer: Any, names: Sequence[str], points: Values) -> Values:
    """The values at points (k, d): (k,) for one formula, (k, m) for a list of m."""
    from calclib.derivatives.symbolic import as_numpy, real_symbols

    compiled = as_numpy(formulas(answer, names), real_symbols(names))
    values = np.array(compiled(*points.T)).reshape(-1, len(points)).T
    return values if isinstance(answer, (list, tuple)) else values[:, 0]


def function_values(answer: Any, calls: Sequence[tuple[Any, ...]]) -> Values:
    """What a function gives for each call, stacked."""
    if not callable(answer):
        raise UnreadableError("A function is asked for: give its name, without brackets.")
    try:
        with warnings.catch_warnings(action="ignore"):
            results = [answer(*call) for call in calls]
            values = [np.asarray(result, float) for result in results if result is not None]
            if len(values) == len(calls):
                return np.asarray(values)
    except Exception as error:  # a learner's function may raise anything
        raise UnreadableError(f"Your function stops: {type(error).__name__}: {error}.") from None
    raise UnreadableError("Your function gives nothing back; end it with return.")


def number_values(answer: Any) -> Values:
    """A number or an array of them; text such as "3/4" or "sqrt 2" is a number too."""
    if isinstance(answer, str) or hasattr(answer, "free_symbols"):
        return np.asarray(float(formulas(answer, ())[0]))
    try:
        return np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        raise UnreadableError("Numbers are asked for, in rows of one length.") from None


@dataclass(frozen=True)
class Exercise:
    """A question with what is expected; call it with an answer to get a verdict."""

    question: str
    expected: Any
    options: Mapping[str, Any]

    def __call__(self, answer: Any = None) -> Verdict:
        """Check an answer."""
        return check(answer, self.expected, **self.options)

    def __repr__(self) -> str:
        return self.question

    _repr_markdown_ = __repr__


def exercise(question: str, expected: Any, **options: Any) -> Exercise:
    """State a question once, and check answers to it as often as it takes; options as in check.

    >>> slope = exercise("The slope of x^2 at 3?", 6, slips={9: "That is the value there."})
    >>> slope(9), slope(6).passed
    (Not yet. That is the value there., True)
    """
    return Exercise(question, expected, options)


class Prediction:
    """A question that keeps the first guess, in .guess, and gives its answer only after it."""

    def __init__(
        self, question: str, choices: Sequence[Any], answer: Any, why: str | Mapping[Any, str]
    ) -> None:
        if answer not in choices:
            raise ValueError(f"The answer {answer!r} is not among the choices {list(choices)}.")
        self.question, self.choices = question, tuple(choices)
        self.guess: Any = None
        self._answer, self._why = answer, why

    def choose(self, choice: Any) -> Verdict:
        """Guess: a choice, or its number counted from 1; the first guess stays."""
        if choice not in self.choices and choice in range(1, len(self.choices) + 1):
            choice = self.choices[choice - 1]
        if choice not in self.choices:
            return Verdict(None, f"Choose one of the {len(self.choices)} by its number.")
        self.guess = choice if self.guess is None else self.guess
        return self.verdict

    @property
    def verdict(self) -> Verdict:
        """How the guess was, and why; a line that asks for a guess before there is one."""
        if self.guess is None:
            return Verdict(None, "No guess yet. Choose one first.")
        why = self._why if isinstance(self._why, str) else self._why.get(self.guess, "")
        if self.guess == self._answer:
            return Verdict(True, f"As you said. {why}".strip())
        return Verdict(False, f"It is: {self._answer}. {why}".strip())

    def __repr__(self) -> str:
        lines = (f"  {k}. {choice}" for k, choice in enumerate(self.choices, start=1))
        return "\n".join([self.question, *lines])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        widgets: Any = import_module("ipywidgets")
        question = widgets.HTMLMath(html.escape(self.question, quote=False))
        options, wide = [(str(c), c) for c in self.choices], {"width": "max-content"}
        radio = widgets.RadioButtons(options=options, value=self.guess, layout=wide)
        reveal = widgets.HTMLMath()

        def show(change: Any = None) -> None:
            if change is not None:
                self.choose(change["new"])
            if self.guess is not None:
                radio.disabled = True
                reveal.value = html.escape(self.verdict.message, quote=False)

        radio.observe(show, names="value")
        show()
        box = widgets.VBox([question, radio, reveal])
        return {**box._repr_mimebundle_(), "text/plain": repr(self)}


def predict(
    question: str, choices: Sequence[Any], *, answer: Any, why: str | Mapping[Any, str] = ""
) -> Prediction:
    """Ask for a guess before the learner finds out; nothing is given away until there is one.

    choices: what to choose from. answer: the choice that holds. why: one sentence, or one for
    each choice. In a notebook it shows radio buttons; elsewhere it is text, and .choose(2) guesses.
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
    return Prediction(question, choices, answer, why)
