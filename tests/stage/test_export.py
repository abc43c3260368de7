"""A scene as a file: a page without network or kernel, clips, pictures, and presets handed on."""

import json
import re
import shutil
import stat
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from browser.launch import chromium
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from calclib.stage.axis import Axis
from calclib.stage.export import frame, gif, mp4, page
from calclib.stage.marks import Varying, dots, line
from calclib.stage.pack import pack
from calclib.stage.panel import Panel
from calclib.stage.player import play
from calclib.stage.scene import Scene
from calclib.stage.scenefile import ORDERS, _best_order, read_scene_file

PLAYER = "[data-calclib=player]"
X = np.linspace(-1, 1, 9)
LIMIT = 120_000


def wave(shift: float = 0.0, start: tuple[float, float] = (0.0, 0.0)) -> Scene:
    heights = Varying(np.sin(X + shift + np.arange(6)[:, None]), axes=("time",))
    return Scene(
        axes=[Axis("time", range(6), play=True, duration=0.5), Axis("rate", [1, 2, 3])],
        panels=[Panel([line(X, heights, label="wave"), dots([start])], drag="start")],
        alt="A sine wave </script> moves to the left.",
        title="<b>Wave</b>",
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page that reaches no network; any error on it fails the test."""
    context = browser.new_context(offline=True)
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield tab
    context.close()
    assert errors == []


def opened(tab: Page, file: Path) -> Page:
    tab.goto(file.as_uri())
    tab.wait_for_selector("[data-painted]")
    return tab


def test_a_page_is_small_and_points_nowhere() -> None:
    html = page(wave())
    data = sum(len(block) for block in pack(wave())[1])
    assert len(html.encode()) <= LIMIT + data
    allowed = {"http://www.w3.org/2000/svg"}  # the name of a vocabulary, never fetched
    assert set(re.findall(r"https?://[^\s\"'`\\)]+", html)) <= allowed


def test_a_saved_page_plays_from_a_file_without_network(tab: Page, tmp_path: Path) -> None:
    wave().save(tmp_path / "wave.html")
    opened(tab, tmp_path / "wave.html")
    expect(tab.locator(PLAYER)).to_have_attribute("data-index-time", "0")
    tab.click("[data-role=play]")
    expect(tab.locator(PLAYER)).to_have_attribute("data-index-time", "5")
    assert tab.locator("figcaption").inner_text() == "<b>Wave</b>"


def test_a_page_in_a_frame_plays_and_gives_the_frame_its_height(tab: Page) -> None:
    tab.set_content(f"<main>{frame(page(wave()), wave().alt)}</main>")
    assert tab.locator("iframe").get_attribute("title") == wave().alt
    assert tab.locator("main > *").count() == 1  # no word of the scene has left the frame
    inside = tab.frame_locator("iframe")
    expect(inside.locator(f"{PLAYER}[data-painted]")).to_be_visible()
    inside.locator("[data-role=play]").click()
    expect(inside.locator(PLAYER)).to_have_attribute("data-index-time", "5")
    high = inside.locator("html").evaluate("root => root.offsetHeight")
    expect(tab.locator("iframe")).to_have_css("height", f"{high}px")


def test_a_page_opens_at_the_index_it_was_saved_at(tab: Page, tmp_path: Path) -> None:
    wave().save(tmp_path / "wave.html", time=3, rate=2)
    opened(tab, tmp_path / "wave.html")
    expect(tab.locator(PLAYER)).to_have_attribute("data-index-time", "3")
    expect(tab.locator(PLAYER)).to_have_attribute("data-index-rate", "2")


def test_without_a_kernel_the_fields_say_so(tab: Page, tmp_path: Path) -> None:
    player = play(wave, ask={"shift": 0.5, "start": (0.0, 0.0)}, state={"index": {"time": 2}})
    player.save(tmp_path / "wave.html")
    opened(tab, tmp_path / "wave.html")
    expect(tab.locator(".asks .note")).to_contain_text("Saved without a kernel")
    expect(tab.locator("[data-ask=shift]")).to_be_disabled()
    expect(tab.locator("[data-ask=shift]")).to_have_value("0.5")
    expect(tab.locator(".handle")).to_be_hidden()
    expect(tab.locator(PLAYER)).to_have_attribute("data-index-time", "2")


def test_a_page_follows_a_dark_browser(browser: Browser, tmp_path: Path) -> None:
    wave().save(tmp_path / "wave.html")
    with browser.new_context(color_scheme="dark") as context:
        tab = opened(context.new_page(), tmp_path / "wave.html")
        script = "getComputedStyle(document.querySelector('figure')).backgroundColor"
        red = int(re.findall(r"\d+", tab.evaluate(script))[0])
        assert red < 60


def test_a_gif_has_a_picture_for_each_step_and_rests_at_its_end() -> None:
    with Image.open(BytesIO(gif(wave()))) as clip:
        frames = []
        times = []
        for k in range(clip.n_frames):
            clip.seek(k)
            frames.append(np.asarray(clip.convert("RGB")))
            times.append(clip.info["duration"])
    assert len(frames) == 6
    assert all((a != b).any() for a, b in pairwise(frames))
    assert times == [100] * 5 + [1000]


def test_a_long_play_makes_a_clip_of_bounded_length() -> None:
    steps = 2000
    heights = Varying(np.linspace(0, 1, steps)[:, None] * X, axes=("time",))
    axes = [Axis("time", range(steps), play=True, duration=0.5)]
    scene = Scene(axes, [Panel([line(X, heights)])], alt="A line turns.")
    with Image.open(BytesIO(gif(scene))) as clip:
        assert clip.n_frames == 7


def test_what_does_not_play_makes_no_clip() -> None:
    still = Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")
    with pytest.raises(ValueError, match="runs along an axis with play=True"):
        gif(still)


def test_a_video_needs_ffmpeg_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ValueError, match="ffmpeg, which is not installed"):
        wave().save(tmp_path / "wave.mp4")
    assert not (tmp_path / "wave.mp4").exists()


def test_ffmpeg_is_given_every_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A stand-in for ffmpeg writes back how many bytes of pictures it read."""
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\nwc -c\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda name: str(script))
    with Image.open(BytesIO(gif(wave()))) as clip:
        size = clip.width * clip.height * 3
    assert int(mp4(wave())) == size * (6 + 10)


