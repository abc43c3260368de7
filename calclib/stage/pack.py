"""What travels: a scene as plain JSON and a list of buffers, and the way back.

Every channel becomes float32 (or uint8) numbers, little-endian, sliced axes first. What several
channels show travels once; in the one that shows most of it, an index finds it side by side.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.buffers import Address, Buffers, Outgoing, Spec, dense_strides
from calclib.stage.composition import Composition
from calclib.stage.limits import Limits
from calclib.stage.marks.mark import Mark, Varying
from calclib.stage.panel import Panel

VERSION = 1


class Packet(NamedTuple):
    """A scene as plain JSON, and the buffers that it points into."""

    spec: Spec
    buffers: list[bytes]


def pack(scene: Composition) -> Packet:
    """Return the scene as JSON and buffers.

    Raises ValueError where all of it together is too large to send.

    >>> from calclib.stage.marks import line
    >>> spec, buffers = pack(Composition([], [Panel([line([0, 1], [0, 2])])], alt="A line rises."))
    >>> spec["panels"][0]["marks"][0]["channels"]["y"]
    {'buffer': 1, 'dtype': 'float32', 'shape': [1, 2], 'axes': []}
    >>> np.frombuffer(buffers[1], "<f4")
    array([0., 2.], dtype=float32)
    """
    values = {axis.name: Varying(axis.values, ()) for axis in scene.axes if not axis.wordy}
    buffers = Buffers(
        [
            *[Outgoing(channel) for channel in values.values()],
            *[
                Outgoing(channel, part.along)
                for parts in scene.parts
                for part in parts
                for channel in part.channels.values()
            ],
            *[Outgoing(number.channel) for number in scene.numbers],
        ]
    )
    panels = zip(scene.panels, scene.limits, scene.parts, strict=True)
    spec: Spec = {
        "version": VERSION,
        "title": scene.title,
        "alt": scene.alt,
        "first": {axis.name: axis.first for axis in scene.axes},
        "axes": [_axis_spec(axis, values.get(axis.name), buffers) for axis in scene.axes],
        "panels": [_panel_spec(panel, limits, parts, buffers) for panel, limits, parts in panels],
        "readout": [
            {"label": label, "format": form, "channel": buffers.address(channel)}
            for label, channel, form in scene.numbers
        ],
    }
    return Packet(spec, buffers.blocks)


def unpack(address: Address, buffers: Sequence[bytes]) -> Varying:
    """Return the channel that `pack` stored at an address.

    >>> unpack({"buffer": 0, "dtype": "uint8", "shape": [2], "axes": ["step"]}, [bytes([7, 8])])
    Varying(values=array([7, 8], dtype=uint8), axes=('step',))
    """
    dtype = np.dtype(address["dtype"]).newbyteorder("<")
    shape = address["shape"]
    block = np.frombuffer(buffers[address["buffer"]], dtype)[address.get("offset", 0) :]
    steps = address.get("strides", dense_strides(shape))
    strides = [dtype.itemsize * step for step in steps]
    values = np.lib.stride_tricks.as_strided(block, shape, strides, writeable=False)
    return Varying(values, address["axes"])


def _axis_spec(axis: Axis, values: Varying | None, buffers: Buffers) -> Spec:
    return {
        "name": axis.name,
        "slug": axis.slug,
        "count": axis.count,
        "values": None if values is None else buffers.address(values),
        "labels": None if axis.labels is None else list(axis.labels),
        "scale": axis.scale,
        "play": axis.play,
        "duration": axis.duration,
    }


def _panel_spec(
    panel: Panel, limits: Sequence[Limits], parts: Sequence[Mark], buffers: Buffers
) -> Spec:
    x, y, *height = limits
    named = [list(part.style["names"]) for part in parts if part.kind == "bars"]
    return {
        "title": panel.title,
        "width": panel.width,
        "equal": panel.equal,
        "frame": panel.frame,
        "pick": panel.pick,
        "camera": panel.camera and list(panel.camera),
        "drag": panel.drag,
        "inset": panel.inset,
        "x": _direction_spec(panel.x_label, x) | {"words": named[0] if named else []},
        "y": _direction_spec(panel.y_label, y),
        "z": _direction_spec(panel.z_label, height[0]) if height else None,
        "marks": [_mark_spec(part, buffers) for part in parts],
    }


def _direction_spec(label: str, limits: Limits) -> Spec:
    return {"label": label, "scale": limits.scale, "domain": list(limits.domain)}


def _mark_spec(mark: Mark, buffers: Buffers) -> Spec:
    return {
        "kind": mark.kind,
        "along": mark.along,
        "channels": {name: buffers.address(given) for name, given in mark.channels.items()},
        "style": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in mark.style.items()
        },
    }
