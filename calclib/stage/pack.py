"""What travels: a scene as plain JSON and a list of buffers, and the way back.

Every channel becomes float32 (or uint8) numbers, little-endian, sliced axes first. What several
channels show travels once; in the one that shows most of it, an index finds it side by side.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from calclib.stage.blocks import Buffers, Given, Spec, row_by_row
from calclib.stage.camera import Reach
from calclib.stage.levels import bands, lines
from calclib.stage.marks import Mark, Varying
from calclib.stage.palette import shades
from calclib.stage.surface import raised

if TYPE_CHECKING:
    from calclib.stage.scene import Axis, Panel, Scene


def pack(scene: "Scene") -> tuple[Spec, list[bytes]]:
    """Return the scene as JSON and the buffers that it points into.

    >>> from calclib.stage.scene import Panel, Scene, line
    >>> spec, buffers = pack(Scene([], [Panel([line([0, 1], [0, 2])])], alt="A line rises."))
    >>> spec["panels"][0]["marks"][0]["channels"]["y"]
    {'buffer': 1, 'dtype': 'float32', 'shape': [1, 2], 'axes': []}
    >>> np.frombuffer(buffers[1], "<f4")
    array([0., 2.], dtype=float32)
    """
    values = {axis.name: Varying(axis.values, ()) for axis in scene.axes if not axis.wordy}
    marks = [mark for parts in scene.parts for mark in parts]
    given = [*map(Given, values.values())]
    given += [Given(one, mark.along) for mark in marks for one in mark.channels.values()]
    buffers = Buffers([*given, *(Given(number) for _, number, _ in scene.numbers)])
    spec = {
        "version": 1,
        "title": scene.title,
        "alt": scene.alt,
        "first": {axis.name: axis.first for axis in scene.axes},
        "axes": [_axis(axis, values.get(axis.name), buffers) for axis in scene.axes],
        "panels": [
            _panel(panel, reaches, parts, buffers)
            for panel, reaches, parts in zip(scene.panels, scene.reaches, scene.parts, strict=True)
        ],
        "readout": [
            {"label": label, "format": form, "channel": buffers.place(given)}
            for label, given, form in scene.numbers
        ],
    }
    return spec, buffers.blocks


def unpack(place: Mapping[str, Any], buffers: Sequence[bytes]) -> Varying:
    """Return the channel that `pack` stored at a place.

    >>> unpack({"buffer": 0, "dtype": "uint8", "shape": [2], "axes": ["step"]}, [bytes([7, 8])])
    Varying(values=array([7, 8], dtype=uint8), axes=('step',))
    """
    dtype, shape = np.dtype(place["dtype"]).newbyteorder("<"), place["shape"]
    block = np.frombuffer(buffers[place["buffer"]], dtype)[place.get("offset", 0) :]
    strides = [dtype.itemsize * step for step in place.get("strides", row_by_row(shape))]
    values = np.lib.stride_tricks.as_strided(block, shape, strides, writeable=False)
    return Varying(values, tuple(place["axes"]))


def _axis(axis: "Axis", values: Varying | None, buffers: Buffers) -> Spec:
    place = None if values is None else buffers.place(values)
    spec = {"name": axis.name, "slug": axis.slug, "count": axis.count, "values": place}
    labels = None if axis.labels is None else list(axis.labels)
    rest = {"scale": axis.scale, "play": axis.play, "duration": axis.duration}
    return spec | {"labels": labels} | rest


def _panel(
    panel: "Panel", reaches: Sequence[Reach], parts: Sequence[Mark], buffers: Buffers
) -> Spec:
    spec: Spec = {
        "title": panel.title,
        "width": panel.width,
        "equal": panel.equal,
        "pick": panel.pick,
    }
    spec |= {"camera": panel.camera and list(panel.camera), "z": None, "drag": panel.drag}
    spec["inset"] = panel.inset
    labels = (panel.x_label, panel.y_label, panel.z_label)
    for direction, (scale, ends), label in zip("xyz", reaches, labels, strict=False):
        spec[direction] = {"label": label, "scale": scale, "domain": list(ends)}
    named = next((list(part.style["names"]) for part in parts if part.kind == "bars"), [])
    spec["x"]["words"] = named
    return spec | {"marks": [_mark(part, buffers) for part in parts]}


def _mark(mark: Mark, buffers: Buffers) -> Spec:
    places = {name: buffers.place(given) for name, given in mark.channels.items()}
    style = {name: list(v) if isinstance(v, tuple) else v for name, v in mark.style.items()}
    return {"kind": mark.kind, "along": mark.along, "channels": places, "style": style}


def parts(mark: Mark, reaches: Sequence[Reach] = (), equal: bool = False) -> list[Mark]:
    """Turn values into colours, maps and surfaces into faces and lines; others go as they are.

    reaches: the scale and range of the panel's x, y and, in 3-D, z.

    >>> from calclib.stage.scene import contours
    >>> [part.kind for part in parts(contours([[0, 1], [1, 2]], (0, 1, 0, 1)))]
    ['heat', 'contours']
    """
    if mark.kind == "heat":
        return [_coloured(mark)]
    if mark.kind == "contours":
        return [bands(mark), lines(mark)]
    if mark.kind == "surface":
        return raised(mark, reaches, equal)
    return [mark]


def _coloured(mark: Mark) -> Mark:
    style = dict(mark.style)
    scale = [style.pop(name) for name in ("colors", "log", "low", "high")]
    given = mark.channels["values"]
    index, colours, key = shades(given.values, *scale)
    style |= {"palette": colours, "key": key}
    return Mark("heat", {"values": Varying(index, given.axes)}, style)
