"""Even powers of |u| as those of u, so that they bend where u is 0.

|u| has the slope 0 and no curvature at its kink, and from these the chain rule makes no curvature
of |u|². A formula is simplified first, and u² has the curvature 2.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from calclib.expressions.elementary import ArrayFunction, power

FUNCTIONS = frozenset([np.multiply, np.square, power])  # all that may compute an even power


def without_kink(function: ArrayFunction, args: Sequence[Any]) -> Sequence[Any]:
    """Arguments of a product, square or power, with u in the place of |u| in an even power of it.

    function: one of FUNCTIONS.

    >>> from calclib.derivatives.autodiff import Tensor
    >>> u = Tensor(-3.0)
    >>> without_kink(np.square, [np.abs(u)])[0] is u, without_kink(power, [np.abs(u), 4])[0] is u
    (True, True)
    >>> without_kink(power, [np.abs(u), 3])[0] is u
    False
    """
    base = args[0]
    if getattr(base, "function", None) is not np.absolute or not is_even(function, args):
        return args
    while getattr(base, "function", None) is np.absolute:
        base = base.args[0]
    return (base, base) if function is np.multiply else (base, *args[1:])


def is_even(function: ArrayFunction, args: Sequence[Any]) -> bool:
    """Whether a product, square or power is an even power of its first argument.

    >>> is_even(power, [3.0, 2]), is_even(power, [3.0, 1.5]), is_even(np.multiply, [3.0, 2.0])
    (True, False, False)
    """
    if function is power:
        return isinstance(args[1], float | int) and args[1] % 2 == 0
    return function is np.square or args[0] is args[1]
