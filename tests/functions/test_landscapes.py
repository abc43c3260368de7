"""Each landscape is what its map says: minima, saddles, box, start, story, source."""

import inspect
import subprocess
import sys

import numpy as np
import pytest

from calclib.derivatives import autodiff, numeric
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.functions.landscapes import Landscape

ALL = landscapes.all()
EVERY = pytest.mark.parametrize("f", ALL, ids=lambda f: f.name)
SMOOTH = pytest.mark.parametrize("f", [f for f in ALL if f.smooth], ids=lambda f: f.name)


# What the lessons and the literature look at, from where they set out, and how high that is.
CHARTS: dict[str, tuple[tuple[float, ...], tuple[float, ...], float]] = {
    "parabola": ((-3, 3), (2.5,), 3.125),
    "quartic": ((-2, 2), (1.5,), 1.265625),
    "double well": ((-2, 2), (1.9,), 1.893025),
    "ripple": ((-6, 6), (5.0,), 1.5751439200785584),
    "absolute": ((-2, 2), (1.7,), 1.7),
    "bowl": ((-2, 2, -2, 2), (1.5, 1.0), 3.25),
    "ravine, κ = 100": ((-1.6, 1.6, -1.6, 1.6), (1.0, 1.0), 50.5),
    "saddle": ((-2, 2, -2, 2), (1.5, 0.001), 2.249999),
    "monkey saddle": ((-1.5, 1.5, -1.5, 1.5), (1.2, 0.01), 1.72764),
    "plateau": ((-4, 4, -4, 4), (2.4, 2.0), 0.9924029859724224),
    "rosenbrock": ((-2, 2, -1, 3), (-1.2, 1.0), 24.2),
    "himmelblau": ((-6, 6, -6, 6), (-0.5, -1.0), 180.3125),
    "beale": ((-1.5, 4.5, -2, 2), (1.0, 1.5), 41.25),
    "booth": ((-10, 10, -10, 10), (-8.0, 8.0), 170.0),
    "goldstein price": ((-2, 2, -2, 2), (-1.0, 0.5), 10660.16015625),
    "rastrigin": ((-2.4, 2.4, -2.4, 2.4), (1.8, -2.2), 21.89966011250107),
    "ackley": ((-3, 3, -3, 3), (2.2, -1.7), 8.220299616030381),
    "styblinski tang": ((-5, 5, -5, 5), (0.5, 0.3), -0.6847),
}


def grid(f: Landscape, size: int = 301) -> np.ndarray:
    sides = [np.linspace(f.box[2 * i], f.box[2 * i + 1], size) for i in range(f.dimension)]
    return np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, f.dimension)


@pytest.mark.parametrize("f", [f for f in ALL if f.name in CHARTS], ids=lambda f: f.name)
def test_the_map_shows_this_box_from_this_start(f: Landscape) -> None:
    box, start, height = CHARTS[f.name]
    assert (f.box, f.start) == (box, start)
    assert f.value(f.start) == pytest.approx(height, rel=1e-12)


@EVERY
def test_the_map_is_complete(f: Landscape) -> None:
    low, high = np.array(f.box[0::2]), np.array(f.box[1::2])
    assert low.shape == (f.dimension,)
    assert (low < high).all()
    for point in (f.start, *f.minima, *f.saddles):
        assert ((low <= point) & (np.array(point) <= high)).all()
    assert f.story.endswith(".")
    assert "Source" not in f.story
    assert f.source
    assert f.latex
    assert np.linalg.norm(f.gradient(f.start)) > 0


@SMOOTH
def test_the_gradient_vanishes_where_the_map_has_a_point(f: Landscape) -> None:
    for point in (*f.minima, *f.saddles):
        scale = np.abs(f.hessian(point)).max()
        assert np.abs(f.gradient(point)).max() <= 1e-12 * max(1.0, scale)


@SMOOTH
def test_the_hessian_classes_every_point_of_the_map(f: Landscape) -> None:
    for minimum in f.minima:
        curvature = np.linalg.eigvalsh(f.hessian(minimum))
        assert (curvature > 0).all() or f.name == "quartic"
    for point in f.saddles:
        curvature = np.linalg.eigvalsh(f.hessian(point))
        assert curvature.min() < 0 < curvature.max() or f.name == "monkey saddle"


@EVERY
def test_around_a_minimum_all_is_higher_and_around_a_saddle_not(f: Landscape) -> None:
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=-1)[:, : f.dimension]
    ring = ring / np.linalg.norm(ring, axis=-1, keepdims=True)
    for point in f.minima:
        assert (f.value(point + 1e-3 * ring) > f.value(point)).all()
    for point in f.saddles:
        around = f.value(point + 1e-3 * ring) - f.value(point)
        assert around.min() < 0 < around.max()


