"""What is drawn for practice: every shape and every whole number that is meant, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import Any, NoReturn

import numpy as np
import pytest
import sympy as sp
from test_practice_generated import asked_of, formulas

from calclib.practice import drills, practise
from calclib.practice.drills import KINDS, X, Y

U = sp.Symbol("u")
BASIC = (sp.sin, sp.cos, sp.exp)
Drills = Callable[..., list[Any]]


class Drawn(Exception):  # noqa: N818 (nothing is wrong)
    """A function that was drawn; raised in the place of what would be computed of it."""


def whole(low: int, high: int) -> set[int]:
    """The whole numbers other than 0 from low to high."""
    return {n for n in range(low, high + 1) if n}


def with_u(f: Any) -> Any:
    """A function with u in the place of sin, cos or exp of its variable."""
    return f.replace(lambda e: isinstance(e, BASIC), lambda e: U)


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Drills:
    """The functions that many drills of a kind and a level are about."""

    def stop(f: Any, *_: object) -> NoReturn:
        raise Drawn(f)

    for last in ("derivative_exercise", "differentiate", "Function"):
        monkeypatch.setattr(drills, last, stop)

    def drawn(kind: str, level: int, count: int = 400) -> list[Any]:
        found = []
        for k in range(count):
            with pytest.raises(Drawn) as told:
                KINDS[kind](np.random.default_rng([1, k]), level)
            found.append(told.value.args[0])
        return found

    return drawn


def test_a_sum_has_a_power_another_term_and_a_constant(functions: Drills) -> None:
    constants, factors, powers, others = set(), set(), set(), set()
    for f in functions("derivative", 1):
        constant, rest = f.as_independent(X, as_Add=True)
        (a, power), (b, other) = sorted(
            (term.as_coeff_Mul() for term in rest.args), key=lambda t: not t[1].is_Pow
        )
        constants.add(constant)
        factors |= {a, b}
        powers.add(power)
        others.add(other)
    assert constants == whole(-9, 9)
    assert factors == whole(-5, 5)
    assert powers == {X**n for n in range(2, 7)}
    assert others == {X, sp.sin(X), sp.cos(X), sp.exp(X)}


def test_a_product_or_a_quotient_holds_a_power_and_a_basic_function(functions: Drills) -> None:
    powers = [X**n for n in range(1, 5)]
    shapes = {shape for p in powers for shape in (p * U, U / (p + 1), p / U)}
    assert {with_u(f).powsimp() for f in functions("derivative", 2, 500)} == shapes


def test_a_line_stands_inside_a_chain_at_first_and_a_polynomial_then(functions: Drills) -> None:
    lines, curves, powers = set(), set(), set()
    for found, level in ((lines, 1), (curves, 2)):
        for f in functions("chain", level, 800):
            if f.is_Pow and f.base is not sp.E:
                powers.add(f.exp)
                found.add(f.base)
            elif not isinstance(f, sp.exp):
                found.add(f.args[0])
    assert powers == whole(3, 6)
    # SymPy takes a sign and a common factor out of what stands inside.
    slopes = {abs(line.coeff(X)) for line in map(sp.expand, lines)}
    assert slopes == whole(2, 5)
    assert {abs(line.subs(X, 0)) for line in map(sp.expand, lines)} == whole(1, 4)
    assert {sp.degree(curve, X) for curve in curves} == {2, 3}
    assert {abs(sp.expand(curve).coeff(X)) for curve in curves} == whole(1, 3)


def test_partial_derivatives_are_asked_of_these_functions(functions: Drills) -> None:
    first, second, third = (functions("partial", level, 900) for level in (1, 2, 3))
    powers = {(n, m) for n in range(1, 4) for m in range(1, 4)}
    seen, factors, rest = set(), set(), set()
    for f in first:
        mixed = [term for term in sp.Add.make_args(f) if term.has(Y)]
        (term,) = mixed
        factor, power = term.as_coeff_Mul()
        factors.add(factor)
        seen.add((sp.degree(power, X), sp.degree(power, Y)))
        rest.add((f - term).as_coeff_Mul())
    assert factors == whole(2, 5)
    assert seen == powers
    assert rest == {(c, X**n) for c in whole(-4, 4) for n in range(1, 4)}
    shapes = {X**n * U + c * X * Y for n in range(1, 4) for c in whole(-4, 4)}
    assert {with_u(f) for f in second} == shapes
    assert {with_u(f) for f in third} == {U + c * Y**2 for c in whole(-4, 4)}
    inside = {f.atoms(*BASIC).pop().args[0] for f in third}
    assert inside == {X**n * Y**m for n, m in powers}


def test_a_walk_by_hand_goes_down_a_parabola_with_small_numbers(functions: Drills) -> None:
    along = {a * X**2 + b * X for a, b in product(range(1, 4), whole(-4, 4))}
    assert set(functions("step", 1)) == set(functions("step", 3)) == along
    across = set()
    for f in functions("step", 2):
        assert f.subs(Y, 0) in along
        across.add(sp.expand(f - f.subs(Y, 0)))
    assert across == {a * Y**2 + b * X * Y for a, b in product(range(1, 4), whole(-2, 2))}


def test_a_walk_by_hand_begins_at_small_whole_numbers() -> None:
    starts = set()
    for level in (1, 2, 3):
        for task in islice(practise("step", level, seed=4), 40):
            starts |= {int(n) for n in formulas(task)[1].rpartition("=")[2].split(",")}
    assert starts == whole(-5, 5)


def test_a_level_point_belongs_to_a_function_of_small_numbers() -> None:
    squares, mixed = set(), set()
    for level in (1, 2):
        for task in islice(practise("hessian", level, seed=4), 60):
            f = sp.expand(asked_of(task))
            squares |= {f.coeff(X, 2), f.coeff(Y, 2)}
            mixed.add(f.coeff(X * Y))
    assert squares == whole(-4, 4)
    assert {abs(b) for b in mixed} >= set(range(10))
    assert max(map(abs, mixed)) <= 10  # one more where the determinant would be 0


def second_derivatives(task: Any) -> Any:
    """The Hessian at the point that a task asks about."""
    x, y = (float(n) for n in formulas(task)[1].strip("()").split(","))
    return sp.hessian(asked_of(task), (X, Y)).subs({X: x, Y: y})


def test_a_look_along_one_axis_alone_is_named_where_it_misleads() -> None:
    named = set()
    for level in (1, 2, 3):
        for task in islice(practise("hessian", level, seed=9), 12):
            H = second_derivatives(task)
            for i, words in ((1, "∂²f/∂y² alone"), (0, "∂²f/∂x² alone")):
                seen = "minimum" if H[i, i] > 0 else "maximum"
                if task(seen).passed:
                    continue
                told = task(seen).message
                other = "minimum" if H[1 - i, 1 - i] > 0 else "maximum"
                assert words in told or (seen == other and "∂²f/∂x² alone" in told), task
                named.add(words)
    assert len(named) == 2


NUMBERS = r"\(([^)]*)\)"
STEP = re.compile(
    rf"∇L{NUMBERS} = {NUMBERS}\$(?:, \$v = (\S+) · {NUMBERS} \+ {NUMBERS} = {NUMBERS}\$)?"
    rf", and \${NUMBERS} − (\S+) · {NUMBERS} = {NUMBERS}"
)


def vector(written: str) -> Any:
    return np.array([float(n) for n in written.split(",")])


def steps_of(task: Any) -> Iterator[tuple[Any, ...]]:
    """The numbers of each step in a solution by hand."""
    for found in STEP.finditer(task.worked):
        yield tuple(None if part is None else vector(part) for part in found.groups())


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_solution_by_hand_adds_up_and_ends_at_the_answer(level: int) -> None:
    for task in islice(practise("step", level, seed=9), 6):
        steps = list(steps_of(task))
        assert len(steps) == (2 if level == 3 else 1)
        last = 0.0
        for at, slope, beta, before, pull, v, start, rate, moved, to in steps:
            if beta is not None:
                np.testing.assert_allclose(before, last, rtol=1e-5, atol=1e-9)
                np.testing.assert_array_equal(pull, slope)
                np.testing.assert_allclose(beta * before + pull, v, rtol=1e-4, atol=1e-5)
                last = v
            np.testing.assert_array_equal(moved, slope if beta is None else v)
            np.testing.assert_array_equal(at, start)
            np.testing.assert_allclose(start - rate * moved, to, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(steps[-1][-1], np.ravel(task.expected), rtol=1e-5, atol=1e-9)


def test_a_solution_of_partial_derivatives_derives_both() -> None:
    for level in (1, 2, 3):
        for task in islice(practise("partial", level, seed=9), 4):
            for variable, slope in zip("xy", task.expected, strict=True):
                assert rf"\partial}}{{\partial {variable}}}" in task.worked
                assert sp.latex(slope) in task.worked


def test_a_solution_with_a_chain_says_what_u_is() -> None:
    for kind, words in (("chain", True), ("derivative", False)):
        for task in islice(practise(kind, 1, seed=9), 4):
            assert ("$u$ is the inner function" in task.worked) is words
