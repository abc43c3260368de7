"""One function in three notations: what people type, SymPy's formulas, NumPy's code.

`parsing` reads text, `tracing` reads a NumPy function, `compiling` writes NumPy code, and
`formulas` reads any of them and makes formulas that can be called.
"""

from calclib.expressions.compiling import as_numpy as as_numpy
from calclib.expressions.formulas import Formula as Formula
from calclib.expressions.formulas import expression as expression
from calclib.expressions.parsing import FUNCTIONS as FUNCTIONS
from calclib.expressions.parsing import LONGEST as LONGEST
from calclib.expressions.parsing import ExpressionError as ExpressionError
from calclib.expressions.parsing import parse as parse
from calclib.expressions.parsing import relu as relu
from calclib.expressions.tracing import trace as trace