def test_a_failing_ffmpeg_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "ffmpeg"
    script.write_text("#!/bin/sh\ncat > /dev/null\necho 'no encoder' >&2\nexit 1\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda name: str(script))
    with pytest.raises(ValueError, match="could not write the clip: no encoder"):
        mp4(wave())


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_a_video_is_written(tmp_path: Path) -> None:
    wave().save(tmp_path / "wave.mp4")
    assert (tmp_path / "wave.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_picture_is_saved_as_png(tmp_path: Path) -> None:
    wave().save(tmp_path / "wave.png", time=2)
    with Image.open(tmp_path / "wave.png") as picture:
        assert picture.width > 500


def test_a_scene_file_holds_all_that_a_player_holds(tmp_path: Path) -> None:
    player = play(wave)
    player.state = {"index": {"time": 3, "rate": 1}}
    player.save(tmp_path / "wave.scene")
    header, buffers = read_scene_file((tmp_path / "wave.scene").read_bytes())
    packet = pack(wave())
    assert header["spec"] == json.loads(json.dumps(packet.spec))
    assert header["state"] == player.state
    assert buffers == packet.buffers


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 400, 4000])
def test_every_order_of_bytes_is_undone(size: int) -> None:
    block = np.random.default_rng(7).integers(0, 256, size, dtype=np.uint8).tobytes()
    assert ORDERS[_best_order(block)][1](ORDERS[_best_order(block)][0](block)) == block
    for there, back in ORDERS:
        if size % 4 == 0:
            assert back(there(block)) == block


def test_a_scene_file_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one.scene", "two.scene"):
        wave().save(tmp_path / name, time=2)
    assert (tmp_path / "one.scene").read_bytes() == (tmp_path / "two.scene").read_bytes()


@pytest.mark.parametrize("name", ["wave.tiff", "wave", "wave.htm"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"saved as \.html, \.scene, \.gif, \.mp4 or \.png"):
        wave().save(tmp_path / name)


def under(policy: str, page_text: str) -> str:
    """The page as a host serves it that allows only this."""
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page_text.replace("<title>", f"{head}<title>", 1)


def test_a_page_plays_where_no_address_of_its_own_is_allowed(tab: Page) -> None:
    """Neither blob: nor data: is needed: the player stands in the page."""
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src *"
    tab.set_content(under(policy, page(wave())))
    expect(tab.locator(PLAYER)).to_have_attribute("data-painted", re.compile(r"[1-9]"))
    expect(tab.locator("p.words")).to_have_count(0)


def test_a_page_is_never_blank(browser: Browser, tmp_path: Path) -> None:
    """Where scripts are forbidden the words stay; so they do until there is a picture."""
    tab = browser.new_page()
    tab.set_content(under("script-src 'self'", page(wave())))
    expect(tab.locator("main")).to_contain_text("A sine wave </script> moves to the left.")
    tab.close()
    context = browser.new_context(java_script_enabled=False)
    silent = context.new_page()
    (tmp_path / "wave.html").write_text(page(wave()), encoding="utf-8")
    silent.goto((tmp_path / "wave.html").as_uri())
    expect(silent.locator("main")).to_contain_text("A sine wave </script> moves to the left.")
    expect(silent.locator("main")).to_contain_text("This page plays it with JavaScript.")
    context.close()


def test_a_page_holds_valid_json_whatever_numpy_gave(tmp_path: Path) -> None:
    scene = Scene(
        [Axis("time", np.arange(3), play=True, duration=np.float32(2), first=np.int64(1))],
        [Panel([line(X, X)])],
        alt="A line.",
    )
    play(scene, state={"index": {"time": np.int64(2)}}).save(tmp_path / "line.html")
    text = (tmp_path / "line.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script id="scene" type="application/json">(.*?)</script>', text, re.S)
    held = json.loads(data, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert held["state"]["index"] == {"time": 2}
