"""One-edit mistakes in a learner's code: each copy of a program differs from it in one place.

The edits are those that learners make: another sign or operation, a term or a factor left out, two
things exchanged, a number that is one off or twice as large, another name, a function or a line
forgotten.
"""

import ast
import copy
from collections.abc import Iterator
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.ClassDef
OPERATIONS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.Lt,
    ast.Lt: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
TAKEN_FOR = {
    "mean": ("sum",),
    "sum": ("mean",),
    "max": ("min",),
    "maximum": ("minimum",),
    "median": ("mean",),
    "argmin": ("argmax",),
    "cumsum": ("cumprod",),
    "cos": ("sin",),
    "sin": ("cos",),
    "abs": ("square",),
    "sign": ("abs", "tanh"),
    "tanh": ("sin",),
    "sqrt": ("square",),
}


def edits(node: ast.AST, names: list[str]) -> Iterator[ast.AST]:
    """What a learner may write in the place of this node."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right
        if not isinstance(node.op, ast.Add | ast.Mult):
            yield ast.BinOp(node.right, node.op, node.left)
        for other in OPERATIONS.get(type(node.op), ()):
            yield ast.BinOp(node.left, other(), node.right)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Compare):
        if turned := COMPARISONS.get(type(node.ops[0])):
            yield ast.Compare(node.left, [turned()], node.comparators)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(2 * node.value if node.value else -1)
    elif isinstance(node, ast.Tuple | ast.List) and len(node.elts) == 2:
        if isinstance(node.ctx, ast.Load):
            yield type(node)(node.elts[::-1], node.ctx)
    elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        if ast.unparse(node.func) != "np.array":  # a list of numbers is as good an answer
            yield node.args[0]
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice | ast.Tuple):
        yield node.value
    elif isinstance(node, ast.Attribute) and node.attr in TAKEN_FOR:
        for attribute in TAKEN_FOR[node.attr]:
            yield ast.Attribute(node.value, attribute, node.ctx)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names[1:]:
        yield ast.Name(names[names.index(node.id) - 1], node.ctx)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp | ast.Call):
        yield ast.Return(ast.UnaryOp(ast.USub(), node.value))
        yield ast.Return(ast.BinOp(ast.Constant(2), ast.Mult(), node.value))
        yield ast.Return(ast.BinOp(node.value, ast.Div(), ast.Constant(2)))
    elif isinstance(node, ast.Assign | ast.AugAssign):
        yield ast.Pass()


def names_in(code: ast.AST) -> list[str]:
    """The names that code reads or writes."""
    return [node.id for node in ast.walk(code) if isinstance(node, ast.Name)]


def mistakes(right: Definition) -> Iterator[Definition]:
    """Every copy of a function, or of a class, with one mistake in it."""
    written = [n for n in ast.walk(right) if isinstance(n, ast.Name | ast.arg)]
    local = [n.arg if isinstance(n, ast.arg) else n.id for n in written if not is_read(n)]
    names = sorted(set(local))
    for place, node in enumerate(ast.walk(right)):
        for number, _ in enumerate(edits(node, names)):
            changed = copy.deepcopy(right)
            old = list(ast.walk(changed))[place]
            new = list(edits(old, names))[number]
            Exchange(old, new).visit(changed)
            if ast.dump(changed) != ast.dump(right):  # two equal things may be exchanged
                yield ast.fix_missing_locations(changed)


def is_read(node: ast.Name | ast.arg) -> bool:
    """Whether a name is read here, not given a value."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


class Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        """The new node for the old one; any other as it is, with what is in it visited."""
        return self.new if node is self.old else self.generic_visit(node)
