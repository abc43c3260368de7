"""The ranges in which the numbers of each rule are searched, where rules are raced."""

from collections.abc import Mapping

from calclib.optimize.tuning import SCALES, LogScale, MemoryScale, Scale

# All began with SCALES. Where a best value lay on an edge, that range was widened, for that rule; a
# larger ε needs a larger rate beside it.
# One stays on an edge however wide its range, at 128 trials: AdaGrad's ε in the turned ravine. A
# large ε lets the steep direction explode until its slopes outgrow ε, while the gentle one lands.
WIDER: dict[str, dict[str, Scale]] = {
    "AdaGrad": {
        "learning_rate": LogScale(1e-4, 1e8),
        "epsilon": LogScale(1e-14, 1e8),
    },
    "RMSprop": {
        "learning_rate": LogScale(1e-4, 1e8),
        "beta": MemoryScale(1e4),
        "epsilon": LogScale(1e-14, 1e8),
    },
    "BFGS": {"learning_rate": LogScale(1e-4, 1e5)},
}


def scales_of(rule: str) -> Mapping[str, Scale]:
    """The ranges in which the numbers of a rule of the field are searched.

    >>> scales_of("momentum")["beta"], scales_of("RMSprop")["beta"]
    (MemoryScale(longest=100.0), MemoryScale(longest=10000.0))
    """
    return {**SCALES, **WIDER.get(rule, {})}
