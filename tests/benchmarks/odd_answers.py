"""Does a check answer whatever it is given, in a sentence and within a second?

    uv run python tests/benchmarks/odd_answers.py --count 1000 --seed 1

An answer is one of the odd objects of tests/practice/test_odd_answers.py, or several of them in a
list, an array, a dictionary or another container; or a text: hostile ones of tests/hostile.py, and
soups of what formulas, numbers and lists are written with. Each is put to every kind of question.
Whatever raises, says nothing or takes more than a second is written down, and each object that is
called right.
"""

import argparse
import random
import sys
import warnings
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("tests", "tests/practice", "tools")]
import hostile  # noqa: E402
import test_odd_answers  # noqa: E402

SECONDS = 1.0  # of processor time
VOCABULARY = """
x y z e pi i E I oo nan inf theta lambda sin cos exp log ln sqrt max min abs sign floor where erf
softplus sigmoid relu cbrt atan2 if else for lambda import and or not True None f g d dx dy/dx
"""
WORDS = VOCABULARY.split()
MARKS = [
    *"+-*/^=<>()[]{}|,;:.!?%&~'\"$#@\\_°′″·×÷√∞πθαβ²³⁻¹½≈≤≥≠±→∂∇∫∑",
    "**",
    "//",
    "->",
    "\n",
    "\t",
    " ",
]
NUMBERS = [
    "0",
    "1",
    "7.5",
    "1e308",
    "1e-308",
    "10^10",
    "99999999999999999999",
    "0,5",
    "1,000",
    "1/0",
]
CONTAINERS: list[Callable[[list[object]], object]] = [
    list,
    tuple,
    deque,
    iter,
    lambda parts: np.array([*parts, None], dtype=object)[:-1],
    lambda parts: dict(enumerate(parts)),
    lambda parts: OrderedDict((f"x{k}", part) for k, part in enumerate(parts)),
    lambda parts: [parts, parts],
    lambda parts: [[part] for part in parts],
    lambda parts: lambda *_: parts,
]


def soup(rng: random.Random) -> str:
    """A text of what formulas are written with, in no order."""
    kinds = (WORDS, MARKS, NUMBERS)
    parts = [rng.choice(rng.choices(kinds, (3, 5, 3))[0]) for _ in range(rng.randint(1, 24))]
    text = rng.choice(["", "", " "]).join(parts)
    return text * rng.choice([1, 1, 1, 1, 2, 50])


def nested(rng: random.Random) -> str:
    """A text of brackets in brackets, of calls in calls or of powers of powers."""
    opening, inside, closing = rng.choice(
        [
            ("(", "x", ")"),
            ("[", "1", "]"),
            ("sin(", "x", ")"),
            ("|", "x", "|"),
            ("x^(", "x", ")"),
            ("2^", "x", ""),
            ("1/(1+", "x", ")"),
            ("max(x,", "1", ")"),
            ("-", "x", ""),
            ("x(x+1)", "", ""),
            ("(x+y+1)^2*", "x", ""),
            ("exp(", "x", ")"),
        ]
    )
    depth = rng.choice([1, 2, 5, 9, 20, 60, 200, 1000])
    return opening * depth + inside + closing * depth


def answers(count: int, seed: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """So many odd answers, each with its name and how it is made anew."""
    rng = random.Random(seed)
    odd = list(test_odd_answers.ODD.items())
    texts = hostile.hostile(count, seed)
    for _ in range(count):
        kind = rng.random()
        if kind < 0.25:
            text = rng.choice(texts)
            yield repr(text), lambda text=text: text
        elif kind < 0.5:
            text = soup(rng)
            yield repr(text), lambda text=text: text
        elif kind < 0.6:
            text = nested(rng)
            yield repr(text), lambda text=text: text
        else:
            picked = [rng.choice(odd) for _ in range(rng.randint(1, 4))]
            wraps = [rng.choice(CONTAINERS) for _ in range(rng.randint(1, 2))]

            def make(picked: object = picked, wraps: object = wraps) -> object:
                made: object = [each() for _, each in picked]  # type: ignore[attr-defined]
                for wrap in wraps:  # type: ignore[attr-defined]
                    made = wrap(made if isinstance(made, list) else [made])
                return made

            held = ", ".join(name for name, _ in picked)
            yield f"{[CONTAINERS.index(wrap) for wrap in wraps]} of {held}", make


def faults(count: int, seed: int) -> Iterator[str]:
    """What is wrong with the answers to odd answers."""
    for name, make in answers(count, seed):
        for kind, judge in test_odd_answers.KINDS.items():
            told = f"{name[:200]} for {kind}"
            try:
                answer = make()
            except Exception:
                break  # it cannot even be made
            began = process_time()
            try:
                verdict = judge(answer)
                text = verdict._repr_markdown_()
            except BaseException as error:
                yield f"{told}: raises {type(error).__name__}: {str(error)[:200]}"
                continue
            seconds = process_time() - began
            if seconds > SECONDS:
                yield f"{told}: takes {seconds:.1f} s"
            if verdict.passed and not isinstance(answer, str):  # a text may be right by chance
                yield f"{told}: is called right: {verdict.message[:200]}"
            if not text or not verdict.message:
                yield f"{told}: says nothing"


def main() -> None:
    """Print what is wrong, and how many were tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    warnings.simplefilter("error")  # as in the tests
    total = 0
    for fault in faults(given.count, given.seed):
        print(fault, flush=True)
        total += 1
    print(f"{given.count} odd answers, seed {given.seed}: {total} faults")


if __name__ == "__main__":
    main()
