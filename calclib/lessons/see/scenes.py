"""Lesson 18, a kernel slides over a digit: forward it reads, backward it is taught."""

from functools import cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.derivatives.autodiff import Tensor, relu
from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits
from calclib.learn.layers import cut
from calclib.lessons.see.networks import (
    NETWORKS,
    SMALL,
    convolve,
    dense,
    pool,
    start,
)
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Varying, heat, image, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

EDGE = np.array([[-1.0, 0.0, 1.0]] * 3)
KERNELS: dict[str, Array] = {
    "left to right": EDGE,
    "top to bottom": EDGE.T,
    "slanting": np.array([[0.0, 1.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, -1.0, 0.0]]),
    "blur": np.full((3, 3), 1 / 9),
}
SHOWN = {"1": 99, "4": 110, "7": 27, "8": 38}  # digits round which some windows are blank
TAUGHT = (0, 5, 10)  # three of the 16 kernels of network A
BIAS = 0.3  # so that ReLU lets a slope through on blank paper too
SIDE = 6  # windows of 3 fit into 8 pixels 6 times
PLACES = SIDE * SIDE
LABELS = [f"row {k // SIDE + 1} from the top, column {k % SIDE + 1}" for k in range(PLACES)]
GRID_X = np.array([0.0, 3.0, np.nan, 0.0, 3.0, np.nan, 1.0, 1.0, np.nan, 2.0, 2.0])
GRID_Y = np.array([1.0, 1.0, np.nan, 2.0, 2.0, np.nan, 0.0, 3.0, np.nan, 0.0, 3.0])
CELLS_X, CELLS_Y = np.meshgrid([0.5, 1.5, 2.5], [2.5, 1.5, 0.5])


def windows_of(images: Array) -> Array:
    """Every window of 3 × 3, row by row: (n, 8, 8) → (n, 36, 3, 3)."""
    return sliding_window_view(images, (3, 3), axis=(1, 2)).reshape(len(images), PLACES, 3, 3)


def kernel_slides() -> Scene:
    """Slide a kernel of nine numbers over a digit, and write each sum into a map.

    >>> kernel_slides().axis("place").count
    36
    """
    images = digits().images[list(SHOWN.values())]
    windows = windows_of(images)
    kernels = np.stack(list(KERNELS.values()))
    sums = np.einsum("dpij,kij->dkp", windows, kernels)
    here = np.moveaxis(sums, -1, 0)
    axes = ("place", "digit", "kernel")
    pixels = Varying(np.moveaxis(windows.reshape(len(images), PLACES, 9), 1, 0), ("place", "digit"))
    return Scene(
        axes=[
            Axis("place", range(PLACES), play=True, labels=LABELS, duration=9.0),
            Axis("digit", tuple(SHOWN)),
            Axis("kernel", tuple(KERNELS)),
        ],
        panels=[
            digit_panel(images),
            window_panel(
                [
                    numbers(pixels, "{:.2f}", 0.2),
                    numbers(Varying(kernels.reshape(-1, 9), ("kernel",)), "× {:.2g}", -0.2),
                ],
                "Ink in the window × kernel",
            ),
            map_panel(so_far(sums), axes, "The map so far", 4.0),
        ],
        alt="A window of three by three pixels slides over a digit. At each place the ink under it "
        "is multiplied by nine numbers, and the sum becomes one pixel of a smaller map, bright "
        "where it is large. Notice where along a stroke the map is bright, and where it is dark.",
        readout=[("sum of the nine products", Varying(here, axes), "+.2f")],
        still={"place": 35},
    )


def so_far(sums: Array) -> Array:
    """The maps after each place: (..., 36) → (36, ..., 6, 6), nan where the window has not been."""
    been = np.tri(PLACES, dtype=bool)
    shown = np.where(been.reshape(PLACES, *[1] * (sums.ndim - 1), PLACES), sums, np.nan)
    return np.asarray(shown.reshape(*shown.shape[:-1], SIDE, SIDE))


def digit_panel(images: Array) -> Panel:
    """The digit, ink dark on paper, and the window on it."""
    return Panel(
        [image(Varying(1 - images, ("digit",)), (0, 8, 0, 8)), frame(3, 8)],
        title="The digit",
        x=(0, 8),
        y=(0, 8),
        equal=True,
        ticks="",
    )


def frame(size: int, rows: int) -> Mark:
    """The outline of the window, or of the one pixel, at the present place."""
    row, column = np.divmod(np.arange(PLACES), SIDE)
    x = column[:, None] + size * np.array([0, 1, 1, 0, 0])
    y = rows - row[:, None] - size * np.array([0, 0, 1, 1, 0])
    return line(Varying(x, ("place",)), Varying(y, ("place",)), color=1, width=3)


