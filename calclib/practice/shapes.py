"""What an answer with too many or too few values, or in another shape, has to become."""

from typing import Literal, TypeAlias

Shape: TypeAlias = tuple[int, ...]
Noun: TypeAlias = Literal["number", "formula", "array"]  # what the values of an answer are


def explain_shape(wanted: Shape, yours: Shape, noun: Noun) -> str:
    """Say how many values are asked for, and in which rows; of arrays of code, their shapes.

    >>> print(explain_shape((), (2,), "number"), explain_shape((3,), (2,), "formula"))
    One number is asked for, not 2. 3 formulas are asked for, not 2.
    >>> print(explain_shape((2, 2), (4,), "number"))
    2 rows of 2 numbers are asked for, not 4 in a line.
    >>> print(explain_shape((3,), (), "array"))
    The shape should be (3,), and yours is one number.
    """
    if noun == "array" or max(len(wanted), len(yours)) > 2:
        return explain_shape_of_arrays(wanted, yours)
    given = counted(yours, wanted)
    if not wanted:
        return f"One {noun} is asked for, not {given}."
    if len(wanted) == 1:
        line = " in a line" if len(yours) == 2 else ""
        return f"{wanted[0]} {noun}s{line} are asked for, not {given}."
    return f"{wanted[0]} rows of {wanted[1]} {noun}s are asked for, not {given}."


def counted(yours: Shape, wanted: Shape) -> str:
    """The values of an answer, counted beside those that are asked for.

    >>> counted((), (2,)), counted((3,), (2,)), counted((3,), (2, 2)), counted((2, 3), (2, 2))
    ('one', '3', '3 in a line', '2 rows of 3')
    """
    if yours in ((), (1,)):
        return "one"
    if len(yours) == 2:
        return f"{yours[0]} rows of {yours[1]}"
    return f"{yours[0]} in a line" if len(wanted) == 2 else str(yours[0])


def explain_shape_of_arrays(wanted: Shape, yours: Shape) -> str:
    """The shape that an array should have, beside the one it has.

    >>> explain_shape_of_arrays((), (3,))
    'One number is asked for, and yours is an array of shape (3,).'
    """
    if not wanted:
        return f"One number is asked for, and yours is an array of shape {yours}."
    if not yours:
        return f"The shape should be {wanted}, and yours is one number."
    return f"The shape should be {wanted}; yours is {yours}."


def ask_for_shape(wanted: Shape, yours: Shape, noun: Noun) -> str:
    """What to do with numbers that are right and stand in another shape.

    >>> ask_for_shape((2, 2), (4,), "number")
    'The numbers are right; write them as 2 rows of 2.'
    """
    if not wanted:
        return "The value is right; give it alone, not in a list or an array."
    if noun == "number" and len(wanted) == 2:
        return f"The numbers are right; write them as {wanted[0]} rows of {wanted[1]}."
    if noun == "number" and len(wanted) == 1:
        return "The numbers are right; write them in a line."
    return f"The numbers are right; their shape should be {wanted}, and yours is {yours}."
