"""The browser side on a plain page: it paints, plays, listens to every control, and stays quiet."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser.launch import chromium, packed, page_of
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.camera import project, sides, to_box
from calclib.stage.marks import (
    MARKS,
    Varying,
    area,
    arrows,
    contours,
    cursor,
    dots,
    graph,
    heat,
    line,
    surface,
    text,
    trail,
)
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

STEPS = 30
RATES = (0.02, 0.05, 0.12)
PLAYER = "[data-calclib=player]"
VIEWPORT = {"viewport": {"width": 900, "height": 900}}

Open = Callable[..., Page]
SeenAt = Callable[..., tuple[float, float]]


def valley() -> Scene:
    """Three starts, three rates (the last diverges), a choice of words and an axis of points."""
    slopes = np.array([1.0, 18.0])
    starts = np.array([[-1.5, 1.0], [1.5, 0.5], [0.5, -1.0]])
    steps = np.arange(STEPS + 1)[:, None, None, None]
    points = starts * (1 - np.array(RATES)[:, None, None] * slopes) ** steps
    points[np.abs(points) > 1e3] = np.nan
    over = ("step", "learning rate")
    way = Varying(points, over)
    loss = Varying(points**2 @ slopes / 2, over)
    corner = Varying(starts[:, :1], ("start",)), Varying(starts[:, 1:], ("start",))
    shade = np.linspace(0, 1, 2 * 6 * 6).reshape(2, 6, 6)
    x = np.linspace(-2, 2, 41)
    return Scene(
        axes=[
            Axis("step", range(STEPS + 1), play=True, duration=1.0),
            Axis("learning rate", RATES, scale="log"),
            Axis("rule", ["plain", "momentum"]),
            Axis("start", starts),
        ],
        panels=[
            Panel(
                [
                    contours(lambda x, y: (x**2 + 18 * y**2) / 2, (-2, 2, -2, 2)),
                    trail(way, color=[0, 1, 2], label="runs"),
                    dots(way, color=[0, 1, 2]),
                    arrows(*corner, -0.4, 0.0),
                ],
                title="Path",
                x_label="x",
                y_label="y",
                pick="start",
            ),
            Panel([line(loss, label="loss"), cursor("step")], title="Loss", y="log"),
            Panel(
                [
                    heat(Varying(shade, ("rule",)), (-2, 2, 0, 4)),
                    area(x, x**2, label="below"),
                    text(0, 3, "step {:.0f}", Varying(np.arange(STEPS + 1.0), ("step",))),
                ],
            ),
        ],
        alt="Three walks down a narrow valley; at the largest rate they leave it.",
        readout=[("loss", Varying((points**2 @ slopes / 2)[:, :, 0], over), ".3g")],
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_scene(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open the scene on a page of its own; any error on the page fails the test."""
    errors: list[str] = []
    contexts = []

    def open_scene(
        scene: Scene | None = None,
        head: str = "",
        answers: dict[str, Any] | None = None,
        **options: Any,
    ) -> Page:
        file = tmp_path / f"scene-{len(contexts)}.html"
        text = page_of(scene or valley(), head, answers=answers or {})
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(**(VIEWPORT | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(file.as_uri())
        page.wait_for_selector("[data-painted]")
        return page

    yield open_scene
    for context in contexts:
        context.close()
    assert errors == []


def messages(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("model.messages")
    return found


def shows(page: Page, **index: int) -> None:
    """Wait until the painted index is this one."""
    for name, place in index.items():
        attribute = f"data-index-{name.replace('_', '-')}"
        expect(page.locator(PLAYER)).to_have_attribute(attribute, str(place))


def ink(page: Page, panel: int, layer: str = "moving") -> int:
    """How many pixels of a canvas are painted."""
    script = """([panel, layer]) => {
      const canvas = document.querySelectorAll('canvas.' + layer)[panel];
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let k = 3; k < data.length; k += 4) if (data[k] > 0) count++;
      return count;
    }"""
    count: int = page.evaluate(script, [panel, layer])
    return count


def test_a_scene_paints_every_panel_and_does_not_play_by_itself(open_scene: Open) -> None:
    page = open_scene()
    shows(page, step=0, learning_rate=0, rule=0, start=0)
    assert all(ink(page, panel, "still") > 500 for panel in range(3))
    page.wait_for_timeout(200)
    shows(page, step=0)
    assert messages(page) == []


def test_the_painters_are_for_exactly_the_marks_that_python_knows(open_scene: Open) -> None:
    page = open_scene()
    assert set(page.evaluate("kinds")) == set(MARKS)


def test_play_runs_to_the_end_and_says_so_once(open_scene: Open) -> None:
    page = open_scene()
    page.click("[data-role=play]")
    expect(page.locator("[data-role=play]")).to_have_attribute("aria-label", "Pause")
    page.wait_for_function("document.querySelector('figure').dataset.indexStep > 5")
    assert messages(page) == []
    shows(page, step=STEPS)
    expect(page.locator("[data-role=play]")).to_have_attribute("aria-label", "Play")
    page.wait_for_function("model.messages.length > 0")
    page.wait_for_timeout(300)
    assert [told["index"]["step"] for told in messages(page)] == [STEPS]


def test_play_at_the_end_starts_again(open_scene: Open) -> None:
    page = open_scene()
    page.focus(".panels")
    page.keyboard.press("End")
    shows(page, step=STEPS)
    page.click("[data-role=play]")
    page.wait_for_function("document.querySelector('figure').dataset.indexStep < 15")


def test_a_trail_grows_with_the_step(open_scene: Open) -> None:
    page = open_scene()
    before = ink(page, 0)
    page.fill("input[data-axis=step]", "20")
    shows(page, step=20)
    assert ink(page, 0) > before + 100


@pytest.mark.parametrize(
    ("name", "slug", "last"),
    [("step", "step", STEPS), ("learning rate", "learning_rate", 2), ("start", "start", 2)],
)
def test_each_slider_moves_its_axis(open_scene: Open, name: str, slug: str, last: int) -> None:
    page = open_scene()
    page.focus(f'input[data-axis="{name}"]')
    page.keyboard.press("End")
    shows(page, **{slug: last})
    page.keyboard.press("ArrowLeft")
    shows(page, **{slug: last - 1})


def test_dragging_a_slider_sends_nothing_until_it_is_let_go(open_scene: Open) -> None:
    page = open_scene()
    box = page.locator("input[data-axis=step]").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    for share in np.linspace(0.1, 0.9, 9):
        page.mouse.move(box["x"] + share * box["width"], middle)
    page.wait_for_timeout(400)
    assert int(page.get_attribute(PLAYER, "data-index-step") or 0) > 20
    assert messages(page) == []
    page.mouse.up()
    page.wait_for_function("model.messages.length === 1")


def test_words_are_chosen_by_buttons(open_scene: Open) -> None:
    page = open_scene()
    page.get_by_role("button", name="momentum").click()
    shows(page, rule=1)
    pressed = page.get_by_role("group", name="rule").locator("[aria-pressed=true]")
    expect(pressed).to_have_text("momentum")


def test_every_key_does_what_it_says(open_scene: Open) -> None:
    page = open_scene()
    page.focus(".panels")
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", STEPS),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        shows(page, step=step)
    page.keyboard.press(" ")
    page.wait_for_function("document.querySelector('figure').dataset.indexStep > 0")


def test_every_control_can_be_reached_by_tab(open_scene: Open) -> None:
    page = open_scene()
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.dataset.role || document.activeElement.dataset.axis"
                " || document.activeElement.className || document.activeElement.textContent"
            )
        )
    wanted = {"panels", "play", "step", "speed", "loop", "copy", "learning rate", "start"}
    assert wanted | {"plain", "momentum", "switch"} <= reached


def test_a_click_in_the_panel_picks_the_nearest_start(open_scene: Open) -> None:
    page = open_scene()
    box = page.locator("canvas.moving").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.85 * box["width"], box["y"] + 0.4 * box["height"])
    shows(page, start=1)
    page.wait_for_function("model.messages.length === 1")


