"""The buffers of numbers that travel: each array once, however many channels show it.

A trail reads a path run by run, its dots step by step, an arrow at its start alone. They all point
into one block: a channel says how far apart, in numbers, its neighbours lie along each dimension.
"""

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple, NotRequired, TypeAlias, TypedDict

import numpy as np

from calclib.arrays import Array
from calclib.stage.encoding import Slack, encode
from calclib.stage.marks.mark import Varying

Spec: TypeAlias = dict[str, Any]  # plain JSON
LIMIT = 64 * 2**20  # bytes
FEW = 4  # numbers along a dimension by which arrays are told apart at a glance


class Address(TypedDict):
    """Where a channel lies; a view has an offset and strides, counted in numbers.

    A number is origin + scale · what is stored, where these are given.
    """

    buffer: int
    dtype: str
    shape: list[int]
    axes: list[str]
    offset: NotRequired[int]
    strides: NotRequired[list[int]]
    origin: NotRequired[float]
    scale: NotRequired[float]


EXACT = Slack()


class Outgoing(NamedTuple):
    """A channel to be sent, the axis along which its last dimension runs, and how exact it is."""

    channel: Varying
    along: str | None = None
    slack: Slack = EXACT


class Location(NamedTuple):
    """Where an array lies: its block, the place of its first number, a stride a dimension."""

    buffer: int
    offset: int
    strides: tuple[int, ...]


class Buffers:
    """The blocks of one scene, and where in them each of its channels lies.

    The largest channel is stored first, as it is; then the others find themselves in it.
    Raises ValueError where the blocks together are too large to send.

    >>> points = np.arange(6.0).reshape(3, 2)
    >>> run, now = Varying(points.T, ()), Varying(points, ("step",))
    >>> buffers = Buffers([Outgoing(now), Outgoing(run, along="step")])
    >>> len(buffers.blocks), buffers.address(now)["strides"]
    (1, [1, 3])
    """

    def __init__(self, outgoing: Sequence[Outgoing]) -> None:
        self._stored: list[Array] = []
        self._slacks: list[list[Slack]] = []
        self._alike: dict[tuple[object, ...], list[tuple[Array, Location]]] = {}
        self._arrays: dict[int, list[tuple[Array, int]]] = {}
        self._addresses: dict[int, Address] = {}
        for one in sorted(outgoing, key=_weight):
            address = self._put(one)
            self._addresses[id(one.channel)] = address
            self._slacks[address["buffer"]].append(one.slack)
        pairs = zip(self._stored, self._slacks, strict=True)
        self._encoded = [encode(values, slacks) for values, slacks in pairs]

    @property
    def blocks(self) -> list[bytes]:
        """What is sent."""
        return [block.data for block in self._encoded]

    def address(self, channel: Varying) -> Address:
        """Return where a channel lies."""
        address = self._addresses[id(channel)].copy()
        block = self._encoded[address["buffer"]]
        address["dtype"] = block.dtype
        if block.origin or block.scale != 1:
            address["origin"] = block.origin
            address["scale"] = block.scale
        return address

    def _put(self, outgoing: Outgoing) -> Address:
        values = outgoing.channel.values
        axes = outgoing.channel.axes
        thick = [k for k, size in enumerate(values.shape) if size > 1 and values.strides[k]]
        core = values[tuple(slice(None) if k in thick else 0 for k in range(values.ndim))]
        names = list(axes) + [""] * (values.ndim - len(axes))
        if outgoing.along:
            names[-1] = outgoing.along
        order = sorted(range(len(thick)), key=lambda k: (names[thick[k]] == "", names[thick[k]]))
        location = self._find(core, order)
        address: Address = {
            "buffer": location.buffer,
            "dtype": "",
            "shape": list(values.shape),
            "axes": list(axes),
        }
        is_dense = location.strides == dense_strides(core.shape) and core.size == values.size
        if location.offset or not is_dense:
            strides = np.zeros(values.ndim, int)
            strides[thick] = location.strides
            address["offset"] = location.offset
            address["strides"] = strides.tolist()
        return address

    def _find(self, core: Array, order: Sequence[int]) -> Location:
        """Find an array among those that are stored, else store it."""
        by_axes = core.transpose(order)
        alike = self._alike.setdefault(fingerprint(by_axes), [])
        known = next((place for other, place in alike if has_same_bits(other, by_axes)), None)
        if known is not None:
            back = np.argsort(order)
            return known._replace(strides=tuple(known.strides[k] for k in back))
        location = self._find_view(core) or self._store(core)
        strides = tuple(location.strides[k] for k in order)
        alike.append((by_axes, location._replace(strides=strides)))
        return location

    def _find_view(self, core: Array) -> Location | None:
        for whole, buffer in self._arrays.get(memory_of(core), ()):
            view = find_view(core, whole)
            if view is not None:
                offset, strides = view
                return Location(buffer, offset, strides)
        return None

    def _store(self, core: Array) -> Location:
        self._stored.append(core)
        self._slacks.append([])
        check_size(sum(map(size_of, self._stored)))
        number = len(self._stored) - 1
        self._arrays.setdefault(memory_of(core), []).append((core, number))
        return Location(number, 0, dense_strides(core.shape))


