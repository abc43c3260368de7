"""A right solution with one plausible mistake in it is refused, whichever function was built.

The solutions stand in tests/lessons/<lesson>/solution.py. Every exercise that is answered there
with a function or a class of the file is found, and the answer is spoilt in one place at a time.
"""

import ast
import random
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from one_edit import Definition, mistakes, names_in

from calclib.practice import Verdict

SOLUTIONS = sorted((Path(__file__).parents[1] / "lessons").glob("*/solution.py"))
AT_LEAST = 10
AT_MOST = 20  # mistakes that are tried in one exercise, drawn from a seed
# Lines that make no difference to what the check can see, by exercise.
AS_GOOD = {
    "fit_line curvature": [
        "return 2 * np.mean((u * x - v) ** 2)",  # the x of the birds have the mean 0
    ],
    "follow_the_gradient built": ["def gradient(f, x, h=1.2e-05):"],  # as good a step
    "follow_the_gradient in_many": ["def gradient(f, x, h=1.2e-05):"],
    "follow_the_gradient in_a_box": ["return epsilon / np.sign(g)"],  # 1/s is s for s = ±1
    "pass_slopes_back built": [
        "self.data, self.grad = (data, 1.0)",  # backward() begins by setting it to 0
        "self.data, self.grad = (data, -1)",
        "return Value(self.data + other.data, (other, self), (1.0, 1.0))",
    ],
    "race_fairly built": [  # the first slope is compared with 0, or with nothing
        "return (0, self.learning_rate + 0 * points)",
        "return (0 * points, self.learning_rate)",
        "return (0 * points, self.learning_rate - 0 * points)",
        "return (0 * points, self.learning_rate + 0)",
    ],
    "read_the_curvature built": ["def hessian(gradient, point, h=2e-05):"],
    "remember built": [  # the arrays have two axes: 1 is the last
        "n = h.shape[1]",
        "i, f, o = np.split(autodiff.sigmoid(a[:, :3 * n]), 3, axis=1)",
    ],
    "sample_a_batch best_size": [  # the best size does not depend on where the walk begins
        "def mean_square(size, budget=601):",
        "e = 101.0",
        "e = 200.0",
    ],
    "shrink_weights all_zero": ["return np.max(np.abs(X.T @ y)) / len(X)"],
    "look_around built_power": [
        "for _ in range(31):",  # more rounds do no harm
        "for _ in range(60):",
        "curvature = turned @ v",
    ],
    "see built_convolution": ["rows = windows.reshape(-2, 9)"],  # NumPy takes any number below 0
    "see built_network": ["pooled = blocks.max(axis=(4, 2))"],
    "see fooled": ["return np.clip(image + size / np.sign(slopes), 0, 1)"],
    "zoom_in built": [
        "for h in 0.5 ** np.arange(31):",  # more h than are needed
        "for h in 0.5 ** np.arange(60):",
        "if abs(slope - right) <= tolerance and abs(left - slope) <= tolerance:",
        "if abs(right - slope) <= tolerance and abs(slope - left) <= tolerance:",
    ],
}
# The notebook gives the function, and asks for its slope alone.
SLOPE_ALONE = {
    "build_slopes product": "lambda x: df(x) * g(x) + f(x) * dg(x))",
    "build_slopes chain": "lambda x: df(g(x)) * dg(x))",
}


@dataclass(frozen=True)
class Answered:
    """An exercise with the solution of its lesson.

    setting: the statements of the file, questions left out.
    call: checks.name(solution).
    used: the definitions that the solution rests on.
    """

    setting: tuple[ast.stmt, ...]
    call: ast.expr
    used: tuple[Definition, ...]

    def verdict(self, wrong: Definition | None = None) -> Verdict | None:
        """What the check says; of a solution with this definition in the place of its own.

        None for a solution that stops before it is checked.
        """
        body = [wrong if wrong and is_of(part, wrong) else part for part in self.setting]
        scope: dict[str, object] = {}
        try:
            exec(compile(ast.Module(body, []), "solution.py", "exec"), scope)
            found = eval(compile(ast.Expression(self.call), "solution.py", "eval"), scope)
        except Exception:  # a mistake may stop the code with anything: it is seen without a check
            return None
        assert isinstance(found, Verdict)
        return found

    def wrong(self) -> list[Definition]:
        """Its definitions with one mistake each, in an order that is drawn from a seed."""
        made = [wrong for right in self.used for wrong in mistakes(right)]
        return random.Random(7).sample(made, len(made))


