"""A learner's own optimizer, step for step beside calclib's: where it departs, and likely why."""

import inspect
import warnings

import numpy as np
from numpy.typing import ArrayLike

from calclib.arrays import Array
from calclib.functions.function import Function
from calclib.optimize.descent import descend
from calclib.optimize.rules import Rule
from calclib.practice.mutants import MUTANTS
from calclib.practice.programs import arity
from calclib.practice.reading import (
    ASKED,
    BlankError,
    UnreadableError,
    refuse_blanks,
    refuse_endless,
    run,
    unreadable,
)
from calclib.practice.slips import close, tell_apart
from calclib.practice.verdict import Verdict


def follow(
    learner: object,
    reference: Rule,
    f: Function,
    start: ArrayLike,
    steps: int = 20,
    *,
    further: str = "",
    tolerance: float = 1e-9,
    link: str = "",
) -> Verdict:
    """Walk the learner's rule beside a reference and say at which step they part, and likely why.

    A learner's rule never raises; a walk that diverges is compared as far as it goes.

    learner: one of these:
        a function step(f, points) → points;
        a function step(f, points, memory) → (points, memory), with the reference's first memory;
        a rule with start and step;
        the points of a finished walk, (steps + 1, d);
        a function without arguments that returns one of these, so that a blank in it is named.
    reference: the rule that is right.
    f, start, steps: the function, the first point (d,) and how far to walk.
    further: a sentence for a right answer.
    tolerance: of each coordinate, relative and absolute.
    link: where the course explains it.

    >>> from calclib import Function, GradientDescent
    >>> valley = Function("x^2 + 3y^2")
    >>> def step(f, points):
    ...     return points + 0.1 * f.gradient(points)
    >>> follow(step, GradientDescent(0.1), valley, [1.0, 1.0])
    Not yet. At step 1 your x is 1.2, and it should be 0.8. It goes uphill: turn the sign ...
    """
    aim = descend(f, start, reference, steps).points
    try:
        refuse_endless(learner)
        with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
            yours = walk_of(learner, reference, f, aim)
    except BlankError as reason:
        return Verdict(None, reason.marked)
    except UnreadableError as reason:
        return Verdict(False, f"Not yet. {reason.marked}", link)
    except (Exception, SystemExit):  # an object may raise anything when it is looked at
        return Verdict(False, f"Not yet. {unreadable(learner).marked}", link)
    if agree(yours, aim, tolerance):
        return Verdict(True, f"Right. All {steps} steps agree. {further}".strip())
    likely = next(
        (
            sentence
            for kind, sentence, make in MUTANTS
            if isinstance(reference, kind)
            and repeats(yours, make(reference), reference, f, aim, tolerance)
        ),
        first_stride(yours, aim),
    )
    where = first_departure(yours, aim, f.variables, tolerance)
    return Verdict(False, f"Not yet. {where} {likely}".strip(), link)


def repeats(
    yours: Array, mutant: Rule, reference: Rule, f: Function, aim: Array, tolerance: float
) -> bool:
    """Whether a walk is that of a mistaken rule, gaps included, as far as that has any number."""
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        path = walk_of(mutant, reference, f, aim)
    rows = np.atleast_1d(np.isfinite(path).any(axis=-1))
    alike = np.allclose(yours[rows], path[rows], tolerance, tolerance, equal_nan=True)
    return bool(np.all(rows[:2])) and alike


def walk_of(learner: object, reference: Rule, f: Function, aim: Array) -> Array:
    """The learner's walk, shaped as the reference's (steps + 1, d); raises UnreadableError."""
    if arity(learner) == 0:
        learner = run(learner)
    if not callable(learner) and not hasattr(learner, "step"):
        refuse_blanks(learner)
        if np.asarray(learner).ndim == 0:
            raise UnreadableError(ASKED)
        return shaped(learner, aim.shape, "The points of the walk")
    if inspect.isclass(learner):
        raise UnreadableError("This is a class: make a rule of it first, with brackets.")
    step = getattr(learner, "step", learner)
    remembers = hasattr(learner, "step") or (arity(step) or 0) > 2
    points = aim[0].copy()
    path = [aim[0]]
    begin = getattr(learner, "start", reference.start)
    memory = begin(points)
    for _ in aim[1:]:
        if remembers:
            result = run(step, f, points, memory)
            if not isinstance(result, (tuple, list)) or len(result) != 2:
                raise UnreadableError("A step returns two things: the points, and the memory.")
            points, memory = result
            if len(path) == 1 and is_point(memory, aim[1]) and not is_point(points, aim[1]):
                raise UnreadableError("The two are exchanged: first the points, then the memory.")
        else:
            points = run(step, f, points)
            if isinstance(points, tuple) and any(isinstance(p, np.ndarray) for p in points):
                raise UnreadableError("A step with a memory takes it: step(f, points, memory).")
        points = shaped(points, aim.shape[1:], "The points that a step returns")
        path.append(points)
    return np.stack(path)


def is_point(given: object, point: Array) -> bool:
    """Whether this is an array that holds the point, which is not 0, as a memory often is."""
    return (
        isinstance(given, np.ndarray) and given.shape == point.shape and np.allclose(given, point)
    )


def shaped(points: object, shape: tuple[int, ...], what: str) -> Array:
    """Points as an array of this shape; raises UnreadableError."""
    try:
        array = np.asarray(points, dtype=float)
    except (TypeError, ValueError):
        raise UnreadableError(f"{what} should be numbers.") from None
    if array.shape != shape:
        raise UnreadableError(f"{what} should have the shape {shape}; yours have {array.shape}.")
    return array


def agree(yours: Array, path: Array, tolerance: float) -> bool:
    """Whether two walks agree as far as the second goes before it diverges, one step at least."""
    rows = np.all(np.isfinite(path.reshape(len(path), -1)), axis=1)
    return bool(np.all(rows[:2])) and np.allclose(yours[rows], path[rows], tolerance, tolerance)


def first_stride(yours: Array, aim: Array) -> str:
    """The one factor by which the first step is too long, where there is one."""
    with np.errstate(all="ignore"):
        factors = np.diff(yours[:2], axis=0) / np.diff(aim[:2], axis=0)
    if not np.array_equal(yours[0], aim[0]) or not np.isfinite(factors).all() or not factors.size:
        return ""
    factor = factors.flat[0]
    if close(factors, np.ones_like(factors), 1e-9).all() or np.ptp(factors) > 1e-9 * abs(factor):
        return ""
    if factor == 0:
        return "Your point does not move."
    return f"The first step is {factor:.3g} times what it should be."


def first_departure(yours: Array, aim: Array, names: tuple[str, ...], tolerance: float) -> str:
    """The first step and coordinate at which a walk departs."""
    together = close(yours, aim, tolerance) | ~np.isfinite(aim)
    index = tuple(int(i) for i in np.argwhere(~together)[0])
    step = index[0]
    coordinate = index[-1]
    if step == 0:
        return "The walk does not begin at the start: the first row is the start itself."
    name = names[coordinate] if len(names) == aim.shape[-1] else f"coordinate {coordinate}"
    before = f"The first {step - 1} steps agree. " if step > 2 else ""
    before = "The first step agrees. " if step == 2 else before
    given, wanted = tell_apart(yours[index], aim[index], digits=6)
    return f"{before}At step {step} your {name} is {given}, and it should be {wanted}."
