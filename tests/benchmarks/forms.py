"""Do text, callable, SymPy and numbers agree on functions that no test has drawn yet?

    uv run python tests/benchmarks/forms.py --count 500 --seed 1

Half of the functions are those of tests/derivatives/test_agreement.py, half those of
test_generated.py, held to the same laws; each that breaks one is written with the law and what
differs. A text that is refused, with a reason, is no fault. About 0.15 s a function.
"""

import argparse
import sys
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "derivatives"))
import test_agreement  # noqa: E402
import test_generated  # noqa: E402

from calclib.expressions.refusal import ExpressionError  # noqa: E402

Law = Callable[[Any], None]
LAWS: tuple[tuple[Any, tuple[Law, ...]], ...] = (
    (test_agreement, (test_agreement.check_values, test_agreement.check_slopes)),
    (
        test_generated,
        (
            partial(test_generated.check_forms, rounding=1e-14),
            test_generated.check_domains,
            test_generated.check_complex_step,
        ),
    ),
)
LINES = 9  # of what differs, at most


def broken(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Each function that breaks a law, with the law and what differs."""
    for module, laws in LAWS:
        for drawn in module.functions(count // len(LAWS), seed):
            for law in laws:
                try:
                    law(drawn)
                except ExpressionError:
                    continue
                except Exception as error:  # one that fails to answer breaks the law as well
                    told = [line for line in str(error).splitlines() if line.strip()]
                    told = [f"{type(error).__name__}:", *told[:LINES]]
                    yield drawn.text, getattr(law, "__name__", "check_forms"), "\n    ".join(told)


def main() -> None:
    """Print what is broken, and how many functions were tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    warnings.simplefilter("error")  # as in the tests
    began = perf_counter()
    total = 0
    for text, law, told in broken(given.count, given.seed):
        print(f"{text}\n  {law}: {told}", flush=True)
        total += 1
    seconds = perf_counter() - began
    print(f"{given.count} functions, seed {given.seed}: {total} broken laws in {seconds:.0f} s")


if __name__ == "__main__":
    main()
