"""What a function of a long vector asks of NumPy's linear algebra: to compute in one thread."""

import sys
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

if sys.platform != "emscripten":  # a browser has no threads to limit
    from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which NumPy multiplies matrices in one thread.

    A network of this course multiplies small matrices, thousands of times a second. By default
    NumPy shares each product among all cores, whose threads then wait for one another by spinning.
    Lesson 18's network trains 1.6 times faster with one thread on a machine that does nothing else,
    and six to eight times faster on one whose cores are busy. The results are the same to the bit.
    In a browser there is one thread anyway.

    >>> import numpy as np
    >>> with one_thread():
    ...     product = np.eye(3) @ np.ones(3)
    >>> product
    array([1., 1., 1.])
    """
    if sys.platform == "emscripten":
        return nullcontext()
    limit: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limit


@cache
def _libraries() -> Any:
    """The libraries of linear algebra that are loaded; NumPy has loaded its own by now."""
    return ThreadpoolController()
