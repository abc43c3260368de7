"""A check answers whatever it is given in a sentence: it never raises, and never says Right."""

from __future__ import annotations

import datetime
import itertools
from collections import UserList, deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import sympy as sp
from test_printed_numbers import checks_of, lessons

from calclib.practice import Exercise, OneOf, Verdict, check, exercise, follow, predict
from calclib.practice.markup import PIECES
from calclib.practice.predictions import Span

X = sp.Symbol("x")


class Refusing:
    """Refuses whatever it is asked."""

    def refuse(self, *arguments: object) -> Any:
        raise RuntimeError("no")

    __array__ = __eq__ = __bool__ = __float__ = __iter__ = __len__ = __repr__ = __str__ = refuse
    __getattr__ = refuse
    __hash__ = object.__hash__


class RefusingList(list):  # type: ignore[type-arg]
    """A list that cannot be walked through."""

    def __iter__(self) -> Iterator[object]:
        raise RuntimeError("no")

    def __len__(self) -> int:
        return -1


class RefusingText(str):
    """A text that cannot be looked at."""

    __slots__ = ()

    def strip(self, *characters: object) -> str:
        raise RuntimeError("no")

    __eq__ = __len__ = strip  # type: ignore[assignment]
    __hash__ = str.__hash__


class RefusingNumber(float):
    """A number that is none when it is asked."""

    def __float__(self) -> float:
        raise ZeroDivisionError("no")

    __eq__ = __repr__ = __float__  # type: ignore[assignment]
    __hash__ = float.__hash__


