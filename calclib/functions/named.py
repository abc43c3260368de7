"""Arrays that know what their leading axes are called."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Named(np.ndarray):
    """An array whose leading axes have names; whatever is made from it is a plain array.

    >>> points = Named.of(np.zeros((3, 2)), ("step",))
    >>> points.axes, points[0], points + 1.0 is points
    (('step',), array([0., 0.]), False)
    """

    axes: tuple[str, ...] = ()

    @classmethod
    def of(cls, array: NDArray[Any], axes: tuple[str, ...]) -> "Named":
        """View an array, from now on read-only, under names for its leading axes."""
        named = array.view(cls)
        named.axes = axes
        named.flags.writeable = False
        return named

    def __getitem__(self, key: Any) -> Any:
        return self.view(np.ndarray)[key]

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [x.view(np.ndarray) if isinstance(x, Named) else x for x in inputs]
        return getattr(ufunc, method)(*plain, **options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        result = super().__array_function__(function, types, args, options)
        return result.view(np.ndarray) if isinstance(result, Named) else result

    def __repr__(self) -> str:
        return repr(self.view(np.ndarray))
