"""One function in three notations: what people type, SymPy's formulas, NumPy's code.

`parsing` reads text, `tracing` reads a NumPy function, `compiling` writes NumPy code, `formulas`
reads any of them and makes formulas that can be called, and `elementary` holds the functions that
NumPy lacks. All but the last load SymPy, which takes seconds: hence the parser on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calclib.expressions.parsing import ExpressionError as ExpressionError
    from calclib.expressions.parsing import parse as parse

__all__ = ["ExpressionError", "parse"]


def __getattr__(name: str) -> Any:
    """Load the parser when it is first needed (PEP 562)."""
    if name in __all__:
        return getattr(import_module("calclib.expressions.parsing"), name)
    raise AttributeError(f"module 'calclib.expressions' has no attribute {name!r}")