@pytest.mark.parametrize(
    ("f", "height"),
    [
        (landscapes.rosenbrock, 0.0),
        (landscapes.himmelblau, 0.0),
        (landscapes.beale, 0.0),
        (landscapes.booth, 0.0),
        (landscapes.rastrigin, 0.0),
        (landscapes.ackley, 0.0),
        (landscapes.goldstein_price, 3.0),
        (landscapes.styblinski_tang, 2 * -39.16616570377142),
    ],
    ids=lambda f: getattr(f, "name", ""),
)
def test_the_deepest_valley_is_as_deep_as_its_source_says(f: Landscape, height: float) -> None:
    assert f.value(f.minima[0]) == pytest.approx(height, abs=1e-12)


@pytest.mark.parametrize("f", [f for f in ALL if f.minima], ids=lambda f: f.name)
def test_nothing_in_the_box_is_lower_than_the_first_minimum(f: Landscape) -> None:
    assert f.value(f.minima[0]) <= f.value(grid(f)).min() + 1e-12
    assert f.value(f.minima[0]) <= f.value(np.array(f.minima)).min() + 1e-12


@pytest.mark.parametrize("f", [f for f in ALL if f.smooth], ids=lambda f: f.name)
def test_no_critical_point_of_the_box_is_missing(f: Landscape) -> None:
    points = grid(f, 41 if f.dimension == 2 else 401)
    for _ in range(60):
        hessian, gradient = f.hessian(points), f.gradient(points)
        regular = np.abs(np.linalg.det(hessian)) > 1e-9
        points, hessian, gradient = points[regular], hessian[regular], gradient[regular]
        move = np.linalg.solve(hessian, gradient[..., None])[..., 0]
        length = np.maximum(np.linalg.norm(move, axis=-1, keepdims=True), 1e-300)
        points = points - move * np.minimum(1.0, 0.3 / length)
    inside = ((points >= f.box[0::2]) & (points <= f.box[1::2])).all(axis=-1)
    flat = np.linalg.norm(f.gradient(points), axis=-1) < 1e-10
    points = points[inside & flat]
    curvature = np.linalg.eigvalsh(f.hessian(points))
    for kind, known in (
        (curvature[:, 0] > 1e-3, f.minima),
        ((curvature[:, 0] < -1e-3) & (curvature[:, -1] > 1e-3), f.saddles),
    ):
        for point in points[kind]:
            assert min(np.linalg.norm(point - np.array(k)) for k in known) < 1e-6


@EVERY
def test_three_derivatives_agree(f: Landscape) -> None:
    rng = np.random.default_rng(7)
    low, high = np.array(f.box[0::2]), np.array(f.box[1::2])
    points = low + (high - low) * rng.uniform(size=(20, f.dimension))
    exact = f.gradient(points)
    scale = 1 + np.abs(exact).max()
    assert np.allclose(Function(f, using=autodiff).gradient(points), exact, atol=1e-12 * scale)
    assert np.allclose(Function(f, using=numeric).gradient(points), exact, atol=1e-6 * scale)


def test_every_landscape_that_was_looked_at_is_still_in_the_catalogue() -> None:
    assert set(CHARTS) <= {f.name for f in ALL}


def test_every_landscape_of_the_module_is_in_the_catalogue() -> None:
    made = [f for f in vars(landscapes).values() if isinstance(f, Landscape)]
    assert set(made) <= set(ALL)


def test_a_landscape_tells_its_story_where_it_is_looked_up() -> None:
    assert inspect.getdoc(landscapes.bowl) == (
        "Round: the gradient points straight away from the minimum, wherever you stand.\n\n"
        "Source: folklore."
    )


def test_the_catalogue_has_at_least_sixteen_landscapes_with_names_of_their_own() -> None:
    assert len({f.name for f in ALL}) == len(ALL) >= 16


def test_the_condition_number_of_rosenbrocks_valley() -> None:
    curvature = np.linalg.eigvalsh(landscapes.rosenbrock.hessian([1.0, 1.0]))
    assert np.allclose(curvature, [0.399, 1001.6], rtol=1e-3)
    assert curvature[1] / curvature[0] == pytest.approx(2508, abs=1)


@pytest.mark.parametrize("angle", [0.0, 0.4, np.pi / 2])
def test_a_ravine_has_the_curvatures_that_it_was_asked_for(angle: float) -> None:
    f = landscapes.ravine(30.0, angle)
    assert np.allclose(np.linalg.eigvalsh(f.hessian([0.3, 0.1])), [1.0, 30.0])
    assert f.value(f.start) == pytest.approx(31 / 2)
    assert f.minima == ((0.0, 0.0),)
    assert f.box == (-1.6, 1.6, -1.6, 1.6)  # which holds the start, at whatever angle
    assert np.abs(f.start).max() < 1.6


def test_the_catalogue_is_there_before_sympy() -> None:
    program = "from calclib.functions import landscapes; import sys; print('sympy' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
