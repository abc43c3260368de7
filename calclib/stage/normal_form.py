"""One normal form for every mark: named axes that are sliced, then what the painter reads.

In the normal form every channel is a Varying whose rest has the shape that its kind asks for:
(series, n) for a curve, (n,) for dots, arrows and text, (rows, cols) for heat, contours and
surfaces. All interpreters read this form, so none of them needs to know how a lesson wrote its
arrays.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import prod

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.buffers import check_size
from calclib.stage.ground import lay_on_ground
from calclib.stage.limits import find_limits, read_range
from calclib.stage.marks.mark import Mark, Varying
from calclib.stage.palette import check_shades
from calclib.stage.panel import Panel

CURVES = ("line", "area", "trail")
GRIDS = ("heat", "contours", "surface")
COMPLETE = ("image", "graph")  # in the normal form as they are made
SOLID = ("surface", "line", "trail", "dots", "arrows", "text")  # what a 3-D panel can hold
BYTE = 1  # a value of a map is sent as a byte
FLOAT = 4  # any other number as a float32


def panel_marks(panel: Panel, axes: Mapping[str, Axis]) -> tuple[Mark, ...]:
    """Return the marks of a panel in their normal form: in 3-D each has a height, else none.

    axes: those of the scene, by name.
    Raises ValueError for a mark that does not fit the axes, or the panel.
    """
    if panel.camera is None:
        return tuple(normal_form(_without_height(mark), axes) for mark in panel.marks)
    flat = next((mark.kind for mark in panel.marks if mark.kind not in SOLID), None)
    if flat is not None:
        raise ValueError(f"{flat} is flat; show it in a panel of its own, beside the 3-D one.")
    marks = [normal_form(mark, axes) for mark in panel.marks]
    grounds = [mark for mark in marks if mark.kind == "surface"]
    if not grounds:
        without = next((mark.kind for mark in marks if "z" not in mark.channels), None)
        if without is not None:
            raise ValueError(f"{without} needs z in a 3-D panel without a surface to lie on.")
        return tuple(marks)
    floor = -np.inf
    if read_range(panel.z)[0] == "log":
        floor = find_limits(marks, "z", panel.z).domain[0]
    return tuple(
        mark if mark.kind == "surface" else lay_on_ground(mark, grounds[0], floor) for mark in marks
    )


def _without_height(mark: Mark) -> Mark:
    """Return the mark as it is seen from above; the same object where it has no height."""
    if not {"z", "w"} & mark.channels.keys():
        return mark
    channels = {name: given for name, given in mark.channels.items() if name not in ("z", "w")}
    return replace(mark, channels=channels)


def normal_form(mark: Mark, axes: Mapping[str, Axis]) -> Mark:
    """Bring the channels of a mark to the normal form.

    axes: those of the scene, by name.
    Raises ValueError, which says which channel does not fit.

    >>> from calclib.stage.marks import line
    >>> normal_form(line([0, 1, 2], [0, 1, 4]), {}).channels["y"].rest
    (1, 3)
    """
    for name, given in mark.channels.items():
        check_size(given.values.size * (BYTE if mark.kind in (*GRIDS, "image") else FLOAT))
        check_channel(f"The channel {name} of {mark.kind}", given, axes)
    named = mark.style.get("axis")
    if named is not None and named not in axes:
        raise ValueError(no_such_axis(_with_article(mark.kind), named, axes))
    if mark.kind in GRIDS:
        _check_grid(mark)
        return mark
    if mark.kind in COMPLETE:
        return mark
    if mark.kind in CURVES:
        mark = _complete_curve(mark, axes)
    channels = _broadcast(mark)
    runs = next((given.rest[0] for given in channels.values()), 1)
    for style, entries in (("color", mark.style["color"]), ("label", mark.style["label"])):
        if not isinstance(entries, str) and len(entries) != runs:
            raise ValueError(f"{mark.kind} shows {runs} runs but has {len(entries)} {style}s.")
    return replace(mark, channels=channels)


def _with_article(kind: str) -> str:
    """Return a kind of mark with its article.

    >>> _with_article("cursor"), _with_article("image")
    ('A cursor', 'An image')
    """
    return f"An {kind}" if kind[0] in "aeiou" else f"A {kind}"


def no_such_axis(who: str, name: str, axes: Mapping[str, Axis]) -> str:
    """Return the sentence which says that an axis does not exist, and which do.

    >>> no_such_axis("A cursor", "rate", {"step": Axis("step", [0, 1])})
    "A cursor names the axis 'rate', but the scene's axes are ['step']."
    """
    return f"{who} names the axis {name!r}, but the scene's axes are {list(axes)}."


def check_channel(who: str, given: Varying, axes: Mapping[str, Axis]) -> None:
    """Check a channel against the axes of a scene.

    who: what the channel is called in an error.
    Raises ValueError for an axis that does not exist, for a wrong number of entries along one, and
    for a channel in which no number is finite.
    """
    for name, size in zip(given.axes, given.values.shape, strict=False):
        if name not in axes:
            raise ValueError(no_such_axis(who, name, axes))
        if size != axes[name].count:
            raise ValueError(
                f"{who} has {size} entries along {name!r}, but that axis has {axes[name].count} "
                "values; give one entry for each."
            )
    if not np.isfinite(given.values).any():
        raise ValueError(f"{who} has no finite number to show; check the values it came from.")


def _check_grid(mark: Mark) -> None:
    """Check that a map has rows and columns, and values that can become colours."""
    values = mark.channels["values"]
    if len(values.rest) != 2 or min(values.rest) < 2:
        raise ValueError(
            f"{mark.kind} shows values (rows, cols), at least 2 × 2, but at one index these have "
            f"shape {values.rest}; name their leading axes with Varying."
        )
    if mark.kind == "heat":
        style = mark.style
        check_shades(
            values.values, style["colors"], style["log"], low=style["low"], high=style["high"]
        )


def _complete_curve(mark: Mark, axes: Mapping[str, Axis]) -> Mark:
    """Give a curve its x, and move the axis along which it runs to the end of each channel."""
    along = _axis_along(mark, axes)
    if mark.kind == "trail" and along is None:
        who = "A line that grows" if mark.grows else "A trail"
        raise ValueError(f"{who} runs along the play axis; give one Axis play=True, or along=….")
    channels = dict(mark.channels)
    if "x" not in channels:
        channels = {"x": _positions(channels["y"], along, axes)} | channels
    if along:
        count = axes[along].count
        channels = {name: _move_last(given, along, count) for name, given in channels.items()}
    return replace(mark, channels=channels, along=along)


def _positions(y: Varying, along: str | None, axes: Mapping[str, Axis]) -> Varying:
    """Return the x of a curve that has none: the values of its axis, or 0, 1, 2, …."""
    if along is None:
        return Varying(np.arange(y.rest[-1]), ())
    axis = axes[along]
    return Varying(axis.values if axis.numeric else np.arange(axis.count), ())


def _axis_along(mark: Mark, axes: Mapping[str, Axis]) -> str | None:
    """Find the axis along which a curve runs: given, the play axis, or the only one there is."""
    if mark.along is not None and mark.along not in axes:
        raise ValueError(no_such_axis(mark.kind, mark.along, axes))
    if mark.along is not None:
        return mark.along
    play = next((name for name, axis in axes.items() if axis.play), None)
    if mark.kind == "trail":
        return play
    x = mark.channels.get("x")
    y = mark.channels["y"]
    if x is None and (play in y.axes or (y.axes and not y.rest)):
        return play if play in y.axes else y.axes[-1]
    if x is not None and play in y.axes and not y.rest:
        varies_too = play in x.axes and not x.rest
        fits = not x.axes and x.rest == (axes[play].count,)
        return play if varies_too or fits else None
    return None


def _move_last(given: Varying, along: str, count: int) -> Varying:
    """Move the named axis last; what does not vary along it stays, ready to broadcast."""
    if along in given.axes:
        position = given.axes.index(along)
        names = given.axes[:position] + given.axes[position + 1 :]
        return Varying(np.moveaxis(given.values, position, -1), names)
    runs_along = bool(given.rest) and given.rest[-1] == count
    return given if runs_along else given.map(lambda held: held[..., None])


def _broadcast(mark: Mark) -> dict[str, Varying]:
    """Broadcast the channels of a mark against each other and flatten the runs."""
    rests = {name: given.rest for name, given in mark.channels.items()}
    try:
        common = np.broadcast_shapes(*rests.values())
    except ValueError:
        shapes = ", ".join(f"{name} {rest}" for name, rest in rests.items())
        raise ValueError(
            f"The channels of {mark.kind} do not fit together at one index: {shapes}."
        ) from None
    if mark.kind not in CURVES:
        shape: tuple[int, ...] = (prod(common),)
    elif common and common[-1] >= 1:
        shape = (prod(common[:-1]), common[-1])
    else:
        raise ValueError(
            f"{_with_article(mark.kind)} needs points along it, but its channels are one number."
        )
    channels = {}
    for name, given in mark.channels.items():
        sizes = given.values.shape[: len(given.axes)]
        missing = (1,) * (len(common) - len(given.rest))
        aligned = given.values.reshape(sizes + missing + given.rest)
        full = np.broadcast_to(aligned, sizes + common).reshape(sizes + shape)
        channels[name] = Varying(full, given.axes)
    return channels
