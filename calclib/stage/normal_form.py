"""One normal form for every mark: named axes that are sliced, then what the painter reads.

After `settle` every channel is a Varying whose rest has the shape that its kind asks for:
(series, n) for a curve, (n,) for dots, arrows and text, (rows, cols) for heat and contours. Both
interpreters read this form, so neither needs to know how a lesson wrote its arrays.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from calclib.stage.blocks import check_size
from calclib.stage.frame import domain, scale
from calclib.stage.marks import Mark, Varying
from calclib.stage.surface import SOLID, lay

if TYPE_CHECKING:
    from calclib.stage.scene import Axis, Panel

CURVES = ("line", "area", "trail")
WHOLE = ("image", "graph")  # complete as they are made
GRIDS = ("heat", "contours", "surface")


def settle_panel(panel: "Panel", axes: "Mapping[str, Axis]") -> tuple[Mark, ...]:
    """Settle the marks of a panel: in 3-D each has a height, in a flat panel none."""
    if panel.camera is None:
        return tuple(settle(_flat(mark), axes) for mark in panel.marks)
    odd = next((mark.kind for mark in panel.marks if mark.kind not in SOLID), None)
    if odd is not None:
        raise ValueError(f"{odd} is flat; show it in a panel of its own, beside the 3-D one.")
    marks = [settle(mark, axes) for mark in panel.marks]
    grounds = [mark for mark in marks if mark.kind == "surface"]
    lying = [mark for mark in marks if mark.kind != "surface" and "z" not in mark.channels]
    if lying and not grounds:
        raise ValueError(f"{lying[0].kind} needs z in a 3-D panel without a surface to lie on.")
    floor = -np.inf
    if grounds and scale(panel.z)[0] == "log":
        floor = domain(marks, "z", panel.z)[1][0]
    return tuple(lay(m, grounds[0], floor) if m.kind != "surface" and grounds else m for m in marks)


def _flat(mark: Mark) -> Mark:
    """The mark without its height, as it is seen from above."""
    channels = {name: given for name, given in mark.channels.items() if name not in ("z", "w")}
    return replace(mark, channels=channels)


def settle(mark: Mark, axes: "Mapping[str, Axis]") -> Mark:
    """Bring the channels of a mark to the normal form; ValueError says which one does not fit."""
    for name, given in mark.channels.items():
        check_size(given.values.size * (1 if mark.kind in (*GRIDS, "image") else 4))
        check(f"The channel {name} of {mark.kind}", given, axes)
    named = mark.style.get("axis")
    if named is not None and named not in axes:
        raise ValueError(unknown(_a(mark.kind), named, axes))
    if mark.kind in GRIDS:
        return _settle_grid(mark)
    if mark.kind in WHOLE:
        return mark
    if mark.kind in CURVES:
        mark = _run(mark, axes)
    channels = _broadcast(mark)
    runs = next((given.rest[0] for given in channels.values()), 1)
    for style in ("color", "label"):
        given = mark.style[style]
        if not isinstance(given, str) and len(given) != runs:
            raise ValueError(f"{mark.kind} shows {runs} runs but has {len(given)} {style}s.")
    return replace(mark, channels=channels)


def _a(kind: str) -> str:
    """A kind of mark with its article.

    >>> _a("cursor"), _a("image")
    ('A cursor', 'An image')
    """
    return f"An {kind}" if kind[0] in "aeiou" else f"A {kind}"


def unknown(who: str, name: str, axes: "Mapping[str, Axis]") -> str:
    """Say that an axis does not exist, and which do."""
    return f"{who} names the axis {name!r}, but the scene's axes are {list(axes)}."


def check(who: str, given: Varying, axes: "Mapping[str, Axis]") -> None:
    """Check a channel against the scene's axes; ValueError says what does not fit."""
    for name, size in zip(given.axes, given.values.shape, strict=False):
        if name not in axes:
            raise ValueError(unknown(who, name, axes))
        if size != axes[name].count:
            raise ValueError(
                f"{who} has {size} entries along {name!r}, but that axis has {axes[name].count} "
                "values; give one entry for each."
            )
    if not np.isfinite(given.values).any():
        raise ValueError(f"{who} has no finite number to show; check the values it came from.")


