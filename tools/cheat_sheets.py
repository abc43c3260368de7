"""The cheat sheets: one printable page a part, made of what calclib says of itself.

Formulas, uses and failures are read from docstrings, stories from landscapes; derivatives, errors
and eigenvalues are computed; the pictures are scenes. Nothing here is written twice.

    uv run python tools/cheat_sheets.py
"""

import base64
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from refresh import ROOT

from calclib.derivatives import autodiff, numeric, symbolic
from calclib.expressions.formulas import expression
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.functions.landscapes import Landscape
from calclib.optimize import rules
from calclib.optimize.descent import Path, descend
from calclib.stage.marks import contours, dots, line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

KAPPA = 20.0
RUNS: tuple[rules.Rule, ...] = (
    *(rules.GradientDescent(2 / 21), rules.Momentum(0.13, 0.4), rules.Nesterov(0.05, 0.63)),
    *(rules.AdaGrad(0.5), rules.RMSprop(0.1, 0.9), rules.Adam(0.15)),
    *(rules.AMSGrad(0.15), rules.AdamW(0.15, weight_decay=0.1), rules.Newton()),
    *(rules.GaussNewton(), rules.BFGS(), rules.LineSearch(1.0, rules.GradientDescent(1.0))),
)
GROUNDS = (
    "double_well",
    "ripple",
    "bowl",
    "saddle",
    "plateau",
    "rosenbrock",
    "himmelblau",
    "rastrigin",
)
ELEMENTARY = (
    *("x^3", "1/x", "sqrt x", "e^x", "ln x", "sin x", "cos x", "tan x"),
    *("tanh x", "sigmoid(x)", "softplus(x)", "x^2 sin x", "sin(x^2)", "sin(x)/x"),
)
STYLE = """
@page { size: A4; margin: 10mm }
* { box-sizing: border-box }
body { font: 7.7pt/1.27 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 190mm; margin: 0 auto }
h1 { font-size: 15pt; margin: 0 0 1mm } h2 { font-size: 10.5pt; margin: 3mm 0 1mm }
h3 { font-size: 9pt; margin: 0 } p { margin: 0.4mm 0 }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(88mm, 1fr));
  gap: 1.6mm 5mm }
.card { display: grid; grid-template-columns: 23mm 1fr; gap: 2.5mm;
  align-content: start; break-inside: avoid }
.small { grid-template-columns: repeat(auto-fill, minmax(42mm, 1fr)) }
.small .card { grid-template-columns: 1fr; gap: 0.5mm } .small img { width: 23mm }
img { width: 100%; height: auto } .formula { font-family: Cambria, "DejaVu Serif", serif }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 0.2mm solid #ccc; padding: 0.5mm 2mm; text-align: left; font-weight: 400 }
thead th { font-weight: 600 } b { font-weight: 600 }
"""


@dataclass(frozen=True)
class Card:
    """What a page says of one thing: its name, a formula, lines of words, a picture."""

    title: str
    formula: str
    lines: Sequence[str]
    scene: Scene | None = None

    @property
    def html(self) -> str:
        """The card as HTML."""
        said = "".join(f"<p>{line}</p>" for line in self.lines)
        head = f"<h3>{escape(self.title[0].upper() + self.title[1:])}</h3>"
        words = f"<div>{head}<p class=formula>{self.formula}</p>{said}</div>"
        return f"<div class=card>{_image(self.scene)}{words}</div>" if self.scene else words


def part_1() -> str:
    """Return the page of Part I, change: slopes, three ways to them, gradient and curvature.

    >>> "Two-sided" in part_1() or "central" in part_1()
    True
    """
    return _page(
        "Part I: change",
        ("The slopes of common functions", _slopes()),
        ("Three ways to a derivative", _cards(_ways())),
        ("Differences, for eˣ at x = 1", _methods()),
        ("Gradient and curvature: what a flat point is", _cards(_flat_points(), small=True)),
    )


def part_2() -> str:
    """Return the page of Part II, descent: every rule in one ravine, and what to test it on.

    >>> part_2().count("Fails:") == len(RUNS)
    True
    """
    ground = f"Rules, each for 30 steps from the same start in one ravine, κ = {KAPPA:g}"
    return _page(
        "Part II: descent",
        (ground, _cards(map(rule_card, RUNS))),
        ("Landscapes to test them on", _cards(map(ground_card, GROUNDS), small=True)),
    )


