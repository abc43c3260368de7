"""The cheat sheets: one printable page a part, made of what calclib says of itself.

Formulas, uses and failures are read from docstrings, stories from landscapes; derivatives, errors
and eigenvalues are computed; the pictures are scenes. Nothing here is written twice.

    uv run python tools/cheat_sheets.py
"""

import base64
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from refresh import ROOT

from calclib.arrays import Array
from calclib.derivatives import autodiff, numeric, symbolic
from calclib.expressions.elementary import logsumexp, relu, sigmoid, softmax
from calclib.expressions.formulas import expression
from calclib.functions import landscapes
from calclib.functions.function import Function
from calclib.functions.landscapes import Landscape
from calclib.learn.layers import Shape, parameter_count
from calclib.lessons.attend import letters, look_ups
from calclib.lessons.decide import gamblers
from calclib.lessons.decide import scenes as decide
from calclib.lessons.remember import cliff
from calclib.lessons.remember import scenes as remember
from calclib.lessons.see import scenes as see
from calclib.optimize import rules
from calclib.optimize.descent import Path, descend
from calclib.stage.formats import format_number
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
# A part of a network with its slope, as words and as code; a test holds the one against the other.
NETWORK_SLOPES: tuple[tuple[str, str, Callable[[Array], Array], Callable[[Array], Array]], ...] = (
    ("log Σ eˣ", "softmax(x) = p", logsumexp, softmax),
    (
        "cross-entropy of softmax(x), label 0",
        "p − y, with y = 1 at the label",
        lambda x: logsumexp(x) - x[..., 0],
        lambda x: softmax(x) - np.eye(x.shape[-1])[0],
    ),
    (
        "pᵢ = softmax(x)ᵢ, here i = 0",
        "∂pᵢ/∂xⱼ = pᵢ (δᵢⱼ − pⱼ)",
        lambda x: softmax(x)[..., 0],
        lambda x: softmax(x)[..., :1] * (np.eye(x.shape[-1])[0] - softmax(x)),
    ),
    (
        "Σ log σ(x)",
        "1 − σ(x)",
        lambda x: np.sum(np.log(sigmoid(x)), axis=-1),
        lambda x: 1 - sigmoid(x),
    ),
    (
        "Σ tanh x",
        "1 − tanh² x",
        lambda x: np.sum(np.tanh(x), axis=-1),
        lambda x: 1 - np.tanh(x) ** 2,
    ),
    (
        "Σ relu x",
        "1 where x > 0, else 0",
        lambda x: np.sum(relu(x), axis=-1),
        lambda x: (x > 0).astype(float),
    ),
    (
        "max x (a pool)",
        "1 at the largest, else 0",
        lambda x: np.max(x, axis=-1),
        lambda x: (x == x.max(axis=-1, keepdims=True)).astype(float),
    ),
)
# Layers by their shapes, with what they are called.
LAYERS: tuple[tuple[str, list[Shape]], ...] = (
    ("16 kernels, 3 × 3, one channel", [(3, 3, 1, 16), (16,)]),
    ("32 kernels, 3 × 3, 16 channels", [(3, 3, 16, 32), (32,)]),
    ("dense, 144 → 10", [(144, 10), (10,)]),
    ("recurrent, 1 → 16", [(1, 16), (16, 16), (16,)]),
    ("LSTM, 1 → 16: four gates", [(1, 64), (16, 64), (64,)]),
    ("attention, width 32: Q, K, V, out", [(32, 32)] * 4),
    ("table of 27 letters, width 32", [(27, 32)]),
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


def part_3() -> str:
    """Return the page of Part III, in AI: slopes of networks, through time, attention, rewards.

    >>> part_3().count("<tr>") > len(NETWORK_SLOPES)
    True
    """
    return _page(
        "Part III: in AI",
        ("Slopes of the parts of a network", _network_slopes()),
        ("What moves, and how the slope comes back", _cards(network_cards())),
        ("How many numbers a layer has", _layer_sizes()),
        ("What a network has to beat: names, held out", _models_that_count()),
        ("What is left after 50 steps of a forget gate σ(b)", _forgetting()),
    )


def part_of(scene: Scene, panel: int, **at: int) -> Scene:
    """Return one panel of a scene, at the index of its picture unless told.

    >>> len(part_of(see.kernel_slides(), 2).panels)
    1
    """
    index = scene.index(**at)
    return Scene(scene.axes, [scene.panels[panel]], alt=scene.alt, still=index)


def network_cards() -> list[Card]:
    """Return the cards of Part III, with pictures from its lessons.

    >>> network_cards()[0].title
    'a convolution'
    """
    spread = gamblers.variance_of_guess(0.5, np.array([0.0, 10.5]))
    wrong, _ = gamblers.shares(gamblers.four_hundred().probabilities[-1])
    half = gamblers.RATES.index(0.5)
    return [
        Card(
            "a convolution",
            "yᵢ = Σₖ Kₖ xᵢ₊ₖ",
            ["n inputs, k in the kernel: n − k + 1 outputs.", "One kernel reads every place."],
            part_of(see.kernel_slides(), 2),
        ),
        Card(
            "its slope",
            "∂L/∂Kₖ = Σᵢ eᵢ xᵢ₊ₖ,  eᵢ = ∂L/∂yᵢ",
            ["Each place adds error × input.", "Where the input is blank, nothing is learned."],
            part_of(see.slopes_come_back(), 1),
        ),
        Card(
            "one step on the input",
            "x ← x + ε sign(∂L/∂x)",
            ["The loss rises by about ε Σ|∂L/∂x|.", "Random signs of the same size do little."],
        ),
        Card(
            "a slope through time",
            "∂h_T/∂h₀ = Π W diag(1 − h²)",
            [
                "It shrinks or grows by a factor a step.",
                "Tanh tames growth; it mends no shrinking.",
            ],
            part_of(remember.fifty_steps_back(), 1),
        ),
        Card(
            "a gate",
            "c ← f c + i g,  f = σ(b + …)",
            ["What is kept is multiplied by f alone.", "Begin with b well above 0 to remember."],
            part_of(remember.gate_keeps(), 1),
        ),
        Card(
            "clipping",
            "g ← g · min(1, c/‖g‖)",
            ["Shortens the slope and does not turn it.", "One leap off a cliff can end a run."],
            part_of(cliff.over_the_cliff(), 1, step=300),
        ),
        Card(
            "attention",
            "Σⱼ pⱼ vⱼ,  p = softmax(q·k/√d)",
            ["A look-up with a slope.", "The mask goes in before the softmax."],
            part_of(look_ups.turn_the_query(), 1),
        ),
        Card(
            "the division by √d",
            "q·k has deviation √d",
            ["Without it one key takes all,", "and the slope of the softmax is gone."],
            part_of(look_ups.more_dimensions(), 0),
        ),
        Card(
            "a reward without a slope",
            "∇J = E[(R − b) ∇log π(a)]",
            [
                "b changes the spread, not the mean:",
                f"variance {spread[0]:.4g} at b = 0, {spread[1]:.2g} at b = 10.5.",
            ],
            part_of(gamblers.cloud(), 1),
        ),
        Card(
            "certain too early",
            "rewards above 0: what is tried grows likelier",
            [
                f"{wrong[half, 0]:.0%} of 400 learners lock in wrongly; with a baseline "
                f"{wrong[half, 1]:.0%}.",
            ],
            part_of(gamblers.four_hundred_gamblers(), 1),
        ),
        Card(
            "credit",
            "Gₜ = rₜ + rₜ₊₁ + …",
            ["A move is paid by what comes after it."],
            part_of(decide.the_pole(), 0),
        ),
        Card(
            "one function, any sharpness",
            "relu: (k W₁, W₂/k) is the same net for k > 0",
            ["Compare nets at one loss before you call one flat."],
        ),
    ]


def _network_slopes() -> str:
    rows = [f"<tr><td>{what}</td><td>{slope}</td></tr>" for what, slope, _, _ in NETWORK_SLOPES]
    return f"<table><thead><tr><th>f</th><th>slope by x</th></tr></thead>{''.join(rows)}</table>"


def _layer_sizes() -> str:
    rows = [
        f"<tr><td>{name}</td><td>{parameter_count(shapes):,}</td></tr>" for name, shapes in LAYERS
    ]
    return f"<table>{''.join(rows)}</table>"


def _models_that_count() -> str:
    """Nats a letter, and among how many letters that is like choosing."""
    names = ("guess one of 27", "count letters", "count pairs", "count triples")
    rows = [
        f"<tr><td>{name}</td><td>{nats:.3f} nats a letter</td>"
        f"<td>like one of {np.exp(nats):.1f}</td></tr>"
        for name, nats in zip(names, letters.counted(), strict=True)
    ]
    return f"<table>{''.join(rows)}</table>"


def _forgetting() -> str:
    biases = (-1.0, 0.0, 1.0, 3.0, 5.0)
    head = "".join(f"<th>b = {format_number(bias, 'g')}</th>" for bias in biases)
    kept = [float(sigmoid(np.array(bias)) ** 50) for bias in biases]
    left = "".join(f"<td>{format_number(share, '.2g')}</td>" for share in kept)
    return f"<table><thead><tr>{head}</tr></thead><tr>{left}</tr></table>"


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
        both = f"{format_number(low + 0.0, 'g')}, {format_number(high + 0.0, 'g')}"
        lines = [f"Eigenvalues of the Hessian: {both}", verdict]
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
        if legend := ax.get_legend():
            legend.remove()
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
    """The nearest power of ten, for machines round differently; those below 10⁻¹⁴ are rounding."""
    if error <= 1e-14:
        return "rounding"
    return format_number(10.0 ** round(np.log10(error)), ".0e" if error < 0.1 else ".1g")


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
SHEETS = {
    "part-1-change.html": part_1,
    "part-2-descent.html": part_2,
    "part-3-in-ai.html": part_3,
}


def main() -> None:
    """Make all pages again."""
    for name, made in SHEETS.items():
        (FOLDER / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