CORNERS = np.array([[-1.5, -1.0], [1.5, -1.0], [0.0, 0.0], [-1.5, 1.0], [1.5, 1.0]])


def bowl(**panel: Any) -> Scene:
    """A bowl in 3-D with one of five starts on it."""
    ground = surface(lambda x, y: (x**2 + y**2) / 2, (-2, 2, -1.5, 1.5))
    frame = {"camera": (-70, 50), "z": (0, 6)} | panel
    marks = [ground, dots(Varying(CORNERS[:, None], ("start",)))]
    return Scene([Axis("start", CORNERS)], [Panel(marks, **frame)], alt="A dot in a bowl.")


def dot_on(page: Page) -> Array:
    """The middle of the one dot of the bowl, in pixels of its canvas."""
    shot = Image.open(BytesIO(page.locator("canvas.moving").screenshot())).convert("RGB")
    far = np.abs(np.asarray(shot).astype(int) - (0xD5, 0x5E, 0x00)).sum(axis=-1)
    rows, columns = np.nonzero(far < 24)
    # Below the dot a line of its colour leads to the floor.
    dot = rows < rows.min() + 7
    return np.array([columns[dot].mean() + 0.5, rows[dot].mean() + 0.5])


def place_in_view(scene: Scene, x: float, y: float) -> Array:
    """A point of the bowl as its camera sees it: right and down, in units of the box."""
    camera = scene.panels[0].camera
    assert camera is not None
    limits = scene.limits[0]
    place = to_box(np.array([x, y, (x**2 + y**2) / 2]), limits, sides(limits, equal=False))
    return project(place, camera)[:2] * (1, -1)