def numbers(values: Varying, words: str, above: float) -> Mark:
    """Nine numbers in the cells of a window, a little above or below their middles."""
    return text(CELLS_X.ravel(), CELLS_Y.ravel() + above, words, values, size=13)


def window_panel(marks: list[Mark], title: str) -> Panel:
    """The nine cells of a window, with numbers in them."""
    return Panel(
        [line(GRID_X, GRID_Y, color="muted", width=1), *marks],
        title=title,
        x=(0, 3),
        y=(0, 3),
        equal=True,
        frame=False,
    )


def map_panel(maps: Array, axes: tuple[str, ...], title: str, most: float) -> Panel:
    """A map of 6 × 6 as a heat map, from −most to most, with the present pixel outlined."""
    upright = maps[..., ::-1, :]  # row 0 of a heat map lies at the bottom
    return Panel(
        [
            heat(
                Varying(upright, axes),
                (0, SIDE, 0, SIDE),
                colors="cividis",
                low=-most,
                high=most,
            ),
            frame(1, SIDE),
        ],
        title=title,
        x=(0, SIDE),
        y=(0, SIDE),
        equal=True,
        ticks="",
    )


@cache
def errors() -> tuple[Array, Array]:
    """Of network A at its start, what each place of a map is told, and what that teaches a kernel.

    Its 16 biases are 0.3 and not 0, so that no blank window stands on the kink of ReLU.
    Returns ∂L/∂(map) (digits, 6, 6, 16), and ∂L/∂K of each digit alone (digits, 9, 16), both by
    reverse mode.
    """
    data = digits()
    theta = start(NETWORKS["A"], 0)
    theta[144:160] = BIAS
    told = []
    taught = []
    for number in SHOWN.values():
        layers: list[Any] = [Tensor(part) for part in cut(theta, SMALL)]  # in place of arrays
        K, b, W, c = layers
        maps: Any = convolve(data.images[[number], ..., None], K, b)
        scores = dense(pool(relu(maps)), W, c)
        cross_entropy(scores, data.labels[[number]]).sum().backward()
        told.append(np.asarray(maps.grad)[0])
        taught.append(np.asarray(K.grad))
    return np.stack(told), np.stack(taught)


def slopes_come_back() -> Scene:
    """Go through the places again, with the slope that comes back to each: a kernel is taught.

    >>> slopes_come_back().axis("kernel").count
    3
    """
    images = digits().images[list(SHOWN.values())]
    told, _ = errors()
    slopes = np.moveaxis(told[..., list(TAUGHT)], -1, 1)  # (digit, kernel, 6, 6)
    parts = slopes.reshape(*slopes.shape[:2], PLACES, 1) * windows_of(images).reshape(
        len(images), 1, PLACES, 9
    )
    total = np.moveaxis(np.cumsum(parts, axis=2), 2, 0)
    here = np.moveaxis(slopes.reshape(*slopes.shape[:2], PLACES), -1, 0)
    ink = np.moveaxis(windows_of(images).sum(axis=(-2, -1)), -1, 0)
    most = float(np.abs(slopes).max())
    axes = ("place", "digit", "kernel")
    return Scene(
        axes=[
            Axis("place", range(PLACES), play=True, labels=LABELS, duration=9.0),
            Axis("digit", tuple(SHOWN)),
            Axis("kernel", [str(k + 1) for k in TAUGHT]),
        ],
        panels=[
            digit_panel(images),
            map_panel(slopes, axes[1:], "Slope that comes back", most),
            window_panel([numbers(Varying(total, axes), "{:+.3f}", 0.0)], "∂L/∂K so far"),
        ],
        alt="The window goes over the digit once more. The slope that comes back to a place, times "
        "the nine pixels under the window, is added to nine sums. Notice which places add "
        "something.",
        readout=[
            ("slope here", Varying(here, axes), ".2g"),
            ("ink in the window", Varying(ink, ("place", "digit")), ".2f"),
        ],
        still={"place": 35},
    )


def correlation(image_: ArrayLike, slopes: ArrayLike) -> Array:
    """Σ over places of slope · window: (8, 8) and (6, 6) → (3, 3), the gradient of a kernel.

    >>> correlation(np.ones((8, 8)), np.ones((6, 6)))[0, 0]
    np.float64(36.0)
    """
    windows = sliding_window_view(np.asarray(image_), (3, 3))
    return np.asarray(np.einsum("rc,rcij->ij", np.asarray(slopes), windows))
