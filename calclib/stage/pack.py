"""What travels: a scene as plain JSON and a list of buffers, and the way back.

Every channel becomes one block of float32 (or uint8) numbers, little-endian, sliced axes first, so
that what shows at one index is contiguous. Equal blocks travel once.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from calclib.stage.camera import Reach
from calclib.stage.levels import bands, lines
from calclib.stage.marks import Array, Mark, Varying
from calclib.stage.palette import shades
from calclib.stage.surface import raised

if TYPE_CHECKING:
    from calclib.stage.scene import Axis, Panel, Scene

Spec = dict[str, Any]
LIMIT = 64 * 2**20


class Buffers:
    """The blocks of one scene, equal ones stored once."""

    def __init__(self) -> None:
        self.blocks: dict[bytes, int] = {}
        self.size = 0

    def put(self, values: Array, axes: Sequence[str] = ()) -> Spec:
        """Store an array and return where it is: buffer, dtype, shape, axes."""
        dtype = "uint8" if values.dtype == np.uint8 else "float32"
        with np.errstate(over="ignore"):
            block = values.astype(np.dtype(dtype).newbyteorder("<")).tobytes()
        if block not in self.blocks:
            self.blocks[block] = len(self.blocks)
            self.size += len(block)
        check_size(self.size)
        place = {"buffer": self.blocks[block], "dtype": dtype, "shape": list(values.shape)}
        return place | {"axes": list(axes)}


def check_size(size: int) -> None:
    """Refuse what is too large to send, before anything is copied.

    >>> check_size(LIMIT)
    """
    if size > LIMIT:
        raise ValueError(
            f"This scene would send {size / 2**20:.0f} MB, more than {LIMIT // 2**20} MB; "
            "keep every second step, fewer runs or fewer values of an axis."
        )


def pack(scene: "Scene") -> tuple[Spec, list[bytes]]:
    """Return the scene as JSON and the buffers that it points into.

    >>> from calclib.stage.scene import Panel, Scene, line
    >>> spec, buffers = pack(Scene([], [Panel([line([0, 1], [0, 2])])], alt="A line rises."))
    >>> spec["panels"][0]["marks"][0]["channels"]["y"]
    {'buffer': 1, 'dtype': 'float32', 'shape': [1, 2], 'axes': []}
    >>> np.frombuffer(buffers[1], "<f4")
    array([0., 2.], dtype=float32)
    """
    buffers = Buffers()
    spec = {
        "version": 1,
        "title": scene.title,
        "alt": scene.alt,
        "first": {axis.name: axis.first for axis in scene.axes},
        "axes": [_axis(axis, buffers) for axis in scene.axes],
        "panels": [
            _panel(panel, reaches, parts, buffers)
            for panel, reaches, parts in zip(scene.panels, scene.reaches, scene.parts, strict=True)
        ],
        "readout": [
            {"label": label, "format": form, "channel": buffers.put(given.values, given.axes)}
            for label, given, form in scene.numbers
        ],
    }
    return spec, list(buffers.blocks)


def unpack(place: Mapping[str, Any], buffers: Sequence[bytes]) -> Varying:
    """Return the channel that `pack` stored at a place.

    >>> unpack({"buffer": 0, "dtype": "uint8", "shape": [2], "axes": ["step"]}, [bytes([7, 8])])
    Varying(values=array([7, 8], dtype=uint8), axes=('step',))
    """
    dtype = np.dtype(place["dtype"]).newbyteorder("<")
    values = np.frombuffer(buffers[place["buffer"]], dtype).reshape(place["shape"])
    return Varying(values, tuple(place["axes"]))


def _axis(axis: "Axis", buffers: Buffers) -> Spec:
    values = None if axis.wordy else buffers.put(axis.values)
    if values is not None:
        del values["axes"]
    spec = {"name": axis.name, "slug": axis.slug, "count": axis.count, "values": values}
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
    labels = (panel.x_label, panel.y_label, panel.z_label)
    for direction, (scale, ends), label in zip("xyz", reaches, labels, strict=False):
        spec[direction] = {"label": label, "scale": scale, "domain": list(ends)}
    named = next((list(part.style["names"]) for part in parts if part.kind == "bars"), [])
    spec["x"]["words"] = named
    return spec | {"marks": [_mark(part, buffers) for part in parts]}


def _mark(mark: Mark, buffers: Buffers) -> Spec:
    places = {name: buffers.put(given.values, given.axes) for name, given in mark.channels.items()}
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