@pytest.fixture(scope="module")
def scale(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[float, Array]:
    """The pixels of a unit of the bowl's box, and where its middle is, measured on the page."""
    scene = bowl(pick="start")
    file = tmp_path_factory.mktemp("bowl") / "bowl.html"
    file.write_text(page_of(scene), encoding="utf-8")
    page = browser.new_page(viewport=VIEWPORT["viewport"])
    page.goto(file.as_uri())
    page.wait_for_selector("[data-painted]")
    dots_at = []
    for key, start in (("Home", 0), ("End", len(CORNERS) - 1)):
        page.locator("input[data-axis=start]").press(key)
        shows(page, start=start)
        expect(page.locator(PLAYER)).to_have_attribute("data-moving", "false")
        dots_at.append(dot_on(page))
    page.close()
    first, last = (place_in_view(scene, *CORNERS[k]) for k in (0, -1))
    unit = float(np.linalg.norm(dots_at[1] - dots_at[0]) / np.linalg.norm(last - first))
    return unit, dots_at[0] - unit * first


@pytest.fixture
def seen_at(scale: tuple[float, Array]) -> SeenAt:
    """The place on the page at which a point of the bowl is seen."""
    unit, middle = scale

    def seen_at(page: Page, scene: Scene, x: float, y: float) -> tuple[float, float]:
        box = page.locator("canvas.moving").bounding_box()
        assert box is not None
        across, down = middle + unit * place_in_view(scene, x, y)
        return box["x"] + across, box["y"] + down

    return seen_at


@pytest.mark.parametrize("start", range(1, 5))
def test_a_click_on_a_surface_picks_the_nearest_start(
    open_scene: Open, seen_at: SeenAt, start: int
) -> None:
    scene = bowl(pick="start")
    page = open_scene(scene)
    page.mouse.click(*seen_at(page, scene, *CORNERS[start] * 0.9))
    shows(page, start=start)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()
    page.wait_for_function("model.messages.length > 0")


def test_on_a_surface_a_drag_of_the_dot_moves_it_and_a_drag_elsewhere_turns(
    open_scene: Open, seen_at: SeenAt
) -> None:
    scene = bowl(pick="start")
    page = open_scene(scene)
    drag(page, seen_at(page, scene, *CORNERS[0]), seen_at(page, scene, 1.4, 0.9))
    shows(page, start=4)
    assert "views" not in messages(page)[-1]
    drag(page, seen_at(page, scene, 0.4, -0.4), seen_at(page, scene, -1.2, -0.9))
    page.wait_for_function("'views' in model.messages.at(-1)")
    shows(page, start=4)


def test_a_click_on_a_surface_asks_for_the_very_place(open_scene: Open, seen_at: SeenAt) -> None:
    scene = bowl(drag="start")
    page = open_scene(scene, answers={"start": [1.5, 1.0]})
    page.mouse.click(*seen_at(page, scene, -1.0, 0.5))
    page.wait_for_function("model.messages.some((said) => said.type === 'ask')")
    asked = next(said for said in messages(page) if said.get("type") == "ask")
    assert np.allclose(asked["answers"]["start"], [-1.0, 0.5], atol=0.02)
    handle = page.locator(".handle").bounding_box()
    assert handle is not None
    middle = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    assert np.allclose(middle, seen_at(page, scene, *asked["answers"]["start"]), atol=2)


def test_the_focused_panel_in_space_turns_and_zooms_by_keys_and_says_so(open_scene: Open) -> None:
    page = open_scene(bowl())
    panel = page.locator("[data-panel]")
    panel.press("ArrowRight")
    shows(page, start=1)
    panel.press("Shift+ArrowRight")
    page.wait_for_function("model.messages.at(-1)?.views?.[0].join() === '-65,50'")
    panel.press("+")
    page.wait_for_function("model.messages.at(-1)?.views?.[0].join() === '-65,50,1.25,0.5,0.5'")
    expect(page.locator(".spoken")).to_contain_text("Seen from −65° around, 50° up; zoom 1.25.")
    for _ in range(12):
        panel.press("+")
    page.wait_for_function("model.messages.at(-1)?.views?.[0][2] === 4")
    panel.press("Alt+ArrowRight")
    panel.press("Alt+ArrowUp")
    page.wait_for_function("model.messages.at(-1)?.views?.[0].join() === '-65,50,4,0.525,0.475'")
    panel.press("0")
    page.wait_for_function("model.messages.at(-1).views === undefined")


def test_the_wheel_scrolls_the_page_over_a_panel_in_space_and_zooms_with_ctrl(
    open_scene: Open,
) -> None:
    page = open_scene(bowl(), head="<style>html { height: 4000px }</style>")
    page.locator("canvas.moving").click()
    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 0")
    page.mouse.wheel(0, -200)
    page.wait_for_function("scrollY === 0")
    assert all("views" not in said for said in messages(page))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function("model.messages.at(-1)?.views?.[0][2] > 1")
    assert page.evaluate("scrollY") == 0


def test_two_fingers_zoom_a_panel_in_space_and_one_that_swipes_up_scrolls_the_page(
    open_scene: Open,
) -> None:
    phone = {"viewport": {"width": 390, "height": 600}, "has_touch": True}
    page = open_scene(bowl(), head="<style>html { height: 4000px }</style>", **phone)
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", (150, 150))
    send("touchStart", (150, 150), (220, 160))
    for step in range(1, 6):
        send("touchMove", (150 - 10 * step, 150), (220 + 10 * step, 160))
    send("touchEnd")
    page.wait_for_function("model.messages.at(-1)?.views?.[0][2] > 1.5")
    assert page.evaluate("scrollY") == 0
    send("touchStart", (190, 250))
    for step in range(1, 12):
        send("touchMove", (190, 250 - 15 * step))
    send("touchEnd")
    page.wait_for_function("scrollY > 0")


def test_a_click_on_a_node_chooses_it(open_scene: Open) -> None:
    names = ["x", "w", "x·w"]
    chain = graph(names, [(0, 2), (1, 2)])
    scene = Scene([Axis("node", names)], [Panel([chain], pick="node")], alt="A product.")
    page = open_scene(scene)
    box = page.locator("canvas.moving").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.5 * box["height"])
    shows(page, node=2)
    page.mouse.click(box["x"] + 0.1 * box["width"], box["y"] + 0.7 * box["height"])
    shows(page, node=1)


