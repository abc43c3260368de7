"""Letters to which a question gives a value, and factors written with an x."""

from __future__ import annotations

import pytest

from calclib.lessons.add_momentum import checks as momentum
from calclib.lessons.attend import checks as attend
from calclib.lessons.build_slopes import checks as slopes
from calclib.lessons.fit_line import checks as line
from calclib.lessons.pass_slopes_back import checks as back
from calclib.lessons.scale_features import checks as scale
from calclib.lessons.start_here import checks as start
from calclib.practice import Exercise, exercise

RIGHT = [
    (slopes.silu, "σ + xσ(1-σ)"),
    (slopes.silu, "σ(x) + xσ(x)(1-σ(x))"),
    (slopes.silu, "σ(1 + x(1-σ))"),
    (slopes.silu, r"\sigma + x\sigma(1-\sigma)"),
    (slopes.silu, "sigma + x*sigma*(1-sigma)"),
    (attend.divisor, "4*sqrt(d)"),
    (attend.divisor, "4√d"),
    (attend.divisor, "d/2"),
    (attend.divisor, "32x"),
    (attend.divisor, "×32"),
    (back.ten_layers, "32x"),
    (back.ten_layers, "X32"),
    (back.ten_layers, "32x as large"),
    (back.ten_layers, "32-fold"),
    (line.change_of_b, "-α·0.8"),
    (line.change_of_b, "-alpha*0.8"),
    (scale.how_flat, "p(1-p)"),
    (momentum.final_velocity, "g/(1-β)"),
    (momentum.final_velocity, "v → 15"),
]
WRONG = [
    (slopes.silu, "σ + x(1-σ)"),
    (slopes.silu, "xσ(1-σ)"),
    (slopes.silu, "σ"),
    (attend.divisor, "sqrt(d)"),
    (attend.divisor, "4d"),
    (attend.divisor, "8x"),
    (back.ten_layers, "64x"),
    (back.ten_layers, "32x^2"),
    (back.ten_layers, "2x"),
    (line.change_of_b, "α·0.8"),
    (line.change_of_b, "α"),
    (scale.how_flat, "p"),
    (momentum.final_velocity, "g/β"),
    (start.height_after, "32x"),
    (start.one_step, "3x"),
]


@pytest.mark.parametrize(("asked", "text"), RIGHT)
def test_letters_of_the_question_may_stand_in_an_answer(asked: Exercise, text: str) -> None:
    assert asked.compare(text).passed


@pytest.mark.parametrize(("asked", "text"), WRONG)
def test_a_wrong_answer_in_these_letters_is_wrong(asked: Exercise, text: str) -> None:
    assert asked.compare(text).passed is False


def test_an_x_behind_a_number_is_a_variable_where_no_factor_is_asked_for() -> None:
    assert exercise("How many?", 32.0).compare("32x").passed is False
    assert exercise("Which formula?", "32x").compare("32x").passed
    assert exercise("By which factor?", 32.0, factor=True).compare("32x").passed
