"""Lesson 22, same rule, six worlds: one Adam takes all of their losses down."""

from __future__ import annotations

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import Adam
from calclib.learn.data import penguins
from calclib.lessons.look_around import six_worlds
from calclib.stage.picture import picture


def test_the_scene_says_what_moves_and_is_light() -> None:
    assert_light_and_said(six_worlds.six_worlds())


def test_one_rule_takes_every_loss_down() -> None:
    said = readings(six_worlds.six_worlds())
    assert len(said) == len(six_worlds.WORLDS) == 6
    ends = {name: (float(loss[0]), float(loss[-5:].mean())) for name, loss in said.items()}
    assert ends["a ravine"][1] < 0.001 * ends["a ravine"][0]
    assert ends["a line"][1] < 0.03 * ends["a line"][0]
    assert ends["digits"][1] < 0.1 * ends["digits"][0]
    assert ends["the air"][1] < 0.3 * ends["the air"][0]
    assert ends["names"][0] == pytest.approx(np.log(27), abs=0.1)
    assert ends["names"][1] < 2.5
    assert ends["a pole"][0] > 9
    assert ends["a pole"][1] < 2


def test_at_the_end_the_line_is_still_on_its_way_and_the_ravine_arrived_long_ago() -> None:
    said = readings(six_worlds.six_worlds())
    birds = penguins()
    best = np.polyfit(birds.flipper, birds.mass / 1000, 1, full=True)[1][0] / len(birds)
    assert said["a line"][-1] > 1.2 * best
    half = len(said["a ravine"]) // 2
    assert (said["a ravine"][half:] < 0.001 * said["a ravine"][0]).all()


def test_the_numbers_of_each_world_are_counted() -> None:
    numbers = {world.name: world.numbers for world in six_worlds.walk()}
    assert list(numbers.values()) == [2, 2, 1210, 89, 1651, 5]


def test_the_object_that_is_handed_in_makes_every_step() -> None:
    """A rule that stands still takes no loss down: nothing else moves a world."""
    still = Adam(0.0)
    for world in (six_worlds.ravine, six_worlds.flipper_line, six_worlds.handwriting):
        assert np.ptp(world(still, steps=8).losses) == 0


def test_the_air_and_the_letters_are_those_of_the_data() -> None:
    before, after = six_worlds.contexts()
    first = "".join(six_worlds.ALPHABET[k] for k in after[:6])
    assert first == "aaron."
    assert before[:3].tolist() == [[0, 0], [0, 1], [1, 1]]


def test_six_panels_of_a_picture_stand_in_two_rows_of_three() -> None:
    places = [ax.get_subplotspec() for ax in picture(six_worlds.six_worlds()).axes]
    found = [
        (place.get_topmost_subplotspec().rowspan.start, place.colspan.start)
        for place in places
        if place
    ]
    assert found == [(row, column) for row in range(2) for column in range(3)]