def test_the_pointer_reads_the_position_in_numbers(open_scene: Open) -> None:
    page = open_scene()
    page.locator("canvas.moving").first.hover(position={"x": 120, "y": 90})
    words = page.locator(".where").first.inner_text()
    assert words.startswith("(")
    assert words.endswith(")")


def test_the_readout_follows_the_index(open_scene: Open) -> None:
    page = open_scene()
    before = page.locator(".readout").inner_text()
    page.fill("input[data-axis=step]", "12")
    shows(page, step=12)
    assert page.locator(".readout").inner_text() != before


def test_a_new_scene_takes_the_place_and_keeps_the_index(open_scene: Open) -> None:
    page = open_scene()
    page.fill("input[data-axis=step]", "12")
    page.evaluate("scene => replace(scene)", packed(valley()))
    page.wait_for_timeout(100)
    shows(page, step=12)
    assert page.locator("figure").count() == 1


def test_reduced_motion_shows_the_end_and_never_animates(open_scene: Open) -> None:
    page = open_scene(reduced_motion="reduce")
    shows(page, step=STEPS)
    painted = int(page.get_attribute(PLAYER, "data-painted") or 0)
    page.click("[data-role=play]")
    shows(page, step=0)
    assert int(page.get_attribute(PLAYER, "data-painted") or 0) <= painted + 2


