"""Typed answers in a language with a decimal comma: 0,5 is a number, and ; stands between two."""

import re

import numpy as np

from calclib.practice.spelling import DECIMAL_COMMA, split_list
from calclib.words import has_decimal_comma


def with_points(answer: object, expected: object) -> object:
    """What was typed, with points as the course writes numbers; anything else as it is.

    answer: text such as 0,5 or 0,5; 1 or max(0; 0,5).
    expected: what is expected; its count decides what a comma in 1,2 is.

    >>> with_points("0,5", 0.5)
    '0,5'
    """
    if not has_decimal_comma() or not isinstance(answer, str):
        return answer
    pointed = re.sub(DECIMAL_COMMA, ".", answer)
    count = expected_count(expected)
    if count == 1:
        return pointed.replace(";", ",")
    if ";" in answer or len(split_list(pointed)) == count:
        return pointed
    return answer


def expected_count(expected: object) -> int:
    """How many formulas or numbers are expected.

    >>> expected_count("x"), expected_count(["x", "y"]), expected_count(np.ones((2, 2)))
    (1, 2, 4)
    """
    if isinstance(expected, (list, tuple, np.ndarray)):
        return int(np.size(np.asarray(expected, dtype=object)))
    return 1
