"""One small scene for each mark and each control: what contributors look at and tests compare.

`python tests/gallery.py` writes the reference pictures of the browser test again, in light and
dark; look at them before you commit them.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
from browser.launch import chromium, page_of
from PIL import Image
from playwright.sync_api import Browser

from calclib.stage.axis import Axis
from calclib.stage.marks import (
    Mark,
    Varying,
    area,
    arrows,
    bars,
    contours,
    cursor,
    dots,
    graph,
    heat,
    image,
    line,
    surface,
    text,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

PICTURES = Path(__file__).parent / "pictures"
THEMES = ("light", "dark")
WIDTH = 380
STEPS = 41
STEP = Axis("step", range(STEPS), play=True)
BOX = (-2.0, 2.0, -1.5, 1.5)
SLOPES = np.array([1.0, 6.0])


def valley(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The ravine in which everything here walks."""
    return (x**2 + 6 * y**2) / 2


def walks(rate: float) -> Varying:
    """Three runs of gradient descent in closed form: (step, runs, 2)."""
    starts = np.array([[-1.7, 1.2], [1.6, 0.9], [0.8, -1.3]])
    steps = np.arange(STEPS)[:, None, None]
    points = starts * (1 - rate * SLOPES) ** steps
    return Varying(np.where(np.abs(points) < 40, points, np.nan), ("step",))


def moving(*marks: Mark, alt: str, **panel: object) -> Scene:
    """One panel that plays along the step, shown in its middle."""
    return Scene([STEP], [Panel(marks, **panel)], alt=alt, still={"step": STEPS // 2})


def _curves() -> dict[str, Scene]:
    x = np.linspace(-3, 3, 121)
    shift = np.linspace(0, 2, STEPS)[:, None]
    wave = Varying(np.sin(2 * (x - shift)), ("step",))
    at = Varying(shift, ("step",))
    values = Varying((walks(0.1).values ** 2 @ SLOPES / 2), ("step",))
    return {
        "line": moving(line(x, wave), line(x, np.cos(x), color=1, dash="dashed"), alt="Waves."),
        "area": moving(area(x, wave, label="below the wave"), line(x, wave), alt="An area."),
        "cursor": moving(
            line(values, color=[0, 1, 3], label=["a", "b", "c"]),
            cursor("step"),
            alt="Three losses fall; a line stands at the step.",
            y=(1e-6, 10, "log"),
            y_label="loss",
            x_label="step",
        ),
        "line that grows": moving(
            line(values, color=[0, 1, 3], label=["a", "b", "c"], grows=True),
            line(Varying(values.values[:, ::-1] / 3, ("step",)), dash="dashed", grows=True),
            cursor("step"),
            alt="Six losses are drawn as far as the step has come.",
            y=(1e-6, 10, "log"),
            y_label="loss",
            x_label="step",
        ),
        "text": moving(
            line(x, np.sin(2 * x)),
            dots(at, Varying(np.sin(2 * shift), ("step",))),
            text(at, 1.2, "x = {:.2f}", at),
            alt="A dot on a wave with its place in words.",
            y=(-1.4, 1.5),
        ),
    }


def _maps() -> dict[str, Scene]:
    x, y = (
        side.ravel() for side in np.meshgrid(np.linspace(-1.8, 1.8, 9), np.linspace(-1.3, 1.3, 7))
    )
    colors = [0, 1, 3]
    turning = np.linspace(0, 1, STEPS)[:, None, None]
    u, v = np.meshgrid(np.linspace(-1, 1, 40), np.linspace(-1, 1, 30))
    border = np.tanh(4 * (v - turning * np.sin(3 * u)))
    scores = np.concatenate([turning, 1 - turning, 0.3 + 0 * turning], axis=2)[:, 0]
    return {
        "contours": moving(
            contours(valley, BOX),
            trail(walks(0.3), color=colors),
            dots(walks(0.3), color=colors),
            alt="Three runs zig-zag down a ravine.",
            x_label="x",
            y_label="y",
        ),
        "diverged": moving(
            contours(valley, BOX),
            trail(walks(0.36), color=colors),
            dots(walks(0.36), color=colors),
            alt="Three runs leave the ravine.",
        ),
        "arrows": moving(
            contours(valley, BOX),
            arrows(x, y, -x / 12, -y * SLOPES[1] / 12),
            alt="Arrows.",
        ),
        "heat": moving(heat(Varying(border, ("step",)), BOX), alt="A border bends."),
        "image": moving(
            image(
                Varying(
                    np.stack([border / 2 + 0.5, 0 * border + 0.4, turning + 0 * border], -1),
                    ("step",),
                ),
                BOX,
            ),
            alt="A picture in colour.",
        ),
        "bars": moving(
            bars(
                ["cat", "dog", "fox"],
                Varying(scores, ("step",)),
                color=colors,
            ),
            alt="The score of the cat rises, that of the dog falls.",
            y_label="score",
        ),
    }


def _solids() -> dict[str, Scene]:
    colors = [0, 1, 3]
    way = walks(0.3)
    turning = np.linspace(0, 1, STEPS)[:, None, None]
    u, v = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-1.5, 1.5, 31))
    bending = Varying(u**2 / 2 + (1 - 2 * turning) * v**2, ("step",))
    return {
        "surface": moving(
            surface(valley, BOX),
            trail(way, color=colors),
            dots(way, color=colors),
            alt="Three runs walk down a ravine in 3-D.",
            x_label="x",
            y_label="y",
            z_label="loss",
        ),
        "surface that bends": moving(
            surface(bending, BOX, levels=6),
            dots([[0, 0]], color=1),
            alt="A bowl becomes a saddle.",
            z=(-2, 3),
        ),
        "tangent plane": moving(
            surface(lambda x, y: np.exp(-(x**2) - y**2), BOX, levels=0),
            surface(lambda x, y: 0.8 - 0.7 * x, BOX, opacity=0.5, levels=0, colors="cividis"),
            arrows(0.4, 0.0, -0.9, 0.0, z=[0.85], w=[0.6], color=1, width=2.5),
            text(0.4, 0.0, "uphill", z=[0.7], anchor="end"),
            alt="A plane touches a hill.",
            camera=(-70, 20),
            z=(0, 1.6),
        ),
    }


