"""The Python side of the player: what it sends, what it keeps to itself, what a notebook saves."""

import os
import subprocess
import sys

import numpy as np
import pytest

from calclib.stage.axis import Axis
from calclib.stage.digest import digest
from calclib.stage.marks import Varying, dots, line
from calclib.stage.pack import pack
from calclib.stage.panel import Panel
from calclib.stage.player import play
from calclib.stage.scene import Scene

X = np.linspace(-1, 1, 9)


def wave(steps: int = 4, alt: str = "A sine wave moves to the left.") -> Scene:
    heights = Varying(np.sin(X + np.arange(steps)[:, None]), axes=("time",))
    return Scene([Axis("time", range(steps), play=True)], [Panel([line(X, heights)])], alt=alt)


def test_a_player_carries_what_pack_returns() -> None:
    scene = wave()
    player = play(scene)
    assert (player.spec, player.buffers) == pack(scene)


def test_its_text_is_the_digest_and_no_address() -> None:
    assert repr(play(wave())) == repr(play(wave())) == digest(wave())


def test_another_scene_takes_the_place_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    player = play(wave())
    sent: list[set[str]] = []
    monkeypatch.setattr(player, "send_state", lambda key=None: sent.append(set(key)))
    player.show(wave(steps=6))
    assert sent == [{"spec", "buffers"}]
    assert (player.spec, player.buffers) == pack(wave(steps=6))


def test_the_index_is_what_the_browser_told_last() -> None:
    player = play(wave())
    assert player.index == {"time": 0}
    player.state = {"index": {"time": 3}, "speed": 1}
    assert player.index == {"time": 3}


def test_the_index_stays_within_a_shorter_scene() -> None:
    player = play(wave(steps=9))
    player.state = {"index": {"time": 8}, "speed": 1}
    player.show(wave(steps=3))
    assert player.index == {"time": 2}


def test_the_index_forgets_axes_that_are_gone() -> None:
    player = play(wave())
    player.state = {"index": {"time": 3}, "speed": 1}
    rates = Axis("rate", [0.1, 0.2])
    player.show(Scene([rates], [Panel([dots([[0, 0]])])], alt="A dot."))
    assert player.index == {"rate": 0}


def test_a_live_display_is_a_view_and_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CALCLIB_PICTURES", raising=False)
    player = play(wave())
    data, metadata = player._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert data["text/plain"] == digest(wave())
    assert "image/png" not in metadata


def test_a_saved_notebook_has_the_picture_and_its_alt_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALCLIB_PICTURES", "1")
    data, metadata = play(wave())._repr_mimebundle_()
    assert data["image/png"].startswith("iVBORw0KGgo")
    assert metadata["image/png"] == {"alt": "A sine wave moves to the left."}


def test_where_there_are_no_live_widgets_a_display_is_a_page_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALCLIB_FRAMES", "1")
    data, metadata = play(wave())._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"] == digest(wave())
    assert data["text/html"].startswith('<iframe title="A sine wave moves to the left."')
    assert metadata == {}


def test_showing_a_player_does_not_load_matplotlib() -> None:
    code = (
        "import sys\n"
        "from calclib.stage.player import play\n"
        "from calclib.stage.marks import line\n"
        "from calclib.stage.panel import Panel\n"
        "from calclib.stage.scene import Scene\n"
        "play(Scene([], [Panel([line([0, 1], [0, 1])])], alt='A line.'))._repr_mimebundle_()\n"
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "CALCLIB_PICTURES"},
    )
    assert done.stdout.strip() == "False"


def test_the_bundle_says_that_it_is_built_and_stays_small() -> None:
    from browser.launch import MODULE

    text = MODULE.read_text(encoding="utf-8")
    assert text.splitlines()[0].startswith("// Built from calclib/stage/frontend")
    assert len(text.encode()) <= 90_000
