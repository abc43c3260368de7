"""Colours that most colour-blind readers can tell apart, and magnitudes turned into them."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array

OKABE_ITO = (
    "#0072B2",  # blue
    "#D55E00",  # vermillion
    "#009E73",  # green
    "#E69F00",  # orange
    "#CC79A7",  # purple
    "#56B4E9",  # sky
    "#F0E442",  # yellow
    "ink",  # black on white, white on black
)

# Seventeen anchors of each map, evenly spaced from low to high.
MAPS = {
    "viridis": "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c "
    "1fa088 28ae80 3fbc73 5ec962 84d44b addc30 d8e219 fde725",
    "cividis": "00224e 002e6a 1a386f 32436d 434e6c 535a6d 61656f 6f7073 7d7c78 "
    "8c8878 9b9476 aba072 bcae6c cdbb63 dec958 f0d846 fee838",
}
CATEGORIES = (*OKABE_ITO[:7], "#666666")
TRANSPARENT = 255  # the palette index of what shows nothing


class ColorScale(TypedDict):
    """The ends of a scale of colours, and whether it is logarithmic."""

    low: float
    high: float
    log: bool


def color(name: int | str) -> str:
    """Turn an Okabe–Ito index 0–7, "ink", "muted" or "#rrggbb" into what the interpreters read.

    >>> color(1), color(7), color("#123456")
    ('#D55E00', 'ink', '#123456')

    Source: Okabe and Ito 2008, https://jfly.uni-koeln.de/color/.
    """
    if isinstance(name, (int, np.integer)) and 0 <= name < len(OKABE_ITO):
        return OKABE_ITO[name]
    if isinstance(name, str) and (name in ("ink", "muted") or _is_hex(name)):
        return name
    raise ValueError(f'{name!r} is no colour here; give 0 to 7, "ink", "muted" or "#rrggbb".')


def _is_hex(text: str) -> bool:
    return (
        len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
    )


def palette(name: str, count: int) -> list[str]:
    """Return `count` colours of a map from low to high, as "#rrggbb".

    >>> palette("viridis", 3)
    ['#440154', '#21918c', '#fde725']

    Source: viridis, Smith and van der Walt 2015, https://bids.github.io/colormap/;
    cividis, Nuñez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239.
    """
    if name == "categories":
        return list(CATEGORIES)
    if name not in MAPS:
        raise ValueError(f"There is no map {name!r}; choose viridis, cividis or categories.")
    anchors = np.array([list(bytes.fromhex(text)) for text in MAPS[name].split()], float)
    at = np.linspace(0, len(anchors) - 1, count)
    channels = [np.interp(at, np.arange(len(anchors)), anchors[:, k]) for k in range(3)]
    return ["#" + bytes(rgb).hex() for rgb in np.rint(channels).astype(np.uint8).T]


def shades(
    values: Array,
    colors: str = "viridis",
    log: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> tuple[NDArray[np.uint8], list[str], ColorScale | None]:
    """Return the palette index of every value, the palette, and its scale, if it has one.

    values: of any shape. What is not finite (or not positive on a logarithmic scale) becomes 255,
    which is transparent, and in bytes is so already.
    colors: "viridis", "cividis" or "categories", which have no scale.
    log: whether the scale is logarithmic.
    low, high: the ends of the scale, whose colours the values beyond them take; left out, the least
    and the greatest value.
    Raises what `check_shades` raises.

    >>> index, colors, scale = shades(np.array([0.0, 1.0, np.nan]))
    >>> index.tolist(), colors[0], scale
    ([0, 254, 255], '#440154', {'low': 0.0, 'high': 1.0, 'log': False})
    """
    check_shades(values, colors, log, low, high)
    if colors == "categories":
        shown = _is_shown(values)
        return np.where(shown, values, TRANSPARENT).astype(np.uint8), palette(colors, 8), None
    shown = np.isfinite(values) & ((values > 0) | (not log))
    bottom = float(np.min(values[shown])) if low is None else float(low)
    top = float(np.max(values[shown])) if high is None else float(high)
    ends = np.log10([bottom, top]) if log else np.array([bottom, top])
    level = np.log10(values, where=shown, out=np.zeros(values.shape)) if log else values
    span = ends[1] - ends[0] if ends[1] > ends[0] else 1.0
    share = np.clip((np.where(shown, level, ends[0]) - ends[0]) / span, 0, 1)
    index = np.where(shown, np.rint(254 * share), TRANSPARENT).astype(np.uint8)
    return index, palette(colors, 255), {"low": bottom, "high": top, "log": log}


def check_shades(
    values: Array, colors: str, log: bool, low: float | None, high: float | None
) -> None:
    """Refuse values that cannot be turned into colours; the arguments are those of `shades`.

    Raises ValueError for categories that are not the whole numbers 0 to 7, and for a logarithmic
    scale on which nothing is positive.

    >>> check_shades(np.array([0.0, 1.0]), "categories", False, None, None)
    """
    if colors == "categories":
        if values.dtype == np.uint8:
            named = values < len(CATEGORIES)
        else:
            named = (values >= 0) & (values < len(CATEGORIES)) & (values == np.rint(values))
        if not np.array_equal(named, _is_shown(values)):
            raise ValueError("Categories are the whole numbers 0 to 7; renumber these values.")
    elif log:
        positive = bool((np.isfinite(values) & (values > 0)).any())
        ends_are_positive = all(end is None or end > 0 for end in (low, high))
        if not positive or not ends_are_positive:
            raise ValueError("A logarithmic colour scale needs positive values; use log=False.")


def _is_shown(values: Array) -> NDArray[np.bool_]:
    """Say which categories are there: in bytes 255 is none, in other numbers nan."""
    shown: NDArray[np.bool_] = (
        values != TRANSPARENT if values.dtype == np.uint8 else np.isfinite(values)
    )
    return shown


def colors_of(given: int | str | Sequence[int | str]) -> str | list[str]:
    """Resolve one colour, or one a run.

    >>> colors_of(0), colors_of([0, "ink"])
    ('#0072B2', ['#0072B2', 'ink'])
    """
    if isinstance(given, (int, np.integer, str)):
        return color(given)
    return [color(one) for one in given]
