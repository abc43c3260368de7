"""Colours that most colour-blind readers can tell apart, and magnitudes turned into them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

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
TRANSPARENT = 255


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
    values: npt.NDArray[np.float64],
    colors: str = "viridis",
    log: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> tuple[npt.NDArray[np.uint8], list[str], dict[str, Any] | None]:
    """Return the palette index of every value, the palette, and its key {low, high, log}, if any.

    Values below low or above high take the end colours; what is not finite (or not positive on
    a logarithmic scale) becomes 255, which is transparent, and in bytes is so already.

    >>> index, colors, key = shades(np.array([0.0, 1.0, np.nan]))
    >>> index.tolist(), colors[0], key
    ([0, 254, 255], '#440154', {'low': 0.0, 'high': 1.0, 'log': False})
    """
    if colors == "categories":
        return _categories(values), palette(colors, 8), None
    shown = np.isfinite(values) & ((values > 0) | (not log))
    if not shown.any() or (log and min(low or 1, high or 1) <= 0):
        raise ValueError("A logarithmic colour scale needs positive values; use log=False.")
    low = float(np.min(values[shown])) if low is None else float(low)
    high = float(np.max(values[shown])) if high is None else float(high)
    ends = np.log10([low, high]) if log else np.array([low, high])
    level = np.log10(values, where=shown, out=np.zeros(values.shape)) if log else values
    span = ends[1] - ends[0] if ends[1] > ends[0] else 1.0
    share = np.clip((np.where(shown, level, ends[0]) - ends[0]) / span, 0, 1)
    index = np.where(shown, np.rint(254 * share), TRANSPARENT).astype(np.uint8)
    return index, palette(colors, 255), {"low": low, "high": high, "log": log}


def _categories(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """The palette index of whole numbers: bytes are one each already, and nan shows nothing."""
    if values.dtype == np.uint8:
        shown, named = values != TRANSPARENT, values < len(CATEGORIES)
    else:
        shown = np.isfinite(values)
        named = (values >= 0) & (values < len(CATEGORIES)) & (values == np.rint(values))
    if not np.array_equal(named, shown):
        raise ValueError("Categories are the whole numbers 0 to 7; renumber these values.")
    return np.where(shown, values, TRANSPARENT).astype(np.uint8)


def colors_of(given: int | str | Sequence[int | str]) -> str | list[str]:
    """Resolve one colour, or one a run.

    >>> colors_of(0), colors_of([0, "ink"])
    ('#0072B2', ['#0072B2', 'ink'])
    """
    if isinstance(given, (int, np.integer, str)):
        return color(given)
    return [color(one) for one in given]
