"""The calculus behind AI: write a function, differentiate it, walk it downhill, watch it play.

>>> from calclib import Adam, Function, descend
>>> valley = Function("(1 - x)**2 + 100*(y - x**2)**2")
>>> descend(valley, [-1.2, 1.0], Adam(0.1), steps=500).points.shape
(501, 2)

The names below are loaded when they are first used, so that `import calclib` costs next to nothing:
SymPy and matplotlib take seconds, and most lessons need them late or never.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calclib import expressions as expressions
    from calclib.derivatives import autodiff as autodiff
    from calclib.derivatives import numeric as numeric
    from calclib.derivatives import symbolic as symbolic
    from calclib.functions import landscapes as landscapes
    from calclib.functions import schedules as schedules
    from calclib.functions.function import Function as Function
    from calclib.optimize import roots as roots
    from calclib.optimize.conjugate_gradient import ConjugateGradient as ConjugateGradient
    from calclib.optimize.descent import Path as Path
    from calclib.optimize.descent import descend as descend
    from calclib.optimize.descent import sweep as sweep
    from calclib.optimize.descent import walk as walk
    from calclib.optimize.norms import Lion as Lion
    from calclib.optimize.norms import Muon as Muon
    from calclib.optimize.norms import SignDescent as SignDescent
    from calclib.optimize.range_test import RangeTest as RangeTest
    from calclib.optimize.range_test import range_test as range_test
    from calclib.optimize.rules import BFGS as BFGS
    from calclib.optimize.rules import AdaGrad as AdaGrad
    from calclib.optimize.rules import Adam as Adam
    from calclib.optimize.rules import AdamW as AdamW
    from calclib.optimize.rules import AMSGrad as AMSGrad
    from calclib.optimize.rules import GaussNewton as GaussNewton
    from calclib.optimize.rules import GradientDescent as GradientDescent
    from calclib.optimize.rules import LineSearch as LineSearch
    from calclib.optimize.rules import Momentum as Momentum
    from calclib.optimize.rules import Nesterov as Nesterov
    from calclib.optimize.rules import Newton as Newton
    from calclib.optimize.rules import RMSprop as RMSprop
    from calclib.optimize.trust_region import TrustRegion as TrustRegion
    from calclib.optimize.tuning import LogScale as LogScale
    from calclib.optimize.tuning import MemoryScale as MemoryScale
    from calclib.optimize.tuning import Tuning as Tuning
    from calclib.optimize.tuning import median_interval as median_interval
    from calclib.optimize.tuning import tune as tune
    from calclib.optimize.wrappers import Ascent as Ascent
    from calclib.optimize.wrappers import Averaged as Averaged
    from calclib.optimize.wrappers import Clipped as Clipped
    from calclib.optimize.wrappers import Projected as Projected
    from calclib.practice import check as check
    from calclib.practice import derivative_exercise as derivative_exercise
    from calclib.practice import exercise as exercise
    from calclib.practice import follow as follow
    from calclib.practice import practise as practise
    from calclib.practice import predict as predict
    from calclib.stage.axis import Axis as Axis
    from calclib.stage.marks import Varying as Varying
    from calclib.stage.panel import Panel as Panel
    from calclib.stage.player import play as play
    from calclib.stage.scene import Scene as Scene
    from calclib.words import language as language

__version__ = "0.1.0"

ROOMS = {
    "calclib": ("expressions",),
    "calclib.derivatives": ("autodiff", "numeric", "symbolic"),
    "calclib.functions": ("landscapes", "schedules"),
    "calclib.optimize": ("roots",),
}
NAMES = {
    "calclib.functions.function": ("Function",),
    "calclib.optimize.conjugate_gradient": ("ConjugateGradient",),
    "calclib.optimize.descent": ("Path", "descend", "sweep", "walk"),
    "calclib.optimize.range_test": ("RangeTest", "range_test"),
    "calclib.optimize.rules": (
        *("GradientDescent", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam", "AMSGrad"),
        *("AdamW", "Newton", "GaussNewton", "BFGS", "LineSearch"),
    ),
    "calclib.optimize.norms": ("Lion", "Muon", "SignDescent"),
    "calclib.optimize.trust_region": ("TrustRegion",),
    "calclib.optimize.tuning": ("LogScale", "MemoryScale", "Tuning", "median_interval", "tune"),
    "calclib.optimize.wrappers": ("Ascent", "Averaged", "Clipped", "Projected"),
    "calclib.practice": (
        *("check", "derivative_exercise", "exercise", "follow", "practise", "predict"),
    ),
    "calclib.stage.player": ("play",),
    "calclib.stage.axis": ("Axis",),
    "calclib.stage.marks": ("Varying",),
    "calclib.stage.panel": ("Panel",),
    "calclib.stage.scene": ("Scene",),
    "calclib.words": ("language",),
}
__all__ = sorted(name for names in (*ROOMS.values(), *NAMES.values()) for name in names)


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    for home, names in ROOMS.items():
        if name in names:
            return import_module(f"{home}.{name}")
    for home, names in NAMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'calclib' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