def uses(text: str) -> list[str]:
    """Return what a docstring says something is good for, and how it fails, in HTML.

    >>> uses("Adds. Good for: sums. Fails: never. Source: none.")
    ['<b>Good for:</b> sums.', '<b>Fails:</b> never.']
    """
    words = " ".join(text.split())
    found = re.search(r"Good for: (.*?\.) Fails: (.*?\.)(?: [A-Z>]|$)", words)
    if not found:
        raise ValueError(f"{words[:40]!r} … does not say 'Good for: … . Fails: … .'")
    good, fails = map(escape, found.groups())
    return [f"<b>Good for:</b> {good}", f"<b>Fails:</b> {fails}"]


def formula_of(text: str) -> str:
    """Return the formula of the first line of a docstring that assigns something.

    >>> formula_of("Downhill: x ← x − αg.")
    'x ← x − αg'
    """
    found = re.search(r"(?m)^ *(?:[^←\n]*?: )?(\S+ ← .*?)\.?$", text)
    if not found:
        raise ValueError(f"{text[:40]!r} … has no line with ←.")
    return found[1]


def rule_card(rule: rules.Rule) -> Card:
    """Return the card of a rule, with its path in the ravine.

    >>> rule_card(rules.GradientDescent(0.1)).formula
    'x ← x − α∇f(x)'
    """
    text = type(rule).__doc__ or ""
    return Card(rule.title, escape(formula_of(text)), uses(text), ravine_path(rule))


def ravine_run(rule: rules.Rule, steps: int = 30) -> Path:
    """Walk a rule through the ravine from the start that all share.

    >>> ravine_run(rules.Newton()).status.item()
    'converged at step 1'
    """
    root = (KAPPA / 2) ** 0.5
    ravine = Function.from_residuals(lambda x, y: (x / 2**0.5, root * y))
    return descend(ravine, [-1.4, 0.6], rule, steps)


def ravine_path(rule: rules.Rule) -> Scene:
    """Draw the ravine from above with the path of a rule on it.

    >>> len(ravine_path(rules.Newton()).panels)
    1
    """
    points = np.array(ravine_run(rule).points)
    levels = [KAPPA * (k / 8) ** 2 for k in range(1, 9)]
    marks = [line(*points.T, color=1, width=1.8), dots(points, color=1, size=4)]
    ground = landscapes.ravine(KAPPA)
    return _map(ground, marks, (-1.6, 1.6, -0.9, 0.9), levels, f"The path of {rule.label}.")


def ground_card(name: str) -> Card:
    """Return the card of a landscape: its formula, its story, and its curvature at the minimum.

    >>> ground_card("bowl").lines[1]
    'κ = 1 at (0, 0)'
    """
    f = getattr(landscapes, name)
    lines = [escape(f.story)]
    if f.minima and f.dimension == 2:
        curvatures = np.linalg.eigvalsh(f.hessian(f.minima[0]))
        lines.append(f"κ = {curvatures[-1] / curvatures[0]:.4g} at {_point(f.minima[0])}")
    return Card(f.name, _mathml(f.expression), lines, _looked_at(f))


def _slopes() -> str:
    rows = [
        f"<tr><td>{_mathml(expression(text)[0])}</td>"
        f"<td>{_mathml(symbolic.derivative(text).expression)}</td>"
        for text in ELEMENTARY
    ]
    half = (len(rows) + 1) // 2
    pairs = zip(rows[:half], [row[4:] for row in rows[half:]], strict=True)
    head = "<thead><tr><th>f</th><th>f′</th><th>f</th><th>f′</th></tr></thead>"
    return f"<table>{head}{''.join(left + right + '</tr>' for left, right in pairs)}</table>"


def _ways() -> list[Card]:
    x = np.linspace(-2, 2, 81)
    curve = Scene(
        [],
        [Panel([line(x, np.tanh(x), color=0), line(x, 1 - np.tanh(x) ** 2, color=1)])],
        alt="A curve and its slope.",
    )
    v = numeric.error_curve(np.exp, 1.0, ["forward", "central"], np.logspace(-15, 0, 61), np.exp)
    lines = [line(np.logspace(-15, 0, 61), v[name] + 1e-17, color=k) for k, name in enumerate(v)]
    bend = Scene([], [Panel(lines, x="log", y="log")], alt="Errors against the step: a V.")
    return [
        Card("A formula: symbolic", "(fg)′ = f′g + fg′", uses(symbolic.__doc__ or ""), curve),
        Card(
            "Differences: numeric", "(f(x + h) − f(x − h)) / 2h", uses(numeric.__doc__ or ""), bend
        ),
        Card("Forward mode: Dual", "f(x + ε) = f(x) + f′(x)ε", uses(autodiff.Dual.__doc__ or "")),
        Card("Reverse mode: Tensor", "∂L/∂x = ∂L/∂y · ∂y/∂x", uses(autodiff.Tensor.__doc__ or "")),
    ]


