"""The blocks of numbers that travel: each array once, however many channels show it.

A trail reads a path run by run, its dots step by step, an arrow at its start alone. They all point
into one block: a channel says how far apart, in numbers, its neighbours lie along each dimension.
"""

from collections.abc import Sequence
from hashlib import blake2b
from math import prod
from typing import Any, NamedTuple

import numpy as np

from calclib.stage.marks import Array, Varying

Spec = dict[str, Any]
LIMIT = 64 * 2**20


class Given(NamedTuple):
    """A channel, and the axis along which it runs in its last dimension, if it does."""

    channel: Varying
    along: str | None = None


class Stored(NamedTuple):
    """Where an array lies: its block, the place of its first number, a stride a dimension."""

    buffer: int
    offset: int
    strides: tuple[int, ...]


class Buffers:
    """The blocks of one scene, and where in them each of its channels lies.

    The largest channel is stored first, as it is; then the others find themselves in it.

    >>> way = np.arange(6.0).reshape(3, 2)
    >>> run, now = Varying(way.T, ()), Varying(way, ("step",))
    >>> buffers = Buffers([Given(now), Given(run, along="step")])
    >>> len(buffers.blocks), buffers.place(now)["strides"]
    (1, [1, 3])
    """

    def __init__(self, given: Sequence[Given]) -> None:
        self.blocks: list[bytes] = []
        self._alike: dict[tuple[object, ...], Stored] = {}
        self._arrays: dict[int, list[tuple[Array, int]]] = {}
        self._places: dict[int, Spec] = {}
        for one in sorted(given, key=_weight):
            self._places[id(one.channel)] = self._put(one)

    def place(self, channel: Varying) -> Spec:
        """Return where a channel is: buffer, dtype, shape, axes; of a view, offset and strides."""
        return dict(self._places[id(channel)])

    def _put(self, given: Given) -> Spec:
        values, axes = given.channel.values, given.channel.axes
        thick = [k for k, size in enumerate(values.shape) if size > 1 and values.strides[k]]
        core = values[tuple(slice(None) if k in thick else 0 for k in range(values.ndim))]
        names = [*axes, *[""] * (values.ndim - len(axes))]
        if given.along:
            names[-1] = given.along
        order = sorted(range(len(thick)), key=lambda k: (names[thick[k]] == "", names[thick[k]]))
        found = self._find(core, order)
        strides = np.zeros(values.ndim, int)
        strides[thick] = found.strides
        dtype = "uint8" if values.dtype == np.uint8 else "float32"
        place = {"buffer": found.buffer, "dtype": dtype, "shape": list(values.shape)}
        place["axes"] = list(axes)
        if found.offset or found.strides != row_by_row(core.shape) or core.size < values.size:
            place |= {"offset": found.offset, "strides": strides.tolist()}
        return place

    def _find(self, core: Array, order: Sequence[int]) -> Stored:
        """Find an array among those that are stored, else store it."""
        sorted_ = as_sent(core.transpose(order))
        key = sorted_.dtype.str, sorted_.shape, blake2b(sorted_.tobytes()).digest()
        if key not in self._alike:
            found = self._inside(core) or self._store(core)
            self._alike[key] = found._replace(strides=tuple(found.strides[k] for k in order))
        alike = self._alike[key]
        back = np.argsort(order)
        return alike._replace(strides=tuple(alike.strides[k] for k in back))

    def _inside(self, core: Array) -> Stored | None:
        for whole, buffer in self._arrays.get(owner(core), ()):
            found = view_of(core, whole)
            if found is not None:
                return Stored(buffer, *found)
        return None

    def _store(self, core: Array) -> Stored:
        self.blocks.append(as_sent(core).tobytes())
        check_size(sum(map(len, self.blocks)))
        self._arrays.setdefault(owner(core), []).append((core, len(self.blocks) - 1))
        return Stored(len(self.blocks) - 1, 0, row_by_row(core.shape))


def _weight(given: Given) -> tuple[int, int]:
    """Large arrays come first, and of equal ones that which shows most of itself at one index."""
    return -given.channel.values.size, -prod(given.channel.rest)


def as_sent(values: Array) -> Array:
    """Return an array in the type in which it travels.

    >>> as_sent(np.array([0.5])).dtype.str
    '<f4'
    """
    with np.errstate(over="ignore"):
        return values.astype("<u1" if values.dtype == np.uint8 else "<f4")


def row_by_row(shape: Sequence[int]) -> tuple[int, ...]:
    """Return the strides, in numbers, of a block that is written row by row.

    >>> row_by_row((2, 3, 4))
    (12, 4, 1)
    """
    return tuple(prod(shape[k + 1 :]) for k in range(len(shape)))


def owner(values: Any) -> int:
    """Return a number for the memory that an array looks into; views of one array share theirs.

    >>> whole = np.zeros((4, 5))
    >>> owner(whole[1:].T) == owner(whole) != owner(whole.copy())
    True
    """
    while getattr(values, "base", None) is not None:
        values = values.base
    return id(values)


def view_of(part: Array, whole: Array) -> tuple[int, tuple[int, ...]] | None:
    """Return the offset and strides of a part in the numbers of a whole whose memory it shares.

    None where it is no such part: every step of the part must be steps forward in the whole. Both
    have no dimension of size 1.

    >>> whole = np.zeros((4, 5))
    >>> view_of(whole[1::2, 3], whole)
    (8, (10,))
    """
    dense = row_by_row(whole.shape)
    order = sorted(range(whole.ndim), key=lambda k: -whole.strides[k])
    reach = [whole.strides[k] * (whole.shape[k] - 1) for k in order]
    nested = all(whole.strides[k] > sum(reach[n + 1 :]) for n, k in enumerate(order))
    if part.dtype != whole.dtype or not nested or min(whole.strides, default=1) < 1:
        return None
    if not np.may_share_memory(part, whole):
        return None
    starts = [array.__array_interface__["data"][0] for array in (part, whole)]
    ways = np.zeros((1 + part.ndim, whole.ndim), int)  # the first place, and a step each way
    for way, length in zip(ways, (starts[0] - starts[1], *part.strides), strict=True):
        for k in order:
            way[k], length = divmod(length, whole.strides[k])
        if length or (way < 0).any():
            return None
    last = ways[0] + np.array([size - 1 for size in part.shape], int) @ ways[1:]
    if (last >= whole.shape).any():
        return None
    offset, *strides = (int(way @ np.array(dense, int)) for way in ways)
    return offset, tuple(strides)


def check_size(size: int) -> None:
    """Refuse what is too large to send, before anything is copied.

    >>> check_size(LIMIT)
    """
    if size > LIMIT:
        raise ValueError(
            f"This scene would send {size / 2**20:.0f} MB, more than {LIMIT // 2**20} MB; "
            "keep every second step, fewer runs or fewer values of an axis."
        )
