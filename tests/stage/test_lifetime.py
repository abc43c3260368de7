"""A cell that runs again closes what it made before, in a real kernel that is told cell ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

SETUP = """\
from IPython.display import clear_output, display
from ipywidgets.widgets.widget import _instances as live
from calclib import Axis, Panel, Scene, play, practise
from calclib.practice import exercise, predict, progress
from calclib.stage.marks import dots
scene = Scene([Axis("step", range(3), play=True)], [Panel([dots([0, 1], [0, 1])])], alt="Dots.")
ask = exercise("?", 1, hints=["Look."])
ahead = predict("?", [1, 2], answer=1)
"""


class Kernel:
    """A kernel that runs cells as a notebook does: each with its id."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def run(self, cell: str, code: str) -> str:
        """Run a cell; what it prints or shows as text."""
        request = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        message = self.client.session.msg("execute_request", request, metadata={"cellId": cell})
        self.client.shell_channel.send(message)
        text = ""
        while True:
            found = self.client.get_iopub_msg(timeout=60)
            if found["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            content = found["content"]
            if found["msg_type"] == "error":
                raise AssertionError("\n".join(content["traceback"]))
            if found["msg_type"] == "stream":
                text += content["text"]
            if found["msg_type"] == "status" and content["execution_state"] == "idle":
                return text.strip()

    def widgets(self) -> int:
        return int(self.run("count", "import gc; gc.collect(); print(len(live))"))


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder: Path = tmp_path_factory.mktemp("kernel")
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder))
    try:
        started = Kernel(client)
        started.run("setup", SETUP)
        yield started
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    "code",
    [
        "play(scene)",
        "player = play(scene)",
        "player = play(scene)\nplayer",
        "display(play(scene), play(scene))",
        "ask(2)",
        "ahead",
        "ahead.answer()",
        "practise('chain', 1, 1)",
        "progress()",
        "for _ in range(5):\n    clear_output(wait=True)\n    display(play(scene))",
    ],
)
def test_a_cell_that_runs_again_and_again_leaves_what_one_run_leaves(
    kernel: Kernel, code: str
) -> None:
    kernel.run("cell", "None")
    kernel.run("cell", code)
    once = kernel.widgets()
    for _ in range(30 if code == "play(scene)" else 8):
        kernel.run("cell", code)
    assert kernel.widgets() <= once + 1
    kernel.run("cell", "None")


def test_a_widget_that_another_cell_shows_stays(kernel: Kernel) -> None:
    before = kernel.widgets()
    kernel.run("a", "kept = play(scene)\nkept")
    kernel.run("b", "kept")
    kernel.run("a", "None")
    assert kernel.run("c", "print(kept.comm is not None)") == "True"
    kernel.run("b", "None")
    assert kernel.run("c", "print(kept.comm is not None)") == "False"
    assert kernel.widgets() <= before


def test_a_widget_that_was_closed_opens_when_it_is_shown_again(kernel: Kernel) -> None:
    kernel.run("a", "kept = play(scene)\nkept")
    kernel.run("a", "None")
    told = kernel.run("b", "display(kept); print('widget-view' in str(kept._repr_mimebundle_()))")
    assert told.endswith("True")
    assert (
        kernel.run("c", "print(kept.comm is not None, kept.layout.comm is not None)") == "True True"
    )
    kernel.run("b", "None")


def test_cards_that_show_one_question_agree_after_some_were_closed(kernel: Kernel) -> None:
    kernel.run("a", "ahead")
    kernel.run("a", "ahead")
    kernel.run("b", "ahead.answer()")
    told = kernel.run(
        "c", "print(ahead.choose(2)); print([c.shown['locked'] for c in ahead._guess_cards])"
    )
    assert "Your guess is kept: 2." in told
    assert "True" in told


def test_without_a_cell_id_nothing_is_closed(kernel: Kernel) -> None:
    kernel.run("", "first = play(scene)\nfirst")
    kernel.run("", "None")
    assert kernel.run("", "print(first.comm is not None)") == "True"