def lines(code: ast.AST) -> list[str]:
    """The lines of code, without their margin."""
    return [line.strip() for line in ast.unparse(code).splitlines()]


def is_of(part: ast.stmt, definition: Definition) -> bool:
    """Whether a statement defines the same name."""
    return isinstance(part, Definition) and part.name == definition.name


def used_by(call: ast.AST, defined: dict[str, Definition]) -> tuple[Definition, ...]:
    """The definitions that a call rests on, and those that these rest on."""
    found: list[str] = []
    waiting = names_in(call)
    while waiting:
        name = waiting.pop()
        if name in defined and name not in found:
            found.append(name)
            arguments = {n.arg for n in ast.walk(defined[name]) if isinstance(n, ast.arg)}
            waiting += [other for other in names_in(defined[name]) if other not in arguments]
    return tuple(defined[name] for name in sorted(found))


@cache
def answered() -> dict[str, Answered]:
    """Every exercise that a solution answers with a function or a class of its file."""
    found = {}
    for path in SOLUTIONS:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        defined = {part.name: part for part in body if isinstance(part, Definition)}
        checked = next(p for p in body if isinstance(p, ast.Assign) and "CHECKED" in names_in(p))
        assert isinstance(checked.value, ast.List)
        setting = tuple(p for p in body if p is not checked and not isinstance(p, ast.Expr))
        for call in checked.value.elts:
            assert isinstance(call, ast.Call)
            if used := used_by(ast.Tuple(call.args, ast.Load()), defined):
                name = f"{path.parent.name} {ast.unparse(call.func).removeprefix('checks.')}"
                found[name] = Answered(setting, call, used)
    return found


def makes_no_difference(name: str, wrong: Definition) -> bool:
    """Whether the check cannot see this mistake, for a reason that stands above."""
    written = lines(wrong)
    same = any(line in AS_GOOD.get(name, []) for line in written)
    return same or (name in SLOPE_ALONE and written[-1].endswith(SLOPE_ALONE[name]))


@pytest.mark.parametrize("name", answered())
def test_a_solution_with_one_mistake_in_it_is_refused(name: str) -> None:
    ask = answered()[name]
    right = ask.verdict()
    assert right
    assert right.passed
    ran = 0
    wrongs = [wrong for wrong in ask.wrong() if not makes_no_difference(name, wrong)]
    for wrong in wrongs:
        with warnings.catch_warnings(action="ignore"):
            verdict = ask.verdict(wrong)
        if verdict is None or "stops" in verdict.message:
            continue  # it is seen without a check
        assert verdict.passed is False, ast.unparse(wrong)
        ran += 1
        if ran == AT_MOST:
            return
    assert len(wrongs) >= AT_LEAST


def test_what_makes_no_difference_is_a_mistake_that_is_tried() -> None:
    for name, good in AS_GOOD.items():
        written = {line for wrong in answered()[name].wrong() for line in lines(wrong)}
        assert written.issuperset(good), name


def one_step_of(slope: str, rate: str, steps: str) -> str:
    """A function roll in which one of its arguments may be written as a number."""
    lines = (
        "def roll(gradient, start, learning_rate, steps):",
        "    points = [np.array(start, dtype=float)]",
        f"    for _ in range({steps}):",
        f"        points.append(points[-1] - {rate} * {slope})",
        "    return np.array(points)",
    )
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("slope", "rate", "steps", "is_right"),
    [
        ("gradient(points[-1])", "learning_rate", "steps", True),
        ("2 * points[-1]", "learning_rate", "steps", False),
        ("gradient(points[-1])", "0.25", "steps", False),
        ("gradient(points[-1])", "1 / 4", "2", False),
        ("gradient(points[-1])", "learning_rate", "2", False),
        ("gradient(points[0])", "learning_rate", "steps", False),
    ],
)
def test_numbers_of_the_example_are_no_gradient_descent(
    slope: str, rate: str, steps: str, is_right: bool
) -> None:
    from calclib.lessons.roll_downhill import checks

    scope: dict[str, object] = {"np": np}
    exec(one_step_of(slope, rate, steps), scope)
    assert checks.built(scope["roll"]).passed is is_right
