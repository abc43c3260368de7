"""What the tests of all lessons ask of a scene."""

from __future__ import annotations

import numpy as np

from calclib.stage.limits import read_range
from calclib.stage.marks import Mark
from calclib.stage.scene import Scene

LARGEST = 2_000_000  # bytes on the wire


def readings(scene: Scene) -> dict[str, np.ndarray]:
    """What the readout says at every index, by its label."""
    return {label: given.values[..., 0] for label, given, _ in scene.numbers}


def marks(scene: Scene, panel: int, kind: str) -> list[Mark]:
    """The marks of one kind in a panel."""
    return [mark for mark in scene.marks[panel] if mark.kind == kind]


def assert_numbers_are_within_their_frame(scene: Scene, panel: int) -> None:
    """No number of a panel stands above or below its frame, where it would not be drawn."""
    _, ends = read_range(scene.panels[panel].y)
    assert ends
    low, high = ends
    for number in marks(scene, panel, "text"):
        heights = number.channels["y"].values
        assert low < heights.min()
        assert heights.max() < high


def assert_light_and_said(scene: Scene) -> None:
    """A scene says in words what moves, and is light enough for a slow line."""
    _, buffers = scene.packet
    assert len(scene.alt) > 60
    assert sum(map(len, buffers)) <= LARGEST


def assert_it_plays_and_says_what_to_notice(scene: Scene) -> None:
    """One axis plays, the words are more than a caption, and the scene is light."""
    _, buffers = scene.packet
    assert sum(map(len, buffers)) < LARGEST
    assert len(scene.alt) > 100
    assert sum(axis.play for axis in scene.axes) == 1
