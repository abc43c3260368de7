"""Measure what lesson 22 stores: seven settings, twelve seeds each, at equal epochs and equal loss.

OMP_NUM_THREADS=1 uv run python tools/look_seeds.py      # some minutes on one core

Each run starts from seed 0 to 11, which also orders its digits. At each of 21 points of a run the
training loss, the sharpness and the share right on new hands are measured; nothing is tuned on
them.
Writes calclib/lessons/look_around/seeds.npz, rounded to float32.
"""

import numpy as np
from refresh import ROOT

from calclib.lessons.look_around.runs import SEEDS, SETTINGS, WAYS, Measured, measure

FILE = ROOT / "calclib" / "lessons" / "look_around" / "seeds.npz"


def main() -> None:
    """Train, measure and store."""
    found = {}
    for way, record in WAYS.items():
        for size, rate in SETTINGS:
            rows = [measure(record(size, rate, seed)) for seed in range(SEEDS)]
            for part in Measured._fields:
                found.setdefault(f"{way} {part}", []).append([getattr(r, part) for r in rows])
            last = Measured(
                *(np.array([getattr(r, p)[-1] for r in rows]) for p in Measured._fields)
            )
            print(
                f"{way}, batch {size}, rate {rate}: loss {last.loss.mean():.4f}, sharpness "
                f"{last.sharpness.mean():.2f} ± {last.sharpness.std():.2f}, right "
                f"{last.right.mean():.4f} ± {last.right.std():.4f}",
                flush=True,
            )
    np.savez_compressed(FILE, **{name: np.array(a, np.float32) for name, a in found.items()})


if __name__ == "__main__":
    main()