def stride(duration: float = 8.0) -> Scene:
    """One dot that takes forty equal steps to the right, and a rate that lifts a line."""
    steps, rates = np.arange(41.0), np.linspace(0.1, 0.9, 9)
    ground = line([0, 40], Varying(np.outer(rates, [1, 1]), ("rate",)), color="#0072b2")
    runner = dots(
        Varying(np.stack([steps, 0 * steps], axis=-1)[:, None], ("step",)), color="#d55e00"
    )
    return Scene(
        [Axis("step", steps, play=True, duration=duration), Axis("rate", rates)],
        [Panel([ground, runner], x=(0, 40), y=(-1, 1))],
        alt="A dot walks to the right.",
    )


# Do something, then look in every frame until all is at rest: where are the dot and the line?
# The dot runs along one row of pixels; the line crosses one column.
WATCH = """act => new Promise((resolve) => {
  const root = document.querySelector('figure');
  const middle = (strip, near) => {
    const found = [];
    for (const canvas of document.querySelectorAll('canvas')) {
      const across = strip === 'row';
      const size = across ? canvas.width : canvas.height;
      const row = 26 + Math.round((canvas.height - 26 - 40) / 2);
      const part = across ? [0, row, size, 1] : [canvas.width - 40, 0, 1, size];
      const { data } = canvas.getContext('2d').getImageData(...part);
      for (let k = 0; k < size; k++) {
        const away = near.map((value, n) => Math.abs(data[4 * k + n] - value));
        if (data[4 * k + 3] > 200 && away[0] + away[1] + away[2] < 30) found.push(k);
      }
    }
    return found.reduce((a, b) => a + b, 0) / found.length;
  };
  const seen = [];
  const look = () => {
    seen.push({ x: middle('row', [213, 94, 0]), y: middle('column', [0, 114, 178]) });
    if (seen.length > 1 && root.dataset.moving === 'false') resolve(seen);
    else requestAnimationFrame(look);
  };
  if (act.key) {
    const event = new KeyboardEvent('keydown', { key: act.key, bubbles: true });
    document.querySelector('.panels').dispatchEvent(event);
  } else {
    const input = document.querySelector(`input[data-axis=${act.axis}]`);
    input.value = act.to;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  requestAnimationFrame(look);
})"""


def watch(page: Page, coordinate: str, **act: Any) -> list[float]:
    """Do something on the page; where the dot (x) or the line (y) was seen in each frame then."""
    return [one[coordinate] for one in page.evaluate(WATCH, act)]


def test_a_step_glides_to_its_place_and_rests_exactly_there(open_scene: Open) -> None:
    page = open_scene(stride())
    end = watch(page, "x", key="End")[-1]
    begin = watch(page, "x", axis="step", to=1)[-1]
    seen = watch(page, "x", key="ArrowRight")
    assert seen == sorted(seen)
    assert any(begin + 0.5 < x < seen[-1] - 0.5 for x in seen)
    assert seen[-1] == pytest.approx(begin + (end - begin) / 39, abs=0.6)
    watch(page, "x", axis="step", to=5)
    # Where it glided to is, to the pixel, where a scrub puts it.
    assert watch(page, "x", axis="step", to=2)[-1] == seen[-1]


def test_what_is_continuous_glides_and_a_scrub_of_play_is_direct(open_scene: Open) -> None:
    page = open_scene(stride())
    lifted = watch(page, "y", axis="rate", to=8)
    assert lifted == sorted(lifted, reverse=True)
    assert len({round(y) for y in lifted}) > 2
    begin = watch(page, "x", axis="step", to=1)[-1]
    end = watch(page, "x", axis="step", to=39)
    assert set(end) <= {begin, end[-1]}


def test_nothing_glides_for_who_prefers_reduced_motion(open_scene: Open) -> None:
    page = open_scene(stride(), reduced_motion="reduce")
    begin = watch(page, "y", axis="rate", to=1)[-1]
    lifted = watch(page, "y", axis="rate", to=8)
    assert set(lifted) <= {begin, lifted[-1]}
    begin = watch(page, "x", axis="step", to=30)[-1]
    stepped = watch(page, "x", key="ArrowRight")
    assert set(stepped) <= {begin, stepped[-1]}


@pytest.mark.parametrize("width", [320, 560, 1400])
@pytest.mark.parametrize("ratio", [1, 3])
def test_no_width_makes_the_page_scroll_sideways(
    open_scene: Open, width: int, ratio: float
) -> None:
    page = open_scene(viewport={"width": width, "height": 800}, device_scale_factor=ratio)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sharp = page.evaluate(
        "[...document.querySelectorAll('canvas')].every("
        "(c) => Math.abs(c.width - c.clientWidth * devicePixelRatio) <= 2)"
    )
    assert sharp


