"""What travels: a scene as plain JSON and a list of buffers, and the way back.

Its words travel in the language that is spoken.

Every channel becomes numbers of the smallest type that looks the same, little-endian, sliced axes
first. What several channels show travels once; in the one that shows most of it, an index finds it
side by side.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from calclib.stage.axis import Axis
from calclib.stage.buffers import EXACT, Address, Buffers, Outgoing, Spec, dense_strides
from calclib.stage.composition import Composition
from calclib.stage.encoding import Slack, as_read, decode
from calclib.stage.limits import Limits
from calclib.stage.localised import localised
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
    {'buffer': 1, 'dtype': 'int16', 'shape': [1, 2], 'axes': [], 'origin': 1.0, 'scale': 5e-05}
    >>> np.frombuffer(buffers[1], "<i2")
    array([-20000,  20000], dtype=int16)
    """
    values = {
        axis.name: Varying(as_read(axis.values, ".4g"), ()) for axis in scene.axes if not axis.wordy
    }
    numbers = [(number, legible(number.channel, number.form)) for number in scene.numbers]
    buffers = Buffers(
        [
            *[Outgoing(channel) for channel in values.values()],
            *[
                Outgoing(channel, part.along, slack_of(name, limits))
                for parts, limits in zip(scene.parts, scene.limits, strict=True)
                for part in parts
                for name, channel in part.channels.items()
            ],
            *[Outgoing(channel) for _, channel in numbers],
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
            {
                "label": number.label,
                "format": number.form,
                "channel": buffers.address(channel),
            }
            for number, channel in numbers
        ],
    }
    if scene.rows:
        spec["rows"] = list(scene.rows)
    return Packet(localised(spec), buffers.blocks)


def legible(channel: Varying, form: str) -> Varying:
    """A channel of the readout whose numbers, as they travel, read as they are.

    Where plain float32 does, it is the channel itself, which a mark may show as well.
    """
    values = as_read(channel.values, form)
    with np.errstate(over="ignore"):
        plain = channel.values.astype(np.float32)
    same = np.array_equal(values, plain, equal_nan=True)
    return channel if same else Varying(values, channel.axes)


def slack_of(name: str, limits: Sequence[Limits]) -> Slack:
    """How far a channel may be off: a place half a pixel, anything else as float32 is.

    >>> slack_of("x", [Limits("linear", (0.0, 5760.0))]).absolute, slack_of("value", []).absolute
    (1.0, 0.0)
    """
    directions = dict(zip(("x", "y", "z"), limits, strict=False))
    return Slack.on(directions[name]) if name in directions else EXACT


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
    stored = np.lib.stride_tricks.as_strided(block, shape, strides, writeable=False)
    origin = address.get("origin", 0.0)
    values = decode(stored, address["dtype"], origin, address.get("scale", 1.0))
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
        "x": _direction_spec(panel.x_label, x, "x" in panel.ticks)
        | {"words": named[0] if named else []},
        "y": _direction_spec(panel.y_label, y, "y" in panel.ticks),
        "z": _direction_spec(panel.z_label, height[0], True) if height else None,
        "marks": [_mark_spec(part, buffers) for part in parts],
    }


def _direction_spec(label: str, limits: Limits, has_ticks: bool) -> Spec:
    domain = list(limits.domain)
    return {"label": label, "scale": limits.scale, "domain": domain, "ticks": has_ticks}


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
