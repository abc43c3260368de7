"""A film is its pictures: what stays is drawn once, and no picture looks different for it."""

import numpy as np
import pytest
from gallery import STEPS, gallery

from calclib.stage.picture import film, pixels
from calclib.stage.scene import Scene

SCENES = {name: scene for name, scene in gallery().items() if "step" in scene.axes_by_name}


def unlike(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels in which two pictures differ clearly."""
    return float((np.abs(one.astype(int) - other).max(axis=-1) > 40).mean())


@pytest.mark.parametrize("name", ["contours", "cursor", "diverged", "surface", "inset", "graph"])
def test_a_picture_of_a_film_is_the_picture_of_its_step(name: str) -> None:
    scene = SCENES[name]
    steps = [0, scene.axis("step").count // 2, scene.axis("step").count - 1]
    for step, shot in zip(steps, film(scene, "step", steps), strict=True):
        assert unlike(shot, pixels(scene, step=step)) < 0.003


@pytest.mark.parametrize("name", ["heat", "surface that bends"])
def test_a_film_in_which_all_moves_shows_all_of_it(name: str) -> None:
    first, last = film(SCENES[name], "step", [0, STEPS - 1])
    assert unlike(first, last) > 0.05


def test_the_other_axes_of_a_film_stand_where_they_are_put() -> None:
    scene: Scene = gallery()["controls"]
    (slow,), (fast,) = (list(film(scene, "shape", [0], pace=at)) for at in (0, 6))
    assert unlike(fast, pixels(scene, shape=0, pace=6)) < 0.001 < unlike(slow, fast)
