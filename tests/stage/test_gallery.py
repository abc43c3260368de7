"""The gallery in the browser looks like its reference pictures, in light and in dark."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from browser.launch import chromium
from gallery import PICTURES, STEPS, THEMES, gallery, shoot, walks
from PIL import Image
from playwright.sync_api import Browser

from calclib.stage.marks import MARKS, dots, surface
from calclib.stage.panel import Panel
from calclib.stage.picture import picture
from calclib.stage.scene import Scene

SCENES = gallery()
CELL = 10  # pixels a side of what is compared: fonts differ from machine to machine, shapes do not
TOLERANCE = 24  # levels of 255 by which such a cell may differ
FEW = 0.02  # share of cells that may differ by more


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def cells(picture: Image.Image, size: tuple[int, int]) -> np.ndarray:
    """The mean colour of every cell."""
    few = (max(1, size[0] // CELL), max(1, size[1] // CELL))
    return np.asarray(picture.convert("RGB").resize(few, Image.Resampling.BOX)).astype(float)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_looks_like_its_reference(
    browser: Browser, tmp_path: Path, name: str, theme: str
) -> None:
    shot = shoot(browser, SCENES[name], theme, tmp_path)
    stored = Image.open(PICTURES / f"{name.replace(' ', '-')}-{theme}.png")
    assert abs(shot.width - stored.width) <= 2
    assert abs(shot.height - stored.height) <= 12
    apart = np.abs(cells(shot, shot.size) - cells(stored, shot.size)).max(axis=-1)
    assert (apart > TOLERANCE).mean() <= FEW


def test_the_gallery_shows_every_mark() -> None:
    kinds = {mark.kind for one in SCENES.values() for panel in one.panels for mark in panel.marks}
    assert kinds == set(MARKS)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_of_the_gallery_has_a_picture(name: str) -> None:
    scene = SCENES[name]
    insets = [len(ax.child_axes) for ax in picture(scene).axes]
    assert insets == [len(numbers) for numbers in scene.groups.values()]


def spots(image: Image.Image, color: str) -> np.ndarray:
    """The middle of what has a colour, in pixels (x, y)."""
    rgb = np.asarray(image.convert("RGB")).astype(int)
    near = np.abs(rgb - np.array(list(bytes.fromhex(color[1:])))).sum(axis=-1) < 24
    rows, columns = np.nonzero(near)
    assert len(rows) > 8, f"nothing has the colour {color}"
    return np.array([columns.mean(), rows.mean()])


COLORS = ("#ff00aa", "#00d0ff", "#aa00ff")
AT = np.array([[-1.5, 1.0], [1.5, 1.0], [0.5, -1.0]])


def shape(points: list[np.ndarray]) -> complex:
    """Where the third point lies, seen from the first with the second at 1: free of any unit."""
    first, second, third = (complex(*point) for point in points)
    return (third - first) / (second - first)


@pytest.mark.parametrize("solid", [False, True], ids=["flat", "3-D"])
def test_dots_stand_in_the_same_places_in_the_browser_and_in_the_picture(
    browser: Browser, tmp_path: Path, solid: bool
) -> None:
    if solid:
        level = surface(lambda x, y: 0 * x, (-2, 2, -1.5, 1.5), levels=0)
        spread = dots(AT, z=[1.0, 1.0, 0.2], color=COLORS, size=12)
        panel = Panel([level, spread], equal=True, camera=(-50, 35), z=(0, 1.2))
    else:
        spread = dots(AT, color=COLORS, size=12)
        panel = Panel([spread], equal=True, x=(-2, 2), y=(-1.5, 1.5))
    scene = Scene([], [panel], alt="Three dots.")
    scene.save(tmp_path / "dots.png")
    both = [shoot(browser, scene, "light", tmp_path), Image.open(tmp_path / "dots.png")]
    here, there = ([spots(one, color) for color in COLORS] for one in both)
    assert abs(shape(here) - shape(there)) < 0.01


def test_the_walks_of_the_gallery_reach_the_middle_or_are_gone() -> None:
    near = walks(0.3).values[STEPS - 1]
    gone = walks(0.36).values[STEPS - 1]
    assert np.abs(near).max() < 0.01
    assert np.isnan(gone[:, 1]).all()