class Disguised:
    """An object that does not tell of which class it is."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        raise RuntimeError("no")


class Leaving:
    """An object that ends the program when an array is made of it, or when it is called."""

    def __array__(self, *arguments: object, **named: object) -> Any:
        raise SystemExit(1)

    def __call__(self, *arguments: object) -> Any:
        raise SystemExit(1)


def in_itself() -> list[object]:
    """A list that holds itself."""
    made: list[object] = []
    made.append(made)
    return made


def nested(depth: int) -> object:
    """A list in a list in a list."""
    made: object = 7.5
    for _ in range(depth):
        made = [made]
    return made


def without_end() -> Iterator[float]:
    """Numbers without an end."""
    while True:
        yield 7.5


def stops() -> Iterator[float]:
    """A number, and then an error."""
    yield 7.5
    raise RuntimeError("no")


def calls_itself(*arguments: object) -> Any:
    """A function without an end."""
    return calls_itself(*arguments)


def tower(*numbers: int) -> sp.Expr:
    """A power of a power of …, which is not worked out."""
    first, *rest = numbers
    return sp.Pow(first, tower(*rest), evaluate=False) if rest else sp.Integer(first)


ODD: dict[str, Callable[[], object]] = {
    "an object": object,
    "an object that refuses": Refusing,
    "a list that refuses": lambda: RefusingList([7.5]),
    "a text that refuses": lambda: RefusingText("7.5"),
    "a list of lists that refuse": lambda: [1.0, RefusingList([7.5])],
    "a list of texts that refuse": lambda: [RefusingText("7.5"), RefusingText("x")],
    "a tuple in a list of texts that refuse": lambda: [(RefusingText("7.5"), 1.0), [2.0, 3.0]],
    "a number that refuses": lambda: RefusingNumber(7.5),
    "an object in disguise": Disguised,
    "an object that leaves": Leaving,
    "a class": lambda: Refusing,
    "a module": lambda: np,
    "True": lambda: True,
    "an integer of 401 digits": lambda: 10**400,
    "an integer of 100,001 digits": lambda: 10**100_000,
    "nan": lambda: np.nan,
    "infinity": lambda: -np.inf,
    "a complex number": lambda: 7 + 1j,
    "bytes": lambda: b"x",
    "a set": lambda: {7.5, 8.5},
    "a dictionary": lambda: {7.5: 8.5},
    "a generator that stops": stops,
    "a generator without end": without_end,
    "all integers": itertools.count,
    "a long range": lambda: range(10**12),
    "a list that holds itself": in_itself,
    "a list 900 deep": lambda: nested(900),
    "a list 5000 deep": lambda: nested(5000),
    "a ragged list": lambda: [[7.5], [8.5, 9.5]],
    "a mixed list": lambda: ["7.5", [8.5, {}]],
    "20,000 texts": lambda: ["7.5"] * 20_000,
    "a million numbers": lambda: np.full((1000, 1000), 7.5),
    "no numbers": lambda: np.zeros((0, 3)),
    "an array of objects": lambda: np.array([object(), None], dtype=object),
    "an array of text": lambda: np.array(["a", "b"]),
    "records": lambda: np.array([(7, 8.0)], dtype=[("a", int), ("b", float)]),
    "masked numbers": lambda: np.ma.array([1.0, 2.0], mask=[False, True]),
    "a masked number": lambda: np.ma.masked,
    "a date": datetime.datetime.now,
    "a date of NumPy": lambda: np.datetime64("2020-01-01"),
    "days of NumPy": lambda: np.timedelta64(3, "D"),
    "a Decimal that is none": lambda: Decimal("sNaN"),
    "an infinite Decimal": lambda: Decimal("Infinity"),
    "a fraction": lambda: Fraction(10**400, 7),
    "a deque": lambda: deque([7.5] * 3),
    "a list of the library": lambda: UserList([7.5] * 3),
    "a path": lambda: Path("7.5"),
    "i of SymPy": lambda: sp.I,
    "infinity of SymPy": lambda: sp.zoo,
    "nan of SymPy": lambda: sp.nan,
    "an integral": lambda: sp.Integral(sp.exp(-(X**2)), (X, 0, 1)),
    "a sum": lambda: sp.Sum(1 / X**2, (X, 1, sp.oo)),
    "a limit": lambda: sp.Limit(sp.sin(X) / X, X, 0),
    "a tower of powers": lambda: tower(10, 10, 10, 10),
    "towers of powers": lambda: [tower(10, 10, 10, 10), 1],
    "a factorial": lambda: sp.factorial(10**7, evaluate=False),
    "an inequality": lambda: X > 1,
    "an equation": lambda: sp.Eq(X, 1),
    "an interval": lambda: sp.Interval(0, 1),
    "a function of SymPy": lambda: sp.Lambda(X, X),
    "a large matrix": lambda: sp.zeros(60, 60),
    "a function that stops": lambda: lambda *_: 1 / 0,
    "a function that gives nothing": lambda: lambda *_: None,
    "a function without end": lambda: calls_itself,
    "a function of no number": lambda: lambda *_: object(),
    "long text": lambda: "x" * 10**5,
    "long digits": lambda: "9" * 10**5,
    "many commas": lambda: "7," * 10**5,
    "many brackets": lambda: "[" * 10**4 + "]" * 10**4,
    "many lines": lambda: "7\n" * 10**5,
    "a lone surrogate": lambda: "\ud800",
    "private characters": lambda: "\ue000\ue002",
    "a null character": lambda: "\0",
    "text from right to left": lambda: "\u202e57",
}
KINDS: dict[str, Callable[[object], Verdict]] = {
    "a number": lambda answer: check(answer, 3.0),
    "zero": lambda answer: check(answer, 0.0),
    "a vector": lambda answer: check(answer, [1.0, 2.0]),
    "a matrix": lambda answer: check(answer, [[1.0, 2.0], [3.0, 4.0]]),
    "choices by number": lambda answer: check(answer, [1, 0], ordered=False),
    "a word": lambda answer: check(answer, OneOf("cat", ("cat", "dog"))),
    "a formula": lambda answer: check(answer, "2x"),
    "formulas": lambda answer: check(answer, ["2x", "y"]),
    "a formula of SymPy": lambda answer: check(answer, 2 * X),
    "a function": lambda answer: check(answer, lambda x: 2 * x),
    "a function of two": lambda answer: check(answer, lambda x, y: np.array([x, y])),
    "an exercise": exercise("?", 3.0, hints=["Look."], slips={1: "One.", (1, 2): "Two."}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ODD)
def test_a_check_answers_anything_in_a_sentence(kind: str, odd: str) -> None:
    verdict = KINDS[kind](ODD[odd]())
    assert verdict.passed is not True
    assert verdict.message.endswith((".", ":", "…")) or verdict.message
    assert verdict._repr_markdown_()


@pytest.mark.parametrize("odd", ODD)
def test_a_guess_answers_anything_in_a_sentence(odd: str) -> None:
    words = predict("?", ["a", "b", "c"], answer="b")
    number = predict("?", Span(0, 1, 0.1), answer=0.5)
    assert words.choose(ODD[odd]()).passed is None
    assert number.choose(ODD[odd]()).passed is None


def judged() -> Iterator[tuple[str, Exercise]]:
    """The exercises of the course that a function of their own judges."""
    for lesson, _ in lessons():
        module = checks_of(lesson)
        assert isinstance(module, ModuleType)
        for name, value in vars(module).items():
            if isinstance(value, Exercise) and value.judge:
                yield f"{lesson} {name}", value


JUDGED = dict(judged())


@pytest.mark.parametrize("name", JUDGED)
def test_a_judge_answers_anything_in_a_sentence(name: str) -> None:
    for odd, make in ODD.items():
        assert JUDGED[name](make()).passed is not True, odd


@pytest.mark.parametrize("error", [RuntimeError, ZeroDivisionError, RecursionError, SystemExit])
def test_a_judge_that_stops_at_an_answer_refuses_it_in_a_sentence(error: type) -> None:
    def judge(answer: Any) -> Verdict:
        raise error("no")

    verdict = exercise("?", 0.0, judge=judge, link="09.ipynb#Step")(7.5)
    assert verdict.passed is False
    assert verdict.message.startswith("Not yet. ")
    assert verdict.link == "09.ipynb#Step"


@pytest.mark.parametrize("odd", ODD)
def test_a_walk_is_compared_with_anything_in_a_sentence(odd: str) -> None:
    from calclib import GradientDescent, landscapes

    verdict = follow(ODD[odd](), GradientDescent(0.1), landscapes.bowl, [1.0, 2.0])
    assert verdict.passed is not True


TOKEN = "[ZQX](javascript:ZQX)<b>ZQX"


class Quoting:
    """A class whose every error quotes a learner's text."""

    def __init__(self, *arguments: object) -> None:
        raise ValueError(TOKEN)


def quoting(*arguments: object) -> Any:
    """A function whose error quotes a learner's text."""
    raise ValueError(TOKEN)


def questions() -> Iterator[tuple[str, Exercise]]:
    """Every exercise of the course."""
    for lesson, _ in lessons():
        for name, value in vars(checks_of(lesson)).items():
            if isinstance(value, Exercise):
                yield f"{lesson} {name}", value


QUESTIONS = dict(questions())


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_echo_of_every_question_is_marked(name: str) -> None:
    answers: list[object] = [TOKEN, f"0,1{TOKEN}", [TOKEN, TOKEN], quoting, Quoting]
    answers += [(quoting, quoting), (TOKEN, (1.0, 2.0)), type(TOKEN, (), {})()]
    for answer in answers:
        marked = QUESTIONS[name](answer).marked
        assert "ZQX" not in PIECES.sub("", marked), marked
