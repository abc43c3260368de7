"""What a learner's function answers, or fails to: said in one sentence."""

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np

from calclib.arrays import ARRAYS
from calclib.tracebacks import refused_count, with_short_errors

P = ParamSpec("P")
T = TypeVar("T")
KINDS = (AttributeError, IndexError, ValueError, TypeError, Exception)
ONE_ANSWER = (
    "`if`, `and`, max() and sorted() want one answer, and an array of points has many; write "
    "np.where(condition, a, b), & for and, np.maximum for max."
)
ONE_NUMBER = (
    "float(), int() and the math module take one number, and points come in arrays; write np.sin "
    "for math.sin, and so on."
)
ONE_BY_ONE = (
    "its coordinates come one by one, f(x, y); for one array of n coordinates write "
    "Function(f, dimension=n)."
)
# What NumPy and Python say → what to do; {0} is a part of their words.
ADVICE = {
    r"truth value of an array": ONE_ANSWER,
    r"only .* arrays? .*(converted|convert)|can only convert an array of size 1": ONE_NUMBER,
    r"int\(\) argument must be .* not '(?:Coordinate|Tensor|Dual|Traced)'": ONE_NUMBER,
    r"doesn't define __(round|floor|ceil|trunc)__": (
        "{0}() takes one number, and points come in arrays; write np.{0}."
    ),
    r"values to unpack": (
        "points come as rows of one array; write theta[..., 0] for the first coordinate of each."
    ),
    r"'(?:Coordinate|Tensor|Dual|Traced)' object has no attribute '(\w+)'": (
        "while it is differentiated its argument is no plain array and has no .{0}; write it with "
        "NumPy's functions."
    ),
    r"invalid index to scalar|too many indices|for @:|has no len\(\)|len\(\) of unsized|matmul": (
        ONE_BY_ONE
    ),
}


class AnswerError(TypeError):
    """What a learner's function returned is no value of a function.

    >>> raise AnswerError("f returned None, not a number; end it with return.")
    Traceback (most recent call last):
    calclib.expressions.answers.AnswerError: f returned None, not a number; end it with return.
    """


def explain(name: str, error: Exception) -> Exception:
    """Return the error of a learner's function with the sentence that helps, or as it is.

    >>> explain("f", ValueError("The truth value of an array is ambiguous."))
    ValueError('f cannot take an array of points: `if`, `and`, max() and sorted() want one ...
    """
    for pattern, advice in ADVICE.items():
        found = re.search(pattern, str(error))
        if found:
            kind = next(kind for kind in KINDS if isinstance(error, kind))
            sentence = f"{name} cannot take an array of points: {advice.format(*found.groups())}"
            return kind(sentence).with_traceback(error.__traceback__)
    return error


def subject(f: object, name: str = "") -> str:
    """What messages call a function: by this name or its own.

    >>> subject(abs), subject(lambda x: x)
    ('abs', 'this function')
    """
    name = name or getattr(f, "__name__", "")
    return "this function" if name in ("", "<lambda>") else name


def with_explained_errors(f: object, derived: Callable[P, T]) -> Callable[P, T]:
    """Let an error of a learner's function come out of a derivative of it with a sentence.

    derived: what calls f.

    >>> with_explained_errors(abs, abs)(-3)
    3
    """

    @with_short_errors
    def asked(*args: P.args, **options: P.kwargs) -> T:
        try:
            return derived(*args, **options)
        except Exception as error:
            told = explain(subject(f), error)
            if told is not error:
                raise told from None
            refused = refused_count(error)
            if refused is None:
                raise
            raise TypeError(
                f"{subject(f)} {refused}, and its coordinates come one by one, f(x, y); give as "
                "many as it has."
            ) from None

    return asked


def check_number(name: str, answer: object) -> None:
    """Raise AnswerError for what is no number and no array of numbers.

    >>> check_number("f", {})
    Traceback (most recent call last):
    calclib.expressions.answers.AnswerError: f returned {}, which is no real number; return one.
    """
    if not isinstance(answer, (*ARRAYS, float, int)):
        check_answer(name, answer, ())


def check_answer(name: str, answer: object, shape: tuple[int, ...]) -> None:
    """Raise AnswerError for what is no number, no array of numbers, or an array of another shape.

    shape: that of the points, to which an answer must broadcast.

    >>> check_answer("f", None, ())
    Traceback (most recent call last):
    calclib.expressions.answers.AnswerError: f returned None, not a number; its last line must say
    return.
    """
    if answer is None:
        raise AnswerError(f"{name} returned None, not a number; its last line must say return.")
    if isinstance(answer, tuple | list):
        raise AnswerError(
            f"{name} returned {len(answer)} values, and a loss is one number; return their sum, or "
            "take jacobian of a function of several values."
        )
    array = np.asarray(answer)
    if array.dtype.kind not in "fiub":
        shown = repr(answer)
        shown = shown if len(shown) <= 40 else f"{shown[:37]}…"
        raise AnswerError(f"{name} returned {shown}, which is no real number; return one.")
    try:
        fits = np.broadcast_shapes(array.shape, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise AnswerError(explain_shape(name, array.shape, shape))


def explain_shape(name: str, got: tuple[int, ...], shape: tuple[int, ...]) -> str:
    """Say that an answer has not one value for each point.

    >>> explain_shape("f", (3,), (5,))
    'f returned values of shape (3,) for points of shape (5,); return one value for each point: ...
    """
    return (
        f"{name} returned values of shape {got} for points of shape {shape}; return one value for "
        "each point: work entry by entry, and sum a vector along axis=-1 alone."
    )
