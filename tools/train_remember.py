"""Train what lesson 19 quotes over twelve seeds, and store its results beside the lesson.

    uv run python tools/train_remember.py        # about ten minutes on one core

Writes calclib/lessons/remember/runs.npz. Every seed has first weights and batches of its own.
For the forecasts each pair of cell and rule is tried at the same six rates. The rate is chosen by
the median error one month ahead in 1987 to 1991, after learning from the years before; with it the
network learns again from all years to 1991, and its errors of 1992 to 2001 are stored.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from calclib.lessons import remember
from calclib.lessons.remember.carbon import record, scores
from calclib.lessons.remember.cells import STEPS, first_weights
from calclib.lessons.remember.forecasting import RULES, forecast, learn, starts
from calclib.lessons.remember.learning import ADDING, ADDING_STEPS, BIASES, ONE_BIT, ONE_BIT_STEPS
from calclib.lessons.remember.tasks import RULE, Task, train
from calclib.optimize.descent import sweep

SEEDS = range(12)
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
VALIDATION_YEAR = 1987
RUNS = Path(remember.__file__).parent / "runs.npz"


def final_loss(task: Task, inputs: int, seed: int, steps: int, forget: float = 1.0) -> float:
    """The test loss of one network after training from a seed."""
    begin = first_weights(task.cell, inputs, task.hidden, seed, forget)
    batches = task.batches(np.random.default_rng(seed))
    theta = train(batches, begin[None], RULE, steps, every=steps)[-1, 0]
    return float(task.on(*task.test()).value(theta))


def rates_tried(cell: str, rule: str) -> np.ndarray:
    """Errors one month ahead in the validation years, (seeds, rates)."""
    data = record().until(record().test_year).with_test_from(VALIDATION_YEAR)
    rows = []
    for seed in SEEDS:
        begin = np.repeat(starts(cell, range(seed, seed + 1)), len(RATES), axis=0)
        theta = learn(cell, data, RULES[rule](sweep(RATES)), begin, seed)[-1]
        rows.append(scores(data, forecast(cell, theta, data))[:, 0])
    return np.array(rows)


def tested(cell: str, rule: str, rate: float) -> np.ndarray:
    """Errors one month and one to twelve months ahead in the test years, (seeds, 2)."""
    rows = []
    for seed in SEEDS:
        begin = starts(cell, range(seed, seed + 1))
        theta = learn(cell, record(), RULES[rule](rate), begin, seed)[-1]
        rows.append(scores(record(), forecast(cell, theta, record()))[0])
    return np.array(rows)


def final_weights(cell: str, rule: str, rate: float) -> np.ndarray:
    """The weights of the network of seed 0, which the lesson lets forecast, (n,)."""
    return learn(cell, record(), RULES[rule](rate), starts(cell, range(1)))[-1, 0]


def main() -> None:
    """Train everything, say it, store it."""
    stored = {}
    stored["adding"] = np.array(
        [[final_loss(task, 2, seed, ADDING_STEPS) for seed in SEEDS] for task in ADDING.values()]
    )
    print("adding", stored["adding"].round(4).tolist(), flush=True)
    lstm = [
        [final_loss(ONE_BIT, 1, seed, ONE_BIT_STEPS, bias) for seed in SEEDS] for bias in BIASES
    ]
    plain = ONE_BIT._replace(cell="RNN")
    rnn = [final_loss(plain, 1, seed, ONE_BIT_STEPS) for seed in SEEDS]
    stored["one_bit"] = np.array([*lstm, rnn])
    print("one bit", stored["one_bit"].round(4).tolist(), flush=True)
    tried = []
    chosen = []
    errors = []
    for cell in STEPS:
        for rule in RULES:
            validation = rates_tried(cell, rule)
            best = int(np.median(validation, axis=0).argmin())
            tried.append(validation)
            chosen.append(RATES[best])
            errors.append(tested(cell, rule, RATES[best]))
            medians = np.median(errors[-1], axis=0).round(3)
            print(
                cell, rule, np.median(validation, axis=0).round(3), chosen[-1], medians, flush=True
            )
            if rule == "Adam" and cell != "RNN":
                stored[f"weights {cell}"] = final_weights(cell, rule, RATES[best])
    size = (len(STEPS), len(RULES))
    stored["rates"] = np.array(RATES)
    stored["validation"] = np.array(tried).reshape(*size, len(SEEDS), len(RATES))
    stored["chosen"] = np.array(chosen).reshape(size)
    stored["forecasts"] = np.array(errors).reshape(*size, len(SEEDS), 2)
    np.savez_compressed(RUNS, **{name: np.round(values, 5) for name, values in stored.items()})


if __name__ == "__main__":
    main()