def _insets() -> dict[str, Scene]:
    colors = [0, 1, 3]
    way = walks(0.3)
    loss = Varying(way.values**2 @ SLOPES / 2, ("step",))
    near = 0.8 ** np.arange(STEPS)[:, None, None]
    zoomed = Varying(way.values / near, ("step",))
    panels = [
        Panel(
            [
                contours(valley, BOX),
                trail(way, color=colors),
                dots(way, color=colors),
            ],
            x_label="x",
            y_label="y",
        ),
        Panel(
            [line(loss, color=colors), cursor("step")],
            y=(1e-5, 20, "log"),
            title="loss",
            inset="top right",
            width=0.36,
        ),
        Panel([dots(zoomed, color=colors)], x=(-2, 2), y=(-2, 2), inset="bottom left", width=0.3),
    ]
    alt = "Three runs in a ravine; in two corners their loss and a closer look."
    return {"inset": Scene([STEP], panels, alt=alt, still={"step": STEPS // 2})}


def _graphs() -> dict[str, Scene]:
    names = ["w", "x", "b", "w·x", "+", "σ", "y", "L"]
    edges = [(0, 3), (1, 3), (3, 4), (2, 4), (4, 5), (5, 7), (6, 7)]
    steps = Axis("step", range(9), play=True)
    values = np.full((9, 8), np.nan)
    gradients = np.full((9, 8), np.nan)
    active = np.zeros((9, 8))
    flow = np.zeros((9, 7))
    values[:, [0, 1, 2, 6]] = 0.5, 2, -1, 1
    for k, (node, value) in enumerate([(3, 1.0), (4, 0.0), (5, 0.5), (7, 0.125)], start=1):
        values[k:, node] = value
        active[k, node] = 1
        flow[k, [i for i, edge in enumerate(edges) if edge[1] == node]] = 1
    back = [([7], [1]), ([5, 6], [-0.5, 0.5]), ([4], [-0.125]), ([3, 2], [-0.125] * 2)]
    for k, (nodes, slopes) in enumerate(back, start=5):
        gradients[k:, nodes] = slopes
        active[k, nodes] = 2
        flow[k, [i for i, edge in enumerate(edges) if edge[0] in nodes]] = 2
    mark = graph(
        names,
        edges,
        values=Varying(values, ("step",)),
        gradients=Varying(gradients, ("step",)),
        active=Varying(active, ("step",)),
        flow=Varying(flow, ("step",)),
    )
    panel = Panel([mark], title="One neuron")
    alt = "Values flow to the right, then gradients flow back."
    return {"graph": Scene([steps], [panel], alt=alt, still={"step": 6})}


def _controls() -> dict[str, Scene]:
    x = np.linspace(0, 6, 121)
    rates = np.geomspace(0.5, 4, 7)
    starts = np.array([[1.0, 0], [3, 0], [5, 0]])
    waves = np.sin(rates[:, None, None] * x), np.sign(np.sin(rates[:, None, None] * x))
    wave = Varying(np.stack(waves, 1), ("pace", "shape"))
    panel = Panel(
        [line(x, wave, label="wave"), dots(Varying(starts, ("place",)), label="place")],
        pick="place",
        x_label="time",
    )
    axes = [
        Axis("pace", rates, scale="log"),
        Axis("shape", ["sine", "square"]),
        Axis("place", starts),
    ]
    pace = Varying(rates, ("pace",))
    alt = "A wave whose pace and shape are chosen."
    return {"controls": Scene(axes, [panel], alt=alt, readout=[("pace", pace, ".2f")])}


def gallery() -> dict[str, Scene]:
    """All scenes by name."""
    makers = (_curves, _maps, _solids, _insets, _graphs, _controls)
    return {name: scene for make in makers for name, scene in make().items()}


def shoot(browser: Browser, scene: Scene, theme: str, folder: Path) -> Image.Image:
    """The panels of a scene at its still, as the browser paints them."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 700}, color_scheme=theme)  # type: ignore[arg-type]
    file = folder / "scene.html"
    scheme = f'<meta name="color-scheme" content="{theme}">'
    file.write_text(page_of(scene, scheme), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_selector("[data-painted]")
    for axis in scene.axes:
        if axis.play:
            step = scene.index()[axis.name]
            page.fill(f'input[data-axis="{axis.name}"]', str(step))
            page.wait_for_selector(f'[data-index-{axis.slug}="{step}"]')
    data = page.locator(".panels").screenshot()
    page.close()
    return Image.open(BytesIO(data)).convert("RGB")


def main() -> None:
    """Write the reference pictures again."""
    PICTURES.mkdir(exist_ok=True)
    with chromium() as browser:
        for name, scene in gallery().items():
            for theme in THEMES:
                shot = shoot(browser, scene, theme, PICTURES)
                small = shot.quantize(200, Image.Quantize.MAXCOVERAGE, kmeans=2)
                small.save(PICTURES / f"{name.replace(' ', '-')}-{theme}.png", optimize=True)
    (PICTURES / "scene.html").unlink()


if __name__ == "__main__":
    main()