def _weight(outgoing: Outgoing) -> tuple[int, int]:
    """Large arrays come first, and of equal ones that which shows most of itself at one index."""
    return -outgoing.channel.values.size, -prod(outgoing.channel.rest)


def as_compared(values: Array) -> Array:
    """Return an array as numbers of one type, so that equal ones have equal bytes.

    >>> as_compared(np.array([1, 2])).dtype.str
    '<f8'
    """
    return values if values.dtype == np.uint8 else values.astype("<f8", copy=False)


def fingerprint(values: Array) -> tuple[object, ...]:
    """Return what equal arrays have in common: the shape, and about four numbers a dimension.

    Nearly all arrays of a scene differ in it, and of those no more is read.

    >>> fingerprint(np.zeros(9)) == fingerprint(np.zeros(9, int)) != fingerprint(np.ones(9))
    True
    """
    few = values[tuple(slice(None, None, max(1, size // FEW)) for size in values.shape)]
    numbers = as_compared(few)
    return numbers.dtype.str, values.shape, numbers.tobytes()


def has_same_bits(one: Array, other: Array) -> bool:
    """Whether two arrays of one shape hold the same numbers to the bit: −0 is not 0, nan is nan.

    >>> has_same_bits(np.array([0.0, np.nan]), np.array([0.0, np.nan]))
    True
    >>> has_same_bits(np.array([0.0]), np.array([-0.0]))
    False
    """
    if _is_same_view(one, other):
        return True
    first = as_compared(one)
    second = as_compared(other)
    bits = f"u{first.itemsize}"
    is_same = first.dtype == second.dtype and np.array_equal(first.view(bits), second.view(bits))
    return bool(is_same)


def _is_same_view(one: Array, other: Array) -> bool:
    """Whether two arrays of one shape look at the same numbers in memory."""
    return (
        one.dtype == other.dtype
        and one.strides == other.strides
        and _address_in_memory(one) == _address_in_memory(other)
    )


def size_of(values: Array) -> int:
    """Bytes that an array takes at most where nothing special is asked of it."""
    return values.size * (1 if values.dtype == np.uint8 else 4)


def dense_strides(shape: Sequence[int]) -> tuple[int, ...]:
    """Return the strides, in numbers, of a block that is written row by row.

    >>> dense_strides((2, 3, 4))
    (12, 4, 1)
    """
    return tuple(prod(shape[k + 1 :]) for k in range(len(shape)))


def memory_of(values: object) -> int:
    """Return a number for the memory that an array looks into; views of one array share theirs.

    >>> whole = np.zeros((4, 5))
    >>> memory_of(whole[1:].T) == memory_of(whole) != memory_of(whole.copy())
    True
    """
    base = getattr(values, "base", None)
    return id(values) if base is None else memory_of(base)


def find_view(part: Array, whole: Array) -> tuple[int, tuple[int, ...]] | None:
    """Return where a part lies in a whole whose memory it shares, as (offset, strides) in numbers.

    part, whole: without dimensions of size 1.
    Returns None where it is no such part: every step of the part must be steps forward in the
    whole.

    >>> whole = np.zeros((4, 5))
    >>> find_view(whole[1::2, 3], whole)
    (8, (10,))
    """
    order = sorted(range(whole.ndim), key=lambda k: -whole.strides[k])
    spans = [whole.strides[k] * (whole.shape[k] - 1) for k in order]
    nested = all(whole.strides[k] > sum(spans[n + 1 :]) for n, k in enumerate(order))
    if part.dtype != whole.dtype or not nested or min(whole.strides, default=1) < 1:
        return None
    if not np.may_share_memory(part, whole):
        return None
    start = _address_in_memory(part) - _address_in_memory(whole)
    # Of the first number, and of one step along each dimension: how many steps it is in the whole.
    moves = np.zeros((1 + part.ndim, whole.ndim), int)
    for move, length in zip(moves, (start, *part.strides), strict=True):
        rest = length
        for k in order:
            move[k], rest = divmod(rest, whole.strides[k])
        if rest or (move < 0).any():
            return None
    sizes = np.array(part.shape, int)
    last = moves[0] + (sizes - 1) @ moves[1:]
    if (last >= whole.shape).any():
        return None
    dense = np.array(dense_strides(whole.shape), int)
    offset, *strides = (int(move @ dense) for move in moves)
    return offset, tuple(strides)


def _address_in_memory(values: Array) -> int:
    address: int = values.__array_interface__["data"][0]
    return address


def check_size(size: int) -> None:
    """Refuse what is too large to send, before anything is copied.

    size: in bytes.

    >>> check_size(LIMIT)
    """
    if size > LIMIT:
        raise ValueError(
            f"This scene would send {size / 2**20:.0f} MB, more than {LIMIT // 2**20} MB; "
            "keep every second step, fewer runs or fewer values of an axis."
        )
