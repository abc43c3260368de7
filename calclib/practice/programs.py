"""A learner's program: whose code it is, what is left open in it, how many arguments it takes."""

import ast
import inspect
import textwrap
from tokenize import TokenError
from types import CodeType, FrameType

STATEMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)  # on one line


def is_theirs(frame: FrameType) -> bool:
    """Whether code is a learner's: in the library's own code an ellipsis is not a blank."""
    return frame.f_globals.get("__name__", "").partition(".")[0] not in ("calclib", "numpy")


def blanks_of(code: CodeType) -> list[str]:
    """The statements, or the lambda, in which a blank is left; x[..., 0] does not count as one."""
    if ... not in code.co_consts:
        return []
    try:
        nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(code)))))
    except (OSError, SyntaxError, TokenError):  # no source is kept, or it is a part of a line
        return []
    brackets = {n for s in nodes if isinstance(s, ast.Subscript) for n in ast.walk(s.slice)}

    def is_open(node: ast.AST) -> bool:
        return any(getattr(n, "value", 0) is ... and n not in brackets for n in ast.walk(node))

    kinds = (ast.Lambda,) if code.co_name == "<lambda>" else STATEMENTS
    return [ast.unparse(node) for node in nodes if isinstance(node, kinds) and is_open(node)]


def functions_with_blanks(frame: FrameType) -> list[str]:
    """The functions that a frame's code names and that have a blank in their own."""
    named = {name: frame.f_globals.get(name) for name in frame.f_code.co_names}
    codes = {name: getattr(value, "__code__", None) for name, value in named.items()}
    return [name for name, code in codes.items() if ... in getattr(code, "co_consts", ())]


def arity(answer: object) -> int | None:
    """How many arguments a function takes; None for other things, and where it is not known.

    >>> arity(lambda x, y: x), arity(lambda: 3), arity(3)
    (2, 0, None)
    """
    if not callable(answer) or inspect.isclass(answer):
        return None
    try:
        return len(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        return None
