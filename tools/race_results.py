"""Measure what lesson 15 stores: every rule tuned on every landscape, with 24 seeds.

    OMP_NUM_THREADS=1 uv run python tools/race_results.py             # two minutes on one core
    OMP_NUM_THREADS=1 uv run python tools/race_results.py BFGS Adam   # these rules again

All numbers of a rule are tuned by random search (calclib.tune): 128 trials, of which the first 1,
2, 4, … are the smaller budgets. A seed draws settings, eight practice starts and eight fresh ones.
Steps and looks differ for BFGS and Newton alone; for the others one measurement serves for both.
Writes calclib/lessons/race_fairly/results.json: for each landscape, rule and count the scores
(seeds, budgets), null where half of the fresh starts or more do not arrive; and at the budget of
the tables and at the largest one the settings that were chosen, (seeds,) of each number.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from refresh import ROOT

from calclib.lessons.race_fairly.field import (
    BUDGET,
    BUDGETS,
    COUNTS,
    FIELD,
    FIRST_ORDER,
    GROUNDS,
    LIMIT,
    SEEDS,
)
from calclib.lessons.shared.ranges import scales_of
from calclib.optimize.tuning import Tuning, tune

FILE = ROOT / "calclib" / "lessons" / "race_fairly" / "results.json"


def tuned(ground: str, rule: str, count: str) -> Tuning:
    """Tune one rule on one landscape, as the lesson does."""
    return tune(
        FIELD[rule],
        GROUNDS[ground],
        trials=BUDGETS[-1],
        seeds=SEEDS,
        count=count,
        limit=LIMIT,
        scales=scales_of(rule),
    )


def entry(found: Tuning) -> dict[str, Any]:
    """What is stored of a tuning."""
    scores = np.stack([found.at(budget).fresh for budget in BUDGETS], axis=-1)
    return {
        "scores": [[score if np.isfinite(score) else None for score in row] for row in scores],
        "settings": {
            str(budget): {
                name: [float(f"{number:.4g}") for number in numbers]
                for name, numbers in found.at(budget).best.items()
            }
            for budget in (BUDGET, BUDGETS[-1])
        },
    }


def main(names: Sequence[str]) -> None:
    """Measure the rules that are named, or all, and write the file."""
    stored: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if names else {}
    for ground in GROUNDS:
        kept = stored.setdefault(ground, {})
        for rule in names or FIELD:
            by_count: dict[str, Any] = {}
            for count in COUNTS:
                same = rule in FIRST_ORDER and by_count
                by_count[count] = by_count["steps"] if same else entry(tuned(ground, rule, count))
            kept[rule] = by_count
            print(ground, rule, flush=True)
    FILE.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
