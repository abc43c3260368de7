"""A scene as a .scene file: its data alone, which pages that share one player load.

gzip of: the length of the header in four bytes, little-endian; the header, JSON in UTF-8; the
buffers, one after another. The header holds what a player holds, and for each buffer its size and
how its bytes are ordered: neighbouring numbers are alike in their first bytes, so that bytes of one
place, written side by side, take less room; where numbers grow evenly, so do their differences.
"""

import gzip
import json
import struct
import zlib
from collections.abc import Callable, Mapping

import numpy as np

from calclib.stage.composition import Composition
from calclib.stage.pack import Packet, pack

__all__ = ["read_scene_file", "scene_file"]


def scene_file(
    scene: Composition,
    state: Mapping[str, object] | None = None,
    answers: Mapping[str, object] | None = None,
    packet: Packet | None = None,
) -> bytes:
    """Return a scene as the bytes of a .scene file; the same scene gives the same bytes.

    state: where a player is, at which the scene opens.
    answers: what the questions of a player are answered with.
    packet: the scene packed, where it is so already.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> scene = Composition([], [Panel([line([0, 1], [0, 2])])], alt="A line.")
    >>> header, buffers = read_scene_file(scene_file(scene))
    >>> header["spec"]["alt"], buffers == pack(scene).buffers
    ('A line.', True)
    """
    spec, buffers = packet or pack(scene)
    orders = [_best_order(block) for block in buffers]
    header = {
        "spec": spec,
        "state": dict(state or {}),
        "answers": dict(answers or {}),
        "sizes": [len(block) for block in buffers],
        "orders": orders,
    }
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    ordered = [ORDERS[order][0](block) for order, block in zip(orders, buffers, strict=True)]
    content = b"".join([struct.pack("<I", len(text)), text, *ordered])
    return gzip.compress(content, 9, mtime=0)


def read_scene_file(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    """Return the header of a .scene file, and its buffers as `pack` made them."""
    whole = gzip.decompress(content)
    end = 4 + struct.unpack("<I", whole[:4])[0]
    header = json.loads(whole[4:end])
    buffers = []
    for size, order in zip(header["sizes"], header["orders"], strict=True):
        buffers.append(ORDERS[order][1](whole[end : end + size]))
        end += size
    return header, buffers


def _apart(block: bytes, width: int = 4) -> bytes:
    """The first bytes of all numbers, then their second bytes, and so on."""
    return np.frombuffer(block, np.uint8).reshape(-1, width).T.tobytes()


def _together(block: bytes, width: int = 4) -> bytes:
    """Undo `_apart`."""
    return np.frombuffer(block, np.uint8).reshape(width, -1).T.tobytes()


def _differences(block: bytes, width: int = 4) -> bytes:
    """Each number less the one before, both read as whole numbers of so many bytes; then apart."""
    whole = np.frombuffer(block, f"<u{width}")
    steps = np.diff(whole, prepend=whole.dtype.type(0)).astype(whole.dtype)
    return _apart(steps.tobytes(), width)


def _sums(block: bytes, width: int = 4) -> bytes:
    """Undo `_differences`."""
    steps = np.frombuffer(_together(block, width), f"<u{width}")
    return np.cumsum(steps, dtype=steps.dtype).tobytes()


def _short_differences(block: bytes) -> bytes:
    """The differences of numbers of two bytes, which all places on a panel are."""
    return _differences(block, 2)


def _short_sums(block: bytes) -> bytes:
    """Undo `_short_differences`."""
    return _sums(block, 2)


def _same(block: bytes) -> bytes:
    return block


# How bytes are ordered, by the number in the header: there and back.
ORDERS: tuple[tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]], ...] = (
    (_same, _same),
    (_apart, _together),
    (_differences, _sums),
    (_short_differences, _short_sums),
)
WIDTHS = (1, 4, 4, 2)  # bytes of a number, which a block must be a multiple of


def _best_order(block: bytes) -> int:
    """The order that takes the least room, of those that the size of the block allows."""
    sizes = {
        order: len(zlib.compress(there(block), 6))
        for order, ((there, _), width) in enumerate(zip(ORDERS, WIDTHS, strict=True))
        if len(block) % width == 0
    }
    return min(sizes, key=lambda order: (sizes[order], order))
