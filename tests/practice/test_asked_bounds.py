"""Bounds: a comparison is an answer where a question asks for a bound, and nowhere else."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from refresh import LESSONS, folder_of

from calclib.practice import Exercise
from calclib.practice.bounds import MEANT, OTHER_WAY, TURNED, Side, sides_of

MODULES = [
    importlib.import_module(f"calclib.lessons.{folder_of(path.stem)}.checks") for path in LESSONS
]
EXERCISES = [
    one
    for module in MODULES
    for one in vars(module).values()
    if isinstance(one, Exercise) and one.typed and not one.judge
]
BOUNDED = [one for one in EXERCISES if one.options.get("bound")]
ONE_BOUND = [one for one in BOUNDED if isinstance(one.options["bound"], str)]
NUMBERS = [
    one
    for one in EXERCISES
    if one not in BOUNDED and isinstance(one.expected, int | float) and one.expected
]


def key(asked: Exercise) -> str:
    return "/".join(asked.key or ())


def side_of(asked: Exercise) -> Side:
    (side,) = sides_of(asked.options["bound"])
    return side


def signs_to(side: Side) -> list[str]:
    """The comparisons "name, sign, number" that name a bound on this side."""
    return [sign for sign, meant in MEANT.items() if meant == side]


@pytest.mark.parametrize("asked", ONE_BOUND, ids=key)
def test_each_comparison_that_points_to_its_side_is_right(asked: Exercise) -> None:
    signs = signs_to(side_of(asked))
    texts = [f"{name} {sign} {asked.expected}" for name in ("α", "t_max", "") for sign in signs]
    texts += [f"{asked.expected} {TURNED[sign]} α" for sign in signs]
    ends = {"above": "(0, {}]", "below": "[{}, ∞)"}[side_of(asked)]
    texts += [ends.format(asked.expected), f"α ∈ {ends.format(asked.expected)}"]
    assert [text for text in texts if not asked.compare(text).passed] == []


@pytest.mark.parametrize("asked", ONE_BOUND, ids=key)
def test_a_comparison_to_the_other_side_is_refused_and_the_side_is_named(asked: Exercise) -> None:
    for sign in signs_to(side_of(asked)):
        for text in (f"α {TURNED[sign]} {asked.expected}", f"{asked.expected} {sign} α"):
            verdict = asked.compare(text)
            assert verdict.passed is False
            assert OTHER_WAY[side_of(asked)] in verdict.message


@pytest.mark.parametrize("asked", ONE_BOUND, ids=key)
def test_what_is_wrong_stays_wrong_behind_a_sign(asked: Exercise) -> None:
    sign = signs_to(side_of(asked))[0]
    texts = [f"α {sign} 1.1*({asked.expected})", f"2α {sign} {asked.expected}"]
    texts += [f"1/α {sign} {asked.expected}", f"α λ {sign} {asked.expected}"]
    assert [text for text in texts if asked.compare(text).passed is not False] == []


@pytest.mark.parametrize("asked", NUMBERS, ids=key)
def test_a_comparison_is_refused_where_no_bound_is_asked_for(asked: Exercise) -> None:
    number = float(np.asarray(asked.expected))
    texts = [f"h {sign} {number}" for sign in MEANT]
    assert [text for text in texts if asked.compare(text).passed is not False] == []


def test_of_several_numbers_each_has_its_own_side() -> None:
    asked = next(one for one in BOUNDED if key(one).endswith("flat_at_zero"))
    assert asked.compare("p > 1, factor = 1/sqrt 2").passed
    assert OTHER_WAY["below"] in asked.compare("factor = 1/sqrt 2; p < 1").message
    assert asked.compare("p > 1, factor > 1/sqrt 2").passed is False
