"""Arrays that know what their leading axes are called."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from calclib.arrays import Array


class Named(np.ndarray[tuple[int, ...], np.dtype[np.float64]]):
    """An array whose leading axes have names, which indexing keeps.

    A slice keeps the name of its axis, a whole number drops it, and `...` stands for all axes that
    are not written: points[..., 0] has the names of points. What is made in any other way is a
    plain array: arithmetic, functions of NumPy, None or an array as an index.

    >>> points = Named.of(np.zeros((3, 4, 2)), ("step", "rate"))
    >>> points[..., 0].axes, points[0].axes, points[1:, 2].axes
    (('step', 'rate'), ('rate',), ('step',))
    >>> isinstance(points + 1.0, Named), isinstance(points[0, 0], Named)
    (False, False)
    """

    axes: tuple[str, ...] = ()

    @classmethod
    def of(cls, array: Array, axes: tuple[str, ...]) -> "Named":
        """View an array, from now on read-only, under names for its leading axes.

        Raises ValueError for more names than axes.
        """
        if len(axes) > array.ndim:
            raise ValueError(
                f"An array of shape {array.shape} has no {len(axes)} axes to name {axes}; "
                "name only its leading axes."
            )
        named = array.view(cls)
        named.axes = axes
        named.flags.writeable = False
        return named

    def __getitem__(self, index: Any) -> Any:
        part = self.view(np.ndarray)[index]
        axes = names_left(self.axes, index, self.ndim)
        return Named.of(part, axes) if axes else part

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: object, **options: object
    ) -> Any:
        plain = [x.view(np.ndarray) if isinstance(x, Named) else x for x in inputs]
        return getattr(ufunc, method)(*plain, **options)

    def __array_function__(
        self,
        function: Callable[..., object],
        types: Iterable[type],
        args: Iterable[object],
        options: Mapping[str, object],
    ) -> object:
        result = super().__array_function__(function, types, args, options)
        return result.view(np.ndarray) if isinstance(result, Named) else result

    def __repr__(self) -> str:
        return repr(self.view(np.ndarray))


def names_left(axes: tuple[str, ...], index: object, ndim: int) -> tuple[str, ...]:
    """The names that an index leaves of an array with `ndim` axes; none for a fancy index.

    >>> names_left(("step", "rate"), (slice(5), 0), ndim=3)
    ('step',)
    """
    entries = index if isinstance(index, tuple) else (index,)
    if not all(is_basic(entry) for entry in entries):
        return ()
    if ... in entries:
        place = entries.index(...)
        missing = ndim - (len(entries) - 1)
        entries = (*entries[:place], *[slice(None)] * missing, *entries[place + 1 :])
    entries = (*entries, *[slice(None)] * ndim)
    return tuple(
        name for name, entry in zip(axes, entries, strict=False) if isinstance(entry, slice)
    )


def is_basic(entry: object) -> bool:
    """Whether an entry of an index is a whole number, a slice or `...`.

    >>> is_basic(3), is_basic(None), is_basic(True), is_basic([0, 1])
    (True, False, False, False)
    """
    whole = isinstance(entry, int | np.integer) and not isinstance(entry, bool)
    return whole or isinstance(entry, slice) or entry is ...
