"""The calculus behind AI: three derivatives, descent, and a stage to watch them on."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calclib import expressions as expressions
    from calclib.derivatives import autodiff as autodiff
    from calclib.derivatives import numeric as numeric
    from calclib.derivatives import symbolic as symbolic

__version__ = "0.1.0"
