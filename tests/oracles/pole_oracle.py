"""Write tests/data/pole_oracle.json: steps of gymnasium's CartPole-v1, every digit.

    pip install gymnasium && python tests/oracles/pole_oracle.py

Gymnasium is in no group of the project: this file is run by hand, and what it wrote is stored.
"""

import json
from pathlib import Path

import gymnasium
import numpy as np

TARGET = Path(__file__).parents[1] / "data" / "pole_oracle.json"


def main() -> None:
    """Three hundred single steps, and one chain of five hundred under a policy that balances."""
    world = gymnasium.make("CartPole-v1").unwrapped
    rng = np.random.default_rng(7)
    single = []
    world.reset(seed=0)
    for _ in range(300):
        before = rng.uniform([-2, -2, -0.2, -2], [2, 2, 0.2, 2])
        push = int(rng.integers(2))
        world.reset(seed=0)
        world.state = before.copy()
        world.step(push)
        single.append([before.tolist(), push, np.array(world.state, float).tolist()])
    world.reset(seed=1)
    start = np.array(world.state, float)
    pushes, states = [], []
    for _ in range(500):
        push = int(np.array(world.state) @ np.array([0.1, 0.5, 10.0, 3.0]) > 0)
        world.step(push)
        pushes.append(push)
        states.append(np.array(world.state, float).tolist())
    stored = {
        "gymnasium": gymnasium.__version__,
        "single": single,
        "start": start.tolist(),
        "pushes": pushes,
        "states": states,
    }
    TARGET.write_text(json.dumps(stored), encoding="utf-8")


if __name__ == "__main__":
    main()