def test_panels_stack_when_the_page_becomes_narrow(open_scene: Open) -> None:
    page = open_scene()
    expect(page.locator(".panels.stacked")).to_have_count(0)
    page.set_viewport_size({"width": 400, "height": 900})
    expect(page.locator(".panels.stacked")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_in_a_narrow_window_the_names_of_a_key_share_rows(open_scene: Open) -> None:
    names = ["plain at 0.01: 13", "Adam at 0.32: 65", "BFGS at 10: 8", "Newton at 1: 4"]
    curves = [line([0, 1], [0, k], label=name) for k, name in enumerate(names)]
    page = open_scene(
        Scene([], [Panel(curves)], alt="Four lines."), viewport={"width": 300, "height": 700}
    )
    boxes = [one.bounding_box() for one in page.locator(".key li").all()]
    assert len({box["y"] for box in boxes}) == 2
    assert max(box["x"] + box["width"] for box in boxes) <= 300


# Whether so many panels stand in each row of the page.
ROWS_ARE = """wanted => {
  const panels = [...document.querySelectorAll(".panel")];
  const tops = panels.map(panel => panel.getBoundingClientRect().top);
  const rows = [...new Set(tops)].map(top => tops.filter(other => other === top).length);
  return rows.join() === wanted.join();
}"""


def test_panels_stand_in_the_rows_of_the_scene_where_the_page_is_as_wide_as_a_text(
    open_scene: Open,
) -> None:
    equal = Panel([line([0, 1], [0, 1])], equal=True)
    panels = [equal, *(Panel([line([0, 1], [0, k])]) for k in range(2))]
    page = open_scene(Scene([], panels, alt="Three lines.", rows=(1, 2)))
    for width, rows in ((760, [1, 2]), (1300, [3]), (390, [1, 1, 1])):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(ROWS_ARE, arg=rows, timeout=10_000)


def test_a_name_in_the_key_hides_the_marks_of_its_group_in_the_other_panels(
    open_scene: Open,
) -> None:
    curve = line([0, 1], [0, 1], color="ink", label="Newton")
    runner = dots([[0.5, 0.5]], color="ink", size=30, group="Newton")
    page = open_scene(Scene([], [Panel([curve]), Panel([runner])], alt="A line and a dot."))
    name = page.get_by_role("button", name="Newton")
    shown = ink(page, 1, "still")
    name.click()
    expect(name).to_have_attribute("aria-pressed", "false")
    assert ink(page, 1, "still") < shown
    name.click()
    expect(name).to_have_attribute("aria-pressed", "true")
    assert ink(page, 1, "still") == shown


def test_the_player_follows_a_change_of_theme(open_scene: Open) -> None:
    light = ":root { --jp-layout-color0: #fff; --jp-ui-font-color1: #222 }"
    dark = "body.night { --jp-layout-color0: #111; --jp-ui-font-color1: #eee }"
    page = open_scene(head=f"<style>{light} {dark}</style>")
    ruler = "getComputedStyle(document.querySelector('figure')).backgroundColor"
    assert page.evaluate(ruler) == "rgb(255, 255, 255)"
    painted = int(page.get_attribute(PLAYER, "data-painted") or 0)
    page.evaluate("document.body.className = 'night'")
    page.wait_for_function(f"document.querySelector('figure').dataset.painted > {painted}")
    assert page.evaluate(ruler) == "rgb(17, 17, 17)"


def test_without_a_notebook_a_dark_page_gets_a_dark_player(open_scene: Open) -> None:
    scheme = '<meta name="color-scheme" content="light dark">'
    page = open_scene(head=scheme, color_scheme="dark")
    ruler = "getComputedStyle(document.querySelector('figure')).backgroundColor"
    assert page.evaluate(ruler) != "rgb(255, 255, 255)"


def test_closing_leaves_an_empty_page_that_stays_quiet(open_scene: Open) -> None:
    page = open_scene()
    page.click("[data-role=play]")
    page.evaluate("close_player()")
    page.wait_for_timeout(300)
    assert page.locator(PLAYER).count() == 0
    assert messages(page) == []


def test_closing_tags_in_the_words_of_a_scene_stay_words(open_scene: Open) -> None:
    words = "</script><img src=x onerror=alert(1)>"
    scene = Scene([], [Panel([line([0, 1], [0, 1])], title=words)], alt=words)
    page = open_scene(scene)
    assert page.locator(".title").inner_text() == words
    assert page.locator("img").count() == 0
