"""Measure what lesson 18 stores: rules tuned on one budget, then twelve seeds of each.

OMP_NUM_THREADS=1 uv run python tools/see_seeds.py      # five minutes on one core

Tuning: every rule gets 18 trials. Gradient descent has one number, so it tries 18 rates; RMSprop
tries 6 rates with 3 values of β, Adam 6 rates with 3 of β₁. A trial trains on sheets 1 to 8 from
seeds 100 and 101 and is judged by the mean cross-entropy on sheets 9 and 10. Sheets 11 to 14 take
no part in it. Then seeds 0 to 11 train on sheets 1 to 10 and are counted on sheets 11 to 14.
Parts may be named by their first letters: w, A, f.
Writes calclib/lessons/see/seeds.json: the shares right, and the settings that were chosen.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from refresh import ROOT

from calclib import Adam, GradientDescent, RMSprop
from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits, new_hands
from calclib.lessons.see import pixels
from calclib.lessons.see.networks import (
    NETWORKS,
    SPLITS,
    Network,
    batches,
    last,
    share_right,
    start,
)
from calclib.optimize.descent import walk
from calclib.optimize.rules import Rule

FILE = ROOT / "calclib" / "lessons" / "see" / "seeds.json"
SEEDS = range(12)
TUNING_SEEDS = (100, 101)
EPOCHS = 15
STEPS = 600
RATES_OF_DESCENT = np.geomspace(0.01, 5.0, 18)
RATES = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
TRIALS: dict[str, list[dict[str, float]]] = {
    "gradient descent": [{"learning_rate": float(rate)} for rate in RATES_OF_DESCENT.round(3)],
    "RMSprop": [{"learning_rate": rate, "beta": b} for b in (0.9, 0.99, 0.999) for rate in RATES],
    "Adam": [{"learning_rate": rate, "beta1": b} for b in (0.8, 0.9, 0.95) for rate in RATES],
}
RULES: dict[str, Callable[..., Rule]] = {
    "gradient descent": GradientDescent,
    "RMSprop": RMSprop,
    "Adam": Adam,
}


def run(network: Network, chosen: Any, rule: Rule, steps: int, seed: int) -> Any:
    """Train, and return the last θ."""
    walked = walk(batches(network, chosen, seed), start(network, seed), rule)
    return last(walked, steps)


def judged(network: Network, theta: Any, chosen: Any) -> float:
    """The mean cross-entropy over chosen digits."""
    data = digits()
    scores = network.scores(theta, data.images[chosen])
    return float(cross_entropy(scores, data.labels[chosen]).mean())


def tuned(name: str) -> tuple[dict[str, float], list[tuple[float, dict[str, float]]]]:
    """The best setting of a rule for network A, and all trials with what they got."""
    sheet = digits().sheet
    fit, judge = np.flatnonzero(sheet <= 7), np.flatnonzero((sheet == 8) | (sheet == 9))
    rows = []
    for setting in TRIALS[name]:
        rule = RULES[name](**setting)
        losses = [
            judged(NETWORKS["A"], run(NETWORKS["A"], fit, rule, STEPS, seed), judge)
            for seed in TUNING_SEEDS
        ]
        rows.append((float(np.mean(losses)), setting))
    finite = [row for row in rows if np.isfinite(row[0])]
    best = min(finite, key=lambda row: row[0])[1]
    return best, rows


def ranking() -> dict[str, Any]:
    """Tune every rule for network A, then twelve seeds of each on new hands."""
    found: dict[str, Any] = {}
    network = NETWORKS["A"]
    split = new_hands()
    for name in RULES:
        best, rows = tuned(name)
        rule = RULES[name](**best)
        ends = [run(network, split.train, rule, STEPS, seed) for seed in SEEDS]
        found[name] = {
            "setting": best,
            "trials": [[setting, round(loss, 4)] for loss, setting in rows],
            "right": [round(float(share_right(network, t, split.test)), 5) for t in ends],
            "loss": [round(judged(network, t, split.test), 5) for t in ends],
        }
        print(name, best, "median", np.median(found[name]["right"]), flush=True)
    return found


def who_is_in_the_test() -> dict[str, Any]:
    """Softmax regression and network A, Adam at 0.005 for 15 epochs, on both splits."""
    found: dict[str, Any] = {}
    for model in ("softmax regression", "A", "B"):
        for name, split in SPLITS.items():
            chosen, test = split()
            steps = EPOCHS * -(-len(chosen) // 32)
            network = NETWORKS[model]
            ends = [run(network, chosen, Adam(0.005), steps, seed) for seed in SEEDS]
            found[f"{model}, {name}"] = [
                round(float(share_right(network, theta, test)), 5) for theta in ends
            ]
            print(model, name, np.mean(found[f"{model}, {name}"]), flush=True)
    return found


def fooled() -> dict[str, Any]:
    """Of five networks B: one step on the image, and two maps against occlusion."""
    test = new_hands().test
    images, labels = digits().images[test], digits().labels[test]
    found: dict[str, Any] = {"gradient": [], "random": [], "correlations": []}
    for seed in range(5):
        theta = pixels.train_network(seed)
        signs = np.sign(pixels.slopes_of_loss(theta, images, labels))
        for name, way in (("gradient", signs), ("random", pixels.random_signs(images.shape))):
            steps = [pixels.step_along(images, way, size / 16) for size in range(5)]
            right = [pixels.NETWORK.scores(theta, one).argmax(-1) == labels for one in steps]
            found[name].append(np.mean(right, axis=-1).round(4).tolist())
        by_slope = pixels.slopes_of_score(theta, images, labels) * images
        summed = pixels.integrated_gradients(theta, images, labels)
        wiped = pixels.occlusion(theta, images, labels).ravel()
        pairs = [np.corrcoef(one.ravel(), wiped)[0, 1] for one in (by_slope, summed)]
        found["correlations"].append(np.round(pairs, 3).tolist())
        print(seed, found["gradient"][-1], found["random"][-1], pairs, flush=True)
    return found


def main() -> None:
    """Measure all parts, or those named, and store them."""
    parts = {
        "who is in the test": who_is_in_the_test,
        "A, 600 steps at a constant rate": ranking,
        "five networks B, looked at and fooled": fooled,
    }
    stored = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    for name, part in parts.items():
        if name[0] in sys.argv[1:] or not sys.argv[1:]:
            print(name, flush=True)
            stored[name] = part()
            FILE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