def _methods() -> str:
    rows = []
    for name, method in numeric.METHODS.items():
        best, tiny = (
            np.abs(numeric.derivative(np.exp, name, h)(1.0) - np.e) / np.e for h in (None, 1e-12)
        )
        step = f"ε<sup>{method.exponent:.2g}</sup>" if method.exponent else "chosen as it goes"
        rows.append(
            f"<tr><td>{name.replace('_', ' ')}</td><td>{step}</td><td>{_rough(best)}</td>"
            f"<td>{_rough(tiny)}</td></tr>"
        )
    head = "<th>method</th><th>default step</th><th>error there</th><th>error at h = 10⁻¹²</th>"
    return f"<table><thead><tr>{head}</tr></thead>{''.join(rows)}</table>"


def _flat_points() -> list[Card]:
    dome = Function("-(x^2 + y^2)", name="dome")
    grounds = (landscapes.bowl, dome, landscapes.saddle, landscapes.monkey_saddle)
    cards = []
    for f in grounds:
        low, high = np.linalg.eigvalsh(f.hessian([0.0, 0.0]))
        kinds = {"minimum": low > 0, "maximum": high < 0, "saddle": low < 0 < high}
        verdict = next((kind for kind, holds in kinds.items() if holds), "the Hessian is silent")
        lines = [f"Eigenvalues of the Hessian: {low + 0.0:g}, {high + 0.0:g}", verdict]
        cards.append(Card(f.name, _mathml(f.expression), lines, _looked_at(f)))
    return cards


def _looked_at(f: Function) -> Scene:
    """A landscape from above, or as a curve."""
    if f.dimension == 1 and isinstance(f, Landscape):
        x = np.linspace(f.box[0], f.box[1], 161)
        return Scene([], [Panel([line(x, f(x), color=0)])], alt=f"The curve of {f.name}.")
    box = f.box if isinstance(f, Landscape) else (-2.0, 2.0, -2.0, 2.0)
    minima = f.minima if isinstance(f, Landscape) else ()
    marks = [dots(np.array(minima or [(0.0, 0.0)]), color=1, size=6)]
    mesh = np.meshgrid(*(np.linspace(box[k], box[k + 1], 60) for k in (0, 2)))
    levels = np.quantile(f(*mesh), np.linspace(0.02, 0.98, 11) ** 1.5)
    return _map(f, marks, box, sorted(set(map(float, levels))), f"{f.name} from above.")


def _map(f: Any, marks: list[Any], box: Any, levels: Sequence[float], alt: str) -> Scene:
    ground = contours(f, box, levels=levels)
    return Scene([], [Panel([ground, *marks], x=tuple(box[:2]), y=tuple(box[2:]))], alt=alt)


def _image(scene: Scene) -> str:
    """A scene as a small sharp picture without its numbers, inside the page."""
    from PIL import Image

    from calclib.stage.picture import picture

    figure = picture(scene)
    figure.set_layout_engine("none")
    figure.set_size_inches(1.6, 1.1)
    for words in figure.texts:
        words.set_text("")
    for ax in figure.axes:
        ax.set_position((0.02, 0.02, 0.96, 0.96))
        ax.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False, which="both")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=200)
    few = Image.open(stream).convert("RGB").quantize(48)
    few.save(packed := io.BytesIO(), "PNG", optimize=True)
    data = base64.b64encode(packed.getvalue()).decode()
    return f'<img alt="{escape(scene.alt)}" src="data:image/png;base64,{data}">'


def _mathml(expression: Any) -> str:
    from sympy.printing.mathml import mathml

    written: str = mathml(expression, printer="presentation")
    for name, sign in (("ExponentialE", "e"), ("InvisibleTimes", "\u2062")):
        written = written.replace(f"&{name};", sign)
    return f"<math>{written}</math>"


def _point(point: Iterable[float]) -> str:
    return "(" + ", ".join(f"{x:.3g}" for x in point) + ")"


def _rough(error: float) -> str:
    """An error to one digit; those below 10⁻¹⁴ are rounding."""
    return f"{error:.0e}" if error > 1e-14 else "rounding"


def _cards(cards: Iterable[Card], small: bool = False) -> str:
    kind = "cards small" if small else "cards"
    return f'<div class="{kind}">{"".join(card.html for card in cards)}</div>'


def _page(title: str, *sections: tuple[str, str]) -> str:
    body = "".join(f"<h2>{escape(head)}</h2>{content}" for head, content in sections)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{STYLE}</style><h1>{title}</h1>{body}</html>\n"
    )


FOLDER = ROOT / "notebooks" / "cheat-sheets"
SHEETS = {"part-1-change.html": part_1, "part-2-descent.html": part_2}


def main() -> None:
    """Make both pages again."""
    for name, made in SHEETS.items():
        (FOLDER / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
