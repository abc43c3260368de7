"""Chart: what is known of a loss beyond its formula."""

from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """The map of a loss: where to look, where to start, and the flat points that are known.

    box: (x₀, x₁) or (x₀, x₁, y₀, y₁).
    start: (d,).
    minima, saddles: points in the box, the lowest minimum first.
    smooth: False where a minimum is a kink, which has no Hessian.
    story: one sentence on what to notice.
    source: where the loss comes from.
    What is not known is empty.

    >>> Chart(box=(-1, 1), minima=((0.0,),)).saddles
    ()
    """

    box: Point = ()
    start: Point = ()
    minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    smooth: bool = True
    story: str = ""
    source: str = ""
