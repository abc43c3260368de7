"""One function in three notations: what people type, SymPy's formulas, NumPy's code.

`parsing` reads text, `tracing` reads a NumPy function, `compiling` writes NumPy code, `formulas`
reads any of them and makes formulas that can be called, and `elementary` holds the functions that
NumPy lacks. All but the last load SymPy, which takes seconds: hence the parser on first use.
"""

from typing import TYPE_CHECKING

from calclib.expressions.refusal import ExpressionError

if TYPE_CHECKING:
    from calclib.expressions.parsing import parse

__all__ = ["ExpressionError", "parse"]


def __getattr__(name: str) -> object:
    """Load the parser when it is first needed (PEP 562)."""
    if name == "parse":
        from calclib.expressions.parsing import parse

        return parse
    raise AttributeError(f"module 'calclib.expressions' has no attribute {name!r}")
