"""Generated practice: every exercise takes its answer, and names the slips made with it."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calclib import autodiff, practice
from calclib.derivatives.symbolic import steps
from calclib.expressions import parse
from calclib.practice import Exercise, derivative_exercise, practise
from calclib.practice.derivations import MISTAKES, slips
from calclib.practice.drills import KINDS, hints

EVERY = [(kind, level) for kind in KINDS for level in (1, 2, 3)]
X, Y = sp.symbols("x y", real=True)


@pytest.mark.parametrize(("kind", "level"), EVERY)
def test_an_exercise_takes_its_answer_and_waits_at_a_blank(kind: str, level: int) -> None:
    for task in islice(practise(kind, level, seed=3), 4):
        assert task(task.expected).passed is True
        assert task("").passed is None
        while "hints" not in task.hint().message:
            pass
        assert len(task.solution().message) > 12


@pytest.mark.parametrize(("kind", "level"), EVERY)
def test_every_slip_is_wrong_and_gets_its_own_sentence(kind: str, level: int) -> None:
    for task in islice(practise(kind, level, seed=11), 3):
        slips = task.options["slips"]
        assert slips or kind == "hessian"
        for wrong, sentence in slips:
            verdict = task(wrong)
            assert verdict.passed is False, (repr(task), wrong)
            assert sentence in verdict.message, (repr(task), wrong)


def work(task: Exercise) -> float:
    """How much there is to do: the size of the answer, the rules for it, the numbers on the way."""
    size = sum(sp.count_ops(part) for part in np.ravel(task.expected))
    rules = len(re.findall(r"chain}|product}|quotient}", task.worked))
    on_the_way = np.size(task.expected) * task.worked.count("∇L") + task.worked.count("v =")
    return float(size + 5 * rules + on_the_way)


@pytest.mark.parametrize("kind", ["derivative", "chain", "partial", "step"])
def test_a_higher_level_is_more_work(kind: str) -> None:
    easy, middle, hard = (
        np.mean([work(task) for task in islice(practise(kind, level, seed=2), 12)])
        for level in (1, 2, 3)
    )
    assert easy < middle < hard


@pytest.mark.parametrize(
    ("kind", "level", "rules"),
    [
        ("derivative", 1, "sum}"),
        ("derivative", 2, "product}|quotient}"),
        ("derivative", 3, "product}|quotient}"),
        ("derivative", 3, "chain}|power}"),
        ("chain", 1, "chain}"),
        ("chain", 3, "chain}.*chain}"),
        ("partial", 3, "chain}"),
    ],
)
def test_no_exercise_needs_less_than_its_level_says(kind: str, level: int, rules: str) -> None:
    for seed in range(3):
        for task in islice(practise(kind, level, seed), 12):
            assert re.search(rules, task.worked, re.DOTALL), repr(task)


def test_the_levels_of_the_hessian_add_a_mixed_term_and_then_a_cube() -> None:
    told = [[repr(practise("hessian", level, 2)[k]) for k in range(12)] for level in (1, 2, 3)]
    assert not any("x y" in task for task in told[0])
    assert all("x y" in task for task in told[1])
    assert [sum("x^{3}" in task for task in tasks) for tasks in told] == [0, 0, 12]


SPELLED = {r"\left": "", r"\right": "", r"\frac": "", "}{": ")/(", "{": "(", "}": ")", "\\": ""}


def formulas(task: Exercise) -> list[str]:
    """What stands between the dollars of a question, as a learner would type it."""
    found = [re.sub(r"\\(\w+)\^{(\d)}", r"\1^\2", t) for t in repr(task).split("$")[1::2]]
    for latex, typed in SPELLED.items():
        found = [text.replace(latex, typed) for text in found]
    return found


def asked_of(task: Exercise) -> Any:
    """The function that a task is about, read from its words."""
    return parse(formulas(task)[0].rpartition("=")[2], ("x", "y"))


@pytest.mark.parametrize("kind", ["partial", "step"])
def test_the_first_level_asks_about_polynomials(kind: str) -> None:
    for task in islice(practise(kind, 1, seed=5), 30):
        assert asked_of(task).is_polynomial(), task


def test_both_variables_stand_in_a_drill_of_partial_derivatives() -> None:
    for level in (1, 2, 3):
        for task in islice(practise("partial", level, seed=5), 10):
            assert asked_of(task).free_symbols == {X, Y}, task


def test_the_second_level_of_partial_derivatives_holds_a_basic_function() -> None:
    for task in islice(practise("partial", 2, seed=5), 30):
        assert asked_of(task).has(sp.sin, sp.cos, sp.exp), task


@pytest.mark.parametrize(
    ("level", "words", "others"),
    [
        (1, "one step of gradient descent", "momentum"),
        (2, "one step of gradient descent", "momentum"),
        (3, "two steps of momentum", "gradient descent"),
    ],
)
def test_a_walk_by_hand_says_which_rule_and_how_many_steps(
    level: int, words: str, others: str
) -> None:
    for task in islice(practise("step", level, seed=5), 5):
        assert words in task.question
        assert others not in task.question


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_end_of_a_walk_by_hand_is_where_the_words_lead(level: int) -> None:
    for task in islice(practise("step", level, seed=9), 6):
        _, start, rate, *_ = formulas(task)
        point = np.array([float(n) for n in start.rpartition("=")[2].split(",")])
        slope = autodiff.gradient(sp.lambdify([X, Y][: len(point)], asked_of(task)))
        velocity, beta = np.zeros(len(point)), 0.8 if level == 3 else 0.0
        for _ in range(2 if level == 3 else 1):
            velocity = beta * velocity + np.ravel(slope(*point))
            point = point - float(rate.rpartition("=")[2]) * velocity
        assert task(point if len(point) > 1 else point[0]).passed


# Those whose first choice of numbers leaves a determinant of 0, so that another is made.
SECOND_CHOICES = [(12, 4), (29, 3), (37, 2), (45, 3), (81, 3), (113, 1)]


@pytest.mark.parametrize(("seed", "number"), [(3, 0), (3, 1), *SECOND_CHOICES])
def test_the_point_that_is_asked_about_is_level_and_its_kind_is_decided(
    seed: int, number: int
) -> None:
    task = practise("hessian", 3, seed)[number]
    x, y = (float(n) for n in formulas(task)[1].strip("()").split(","))
    f = asked_of(task)
    at = {X: x, Y: y}
    assert [f.diff(variable).subs(at) for variable in (X, Y)] == [0, 0]
    assert sp.hessian(f, (X, Y)).subs(at).det() != 0


@pytest.mark.parametrize("level", [1, 2, 3])
def test_what_a_level_point_is_shows_in_the_heights_around_it(level: int) -> None:
    circle = 1e-3 * np.exp(1j * np.linspace(0, 2 * np.pi, 721))
    seen = set()
    for task in islice(practise("hessian", level, seed=9), 8):
        x, y = (float(n) for n in formulas(task)[1].strip("()").split(","))
        height = sp.lambdify([X, Y], asked_of(task))
        rise = height(x + circle.real, y + circle.imag) - height(x, y)
        kind = "minimum" if (rise > 0).all() else "maximum" if (rise < 0).all() else "saddle"
        assert task(kind).passed
        seen.add(kind)
    assert len(seen) > 1


@pytest.mark.parametrize("kind", ["derivative", "chain", "partial"])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_generated_slopes_agree_with_differences(kind: str, level: int) -> None:
    x, y, h = 0.37, -0.42, 1e-6
    for task in islice(practise(kind, level, seed=9), 4):
        f = sp.lambdify([X, Y], asked_of(task))
        slopes = [(f(x + h, y) - f(x - h, y)) / 2 / h, (f(x, y + h) - f(x, y - h)) / 2 / h]
        expected = task.expected if kind == "partial" else [task.expected]
        values = [float(sp.lambdify([X, Y], e)(x, y)) for e in expected]
        np.testing.assert_allclose(values, slopes[: len(values)], rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("kind", "level"), EVERY)
def test_a_seed_gives_the_same_exercises_and_another_seed_others(kind: str, level: int) -> None:
    first, again, other = (practise(kind, level, seed) for seed in (1, 1, 2))
    asked = [[repr(practice[k]) for k in range(5)] for practice in (first, again, other)]
    assert asked[0] == asked[1] != asked[2]
    assert first[0] is first[0]


def test_a_kind_or_a_level_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no practice called 'integral'; choose of derivative"):
        practise("integral")
    with pytest.raises(ValueError, match="no level 9"):
        practise("step", 9)
    with pytest.raises(IndexError, match="counted from 0"):
        practise("step")[-1]


@pytest.mark.parametrize(
    ("f", "answer", "names"),
    [
        ("sin(3x)", "cos(3x)", "inner derivative is missing"),
        ("sin(x^2)", "cos(2x)", "outer slope belongs"),
        ("x^2 sin x", "2x cos x", "not the product of the derivatives"),
        ("x^2 sin x", "x^2 cos x", "Only one factor"),
        ("x/(1 + x^2)", "(x^2 - 1)/(1 + x^2)^2", "order in the quotient rule"),
        ("x/(1 + x^2)", "(1 + 3x^2)/(1 + x^2)^2", "has a minus"),
        ("x/(1 + x^2)", "1 - x^2", "denominator of the quotient rule"),
        ("x/(1 + x^2)", "1/(2x)", "not u′/v′"),
        ("x^5", "5x^5", "shrinks by one"),
        ("x^5", "x^4", "shrinks by one"),
        ("x^5", "x^6/6", "integrates"),
        ("cos x", "sin x", "cos is −sin"),
        ("sin x", "-cos x", "without a minus"),
        ("e^x", "x e^(x - 1)", "power rule"),
        ("2^x", "2^x", "ln a"),
        ("3 sin x", "cos x", "constant factor stays"),
        ("x^3 + 7", "3x^2 + 7", "constant is 0"),
        ("sin x", "pi/180 cos x", "radians"),
        ("ln x", "ln x", "the function itself"),
        ("sin(2x)", "-4 sin(2x)", "second derivative"),
        ("sin(cos(3x))", "cos(cos(3x))", "inner derivative is missing"),
        ("sin(cos(3x))", "-cos(cos(3x)) sin(3x)", "inner derivative is missing"),
        ("sin(3x)", "-3 cos(3x)", "without a minus"),
        ("7x", "7x", "function itself"),
    ],
)
def test_a_wrong_derivative_is_traced_to_the_rule_that_was_missed(
    f: str, answer: str, names: str
) -> None:
    ask = derivative_exercise(f)
    assert ask(ask.expected).passed
    verdict = ask(answer)
    assert verdict.passed is False
    assert names in verdict.message


@pytest.mark.parametrize(
    "factors", [["x^2", "sin(x)"], ["x^3", "cos(x)"], ["x^2", "sin(x)", "exp(x)"]]
)
def test_each_term_of_the_product_rule_alone_is_only_one_factor_differentiated(
    factors: list[str],
) -> None:
    ask = derivative_exercise(" * ".join(factors))
    parts = [parse(factor, ("x",)) for factor in factors]
    terms = [sp.Mul(*parts[:k], part.diff(X), *parts[k + 1 :]) for k, part in enumerate(parts)]
    assert ask(sum(terms)).passed
    for term in terms:
        assert "Only one factor was differentiated" in ask(term).message


def test_every_mistake_leads_to_a_wrong_answer_somewhere() -> None:
    many = ("x^2 sin(3x)", "cos(x)/x^3", "3 e^(2x) + 5", "2^x tan x")
    found = {sentence for f in many for _, sentence in slips(steps(f))}
    assert {mistake.sentence for mistake in MISTAKES} <= found


def test_a_constant_slope_is_still_a_formula() -> None:
    assert derivative_exercise("3x + 1")("3 + 0x").passed
    verdict = derivative_exercise("3x + 1")("4")
    assert "The derivative of a constant is 0." in verdict.message


def test_the_field_for_answers_checks_helps_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from calclib.practice import drills

    cards: list[Any] = []
    keep = lambda card, texts: cards.append(card) or texts  # noqa: E731
    monkeypatch.setattr(drills, "mimebundle", keep)
    tasks = practise("chain", 1, seed=1)
    assert tasks._repr_mimebundle_()["text/plain"] == repr(tasks[0])
    (card,) = cards
    assert card.shown["question"] == repr(tasks[0])
    assert [button["name"] for button in card.shown["buttons"]] == ["check", "hint", "next"]
    card._hear(card, {"type": "check", "value": "2 +"}, [])
    assert "Not yet" in card.shown["said"]
    card._hear(card, {"type": "hint"}, [])
    assert "Hint 1" in card.shown["told"]
    card._hear(card, {"type": "next"}, [])
    assert card.shown["question"] == card.shown["spoken"] == repr(tasks[1])
    assert card.shown["said"] == card.shown["told"] == card.shown["control"]["value"] == ""


def test_practice_is_public() -> None:
    assert all(hasattr(practice, name) for name in practice.__all__)
    with pytest.raises(AttributeError, match="no attribute 'drill'"):
        _ = practice.drill


def test_after_the_rule_a_hint_names_each_derivative_that_the_last_line_rests_on() -> None:
    rule, needed = hints(steps("sin(x) e^x"))
    assert rule
    assert needed.startswith("You need: ")
    assert r"\cos" in needed
    assert needed.count("= ") == 2
    assert len(hints(steps("x^3"))) == 1


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_slip_of_a_walk_by_hand_ends_where_the_walk_itself_does(level: int) -> None:
    for task in islice(practise("step", level, seed=5), 12):
        for wrong, sentence in task.options["slips"]:
            assert not np.allclose(wrong, task.expected), (repr(task), sentence)
