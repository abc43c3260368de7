"""The error that every reader of formulas raises, and how it quotes what was typed."""


class ExpressionError(ValueError):
    """A formula that cannot be read: at most 300 characters on where, and what to write instead.

    >>> raise ExpressionError("A value is missing after + in 'x +'.")
    Traceback (most recent call last):
    calclib.expressions.refusal.ExpressionError: A value is missing after + in 'x +'.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message if len(message) <= 300 else message[:299] + "…")


def quote(text: str) -> str:
    """Quote a piece of the learner's text, shortened, so that a message stays a sentence.

    >>> quote("x + 1"), quote("x" * 100)
    ("'x + 1'", "'xxxxxxxxxxxxxxxxxxxxxxxxxx …'")
    """
    return repr(text if len(text) <= 30 else text[:26] + " …")
