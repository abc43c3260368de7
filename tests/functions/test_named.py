"""Named arrays: which names an index keeps, and that all else is plain."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calclib.functions.named import Named
from calclib.stage.marks import channel

SHAPE = (3, 4, 5, 2)
AXES = ("step", "start", "rate")
VALUES = np.random.default_rng(7).normal(size=SHAPE)
NAMED = Named.of(VALUES.copy(), AXES)

NUMBERS = st.one_of(st.integers(-2, 1), st.integers(0, 1).map(np.int64))
ENTRIES = st.one_of(NUMBERS, st.slices(5))


@st.composite
def basic_indices(draw: Any) -> tuple[Any, ...]:
    entries = draw(st.lists(ENTRIES, max_size=len(SHAPE)))
    if draw(st.booleans()):
        entries.insert(draw(st.integers(0, len(entries))), ...)
    return tuple(entries)


def names(array: Any) -> tuple[str, ...]:
    return tuple(getattr(array, "axes", ()))


@given(basic_indices())
def test_an_index_picks_the_same_numbers_as_on_a_plain_array(index: tuple[Any, ...]) -> None:
    np.testing.assert_array_equal(np.asarray(NAMED[index]), VALUES[index])


@given(st.lists(ENTRIES, max_size=len(SHAPE)))
def test_a_number_drops_the_name_of_its_axis_and_a_slice_keeps_it(entries: list[Any]) -> None:
    whole = entries + [slice(None)] * len(SHAPE)
    kept = tuple(name for name, entry in zip(AXES, whole, strict=False) if type(entry) is slice)
    assert names(NAMED[tuple(entries)]) == kept


@given(basic_indices())
def test_dots_stand_for_the_axes_that_are_not_written(index: tuple[Any, ...]) -> None:
    if ... in index:
        place = index.index(...)
        missing = [slice(None)] * (len(SHAPE) - len(index) + 1)
        written = (*index[:place], *missing, *index[place + 1 :])
        assert names(NAMED[index]) == names(NAMED[written])


@given(NUMBERS, st.slices(4), NUMBERS)
def test_one_index_after_another_leaves_the_names_of_both_at_once(
    first: int, second: slice, third: int
) -> None:
    assert names(NAMED[first][second, third]) == names(NAMED[first, second, third])


@given(basic_indices())
def test_named_are_only_arrays_with_names_left_and_they_cannot_be_written_to(
    index: tuple[Any, ...],
) -> None:
    part = NAMED[index]
    assert isinstance(part, Named) == bool(names(part))
    assert len(names(part)) <= np.ndim(part)
    assert not isinstance(part, Named) or not part.flags.writeable


@pytest.mark.parametrize(
    "index",
    [
        None,
        (None, 0),
        (..., None),
        [0, 1],
        np.array([2, 0]),
        (slice(None), [0, 1]),
        VALUES > 0,
        VALUES[..., 0, 0] > 0,
        True,
    ],
    ids=range(9),
)
def test_whatever_else_is_an_index_gives_a_plain_array(index: Any) -> None:
    part = NAMED[index]
    np.testing.assert_array_equal(part, VALUES[index])
    assert not isinstance(part, Named)


def test_an_index_out_of_range_is_refused_as_numpy_does() -> None:
    for index in (9, (0, 0, 0, 0, 0), (..., ...)):
        with pytest.raises(IndexError):
            NAMED[index]


def test_more_names_than_axes_are_refused() -> None:
    with pytest.raises(ValueError, match="name only its leading axes"):
        Named.of(np.zeros(3), ("step", "rate"))


def test_transposed_or_reshaped_an_array_forgets_its_names() -> None:
    for array in (
        NAMED.T,
        NAMED.reshape(-1, 2),
        NAMED.ravel(),
        NAMED.copy(),
        NAMED.swapaxes(0, 1),
    ):
        assert names(array) == ()


def test_a_mark_takes_the_names_of_a_part() -> None:
    assert channel(NAMED[..., 0]).axes == AXES
    assert channel(NAMED[-1]).axes == ("start", "rate")
    assert channel(NAMED[-1, 0, 0]).axes == ()
