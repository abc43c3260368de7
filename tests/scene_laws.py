"""What the tests of all lessons ask of a scene."""

from __future__ import annotations

import numpy as np

from calclib.stage.scene import Scene

LARGEST = 2_000_000  # bytes on the wire


def readings(scene: Scene) -> dict[str, np.ndarray]:
    """What the readout says at every index, by its label."""
    return {label: given.values[..., 0] for label, given, _ in scene.numbers}


def assert_light_and_said(scene: Scene) -> None:
    """A scene says in words what moves, and is light enough for a slow line."""
    _, buffers = scene.packet
    assert len(scene.alt) > 60
    assert sum(map(len, buffers)) <= LARGEST