def _settle_grid(mark: Mark) -> Mark:
    """A heat map's rest is (rows, cols) already; anything else is a mistake."""
    rest = mark.channels["values"].rest
    if len(rest) != 2 or min(rest) < 2:
        raise ValueError(
            f"{mark.kind} shows values (rows, cols), at least 2 × 2, but at one index these have "
            f"shape {rest}; name their leading axes with Varying."
        )
    return mark


def _run(mark: Mark, axes: "Mapping[str, Axis]") -> Mark:
    """Give a curve its x, and move the axis along which it runs to the end of each channel."""
    along = _along(mark, axes)
    if mark.kind == "trail" and along is None:
        raise ValueError("A trail runs along the play axis; give one Axis play=True, or along=….")
    channels = dict(mark.channels)
    if "x" not in channels:
        numeric = along is not None and axes[along].numeric
        steps = np.arange(axes[along].count if along else channels["y"].rest[-1])
        channels = {"x": Varying(axes[along].values if along and numeric else steps, ())} | channels
    if along:
        channels = {
            name: _last(given, along, axes[along].count) for name, given in channels.items()
        }
    return replace(mark, channels=channels, along=along)


def _along(mark: Mark, axes: "Mapping[str, Axis]") -> str | None:
    """Find the axis along which a curve runs: given, the play axis, or the only one there is."""
    if mark.along is not None and mark.along not in axes:
        raise ValueError(unknown(mark.kind, mark.along, axes))
    if mark.along is not None:
        return mark.along
    play = next((name for name, axis in axes.items() if axis.play), None)
    if mark.kind == "trail":
        return play
    x, y = mark.channels.get("x"), mark.channels["y"]
    if x is None and (play in y.axes or (y.axes and not y.rest)):
        return play if play in y.axes else y.axes[-1]
    if x is not None and play in y.axes and not y.rest:
        whole = play in x.axes and not x.rest
        fits = not x.axes and x.rest == (axes[play].count,)
        return play if whole or fits else None
    return None


def _last(given: Varying, along: str, count: int) -> Varying:
    """Move the named axis last; what does not vary along it stays, ready to broadcast."""
    if along in given.axes:
        place = given.axes.index(along)
        names = given.axes[:place] + given.axes[place + 1 :]
        return Varying(np.moveaxis(given.values, place, -1), names)
    runs_along = bool(given.rest) and given.rest[-1] == count
    return given if runs_along else Varying(given.values[..., None], given.axes)


def _broadcast(mark: Mark) -> dict[str, Varying]:
    """Broadcast the channels of a mark against each other and flatten the runs."""
    rests = [given.rest for given in mark.channels.values()]
    try:
        common = np.broadcast_shapes(*rests)
    except ValueError:
        sizes = ", ".join(f"{name} {rest}" for name, rest in zip(mark.channels, rests, strict=True))
        raise ValueError(
            f"The channels of {mark.kind} do not fit together at one index: {sizes}."
        ) from None
    curve = mark.kind in CURVES
    if curve and (not common or common[-1] < 1):
        raise ValueError(f"{_a(mark.kind)} needs points along it, but its channels are one number.")
    shape = (prod(common[:-1]), common[-1]) if curve else (prod(common),)
    channels = {}
    for name, given in mark.channels.items():
        sizes_ = given.values.shape[: len(given.axes)]
        aligned = given.values.reshape(sizes_ + (1,) * (len(common) - len(given.rest)) + given.rest)
        full = np.broadcast_to(aligned, sizes_ + common).reshape(sizes_ + shape)
        channels[name] = Varying(full, given.axes)
    return channels
