"""Questions and presets on the Python side: what is let in, what is computed, what is said."""

import gc
from typing import Any

import numpy as np
import pytest

from calclib.stage.axis import Axis
from calclib.stage.marks import Varying, dots, line, surface
from calclib.stage.pack import pack
from calclib.stage.panel import Panel
from calclib.stage.player import Player, play
from calclib.stage.questions import read_answer, read_answers, read_preset
from calclib.stage.scene import Scene


def walk(start: tuple[float, float] = (1.0, 2.0), loss: str = "x^2", steps: int = 5) -> Scene:
    if "?" in loss:
        raise ValueError(f"{loss!r} is\nno formula.")
    if loss == "broken":
        raise ZeroDivisionError("division by zero")
    points = np.array(start) * 0.5 ** np.arange(steps)[:, None]
    axes = [Axis("step", range(steps), play=True), Axis("rate", [1, 2, 3])]
    panel = Panel([dots(Varying(points, ("step",)))], drag="start")
    return Scene(axes, [panel], alt=f"A walk on {loss}.")


def asked(**changes: Any) -> Player:
    return play(walk, ask={"start": (1.0, 2.0), "loss": "x^2", "steps": 5} | changes)


def ask(player: Player, number: int = 1, **answers: Any) -> list[set[str]]:
    """Let the page ask; return what one message after the other carried back."""
    sent: list[set[str]] = []
    player.send_state = lambda key=None: sent.append(set(key))  # type: ignore[method-assign]
    everything = dict(player.answers) | answers
    player._handle_custom_msg({"type": "ask", "id": number, "answers": everything}, [])
    return sent


def test_one_request_is_answered_by_one_message() -> None:
    player = asked()
    assert ask(player, start=[3, 4]) == [{"spec", "buffers", "answers", "reply"}]
    assert player.reply == {"id": 1, "error": ""}


def test_the_function_is_called_with_every_answer() -> None:
    player = asked()
    ask(player, start=[3, 4], loss="y^2", steps=7)
    assert player.scene.alt == "A walk on y^2."
    assert (player.spec, player.buffers) == pack(walk((3.0, 4.0), "y^2", 7))
    assert player.answers == {"start": (3.0, 4.0), "loss": "y^2", "steps": 7}


@pytest.mark.parametrize(
    ("loss", "said"),
    [("x?", "'x?' is no formula."), ("broken", "ZeroDivisionError: division by zero")],
)
def test_what_goes_wrong_is_said_in_one_line_and_nothing_is_lost(loss: str, said: str) -> None:
    player = asked()
    before = player.spec, player.buffers, player.answers, player.scene
    assert ask(player, 7, loss=loss) == [{"reply"}]
    assert player.reply["id"] == 7
    assert player.reply["error"] == said
    assert (player.spec, player.buffers, player.answers, player.scene) == before


@pytest.mark.parametrize(
    "answers",
    [
        {"start": [1]},
        {"start": [1, "2"]},
        {"start": [float("nan"), 0]},
        {"start": "x"},
        {"loss": 3},
        {"loss": "x" * 10_000},
        {"steps": True},
        {"steps": None},
        {"other": 1},
    ],
)
def test_a_page_cannot_answer_what_was_not_asked(answers: dict[str, Any]) -> None:
    player = asked()
    alt = player.scene.alt
    ask(player, **answers)
    assert player.reply["error"]
    assert player.scene.alt == alt


@pytest.mark.parametrize("content", [{}, {"type": "other"}, {"type": "ask"}])
def test_a_malformed_message_changes_no_picture(content: dict[str, Any]) -> None:
    player = asked()
    player._handle_custom_msg(content, [])
    assert player.scene.alt == "A walk on x^2."


def test_numbers_keep_their_kind() -> None:
    assert read_answers({"n": 3, "x": 0.5}, {"n": 4.0, "x": 2}) == {"n": 4, "x": 2.0}
    assert isinstance(read_answers({"n": 3}, {"n": 4.0})["n"], int)


def test_an_array_is_a_point() -> None:
    assert read_answer("start", np.array([1.5, 2.0])) == (1.5, 2.0)


def test_a_finished_scene_has_no_questions() -> None:
    with pytest.raises(ValueError, match="needs a function"):
        play(walk(), ask={"start": (0, 0)})


@pytest.mark.parametrize("on", [True, False])
def test_no_search_for_garbage_holds_a_picture_up(on: bool) -> None:
    """SymPy's objects make one as long as the picture; it comes after, if the learner wants any."""
    searching = []
    is_on = gc.isenabled()

    def looked(x: float) -> Scene:
        searching.append(gc.isenabled())
        return walk((x, 2.0))

    player = play(looked, ask={"x": 1.0})
    try:
        gc.enable() if on else gc.disable()
        ask(player, x=2.0)
        searching.append(gc.isenabled())
    finally:
        gc.enable() if is_on else gc.disable()
    assert searching == [is_on, False, on]


def test_a_function_must_make_a_scene() -> None:
    with pytest.raises(TypeError, match="returned a list, and play shows a Scene"):
        play(lambda **answers: [1], ask={"x": 1.0})  # type: ignore[arg-type,return-value]


def test_a_text_cannot_be_dragged() -> None:
    with pytest.raises(ValueError, match="start is a text"):
        play(lambda start: walk(), ask={"start": "left"})


def test_a_preset_restores_axes_answers_toggles_and_speed() -> None:
    text = '{"index":{"step":3,"rate":2},"hidden":["runs"],"speed":2,"answers":{"loss":"y^2"}}'
    player = play(walk, ask={"loss": "x^2"}, state=text)
    assert player.index == {"step": 3, "rate": 2}
    assert player.state == {"index": {"step": 3, "rate": 2}, "hidden": ["runs"], "speed": 2}
    assert player.scene.alt == "A walk on y^2."


def test_a_players_own_state_is_a_preset() -> None:
    player = play(walk())
    player.state = {"index": {"step": 2}, "speed": 1}
    assert play(walk(), state=player.state).index == {"step": 2, "rate": 0}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("step 12", "no preset"),
        ("[1, 2]", "no preset"),
        ('{"steps": 3}', "no preset"),
        ("12", "no preset"),
        ({"index": 3}, "no preset"),
        ({"hidden": "runs"}, "no preset"),
        ({"index": {"beta": 1}}, "moves 'beta', but the axes are"),
        ({"index": {"step": 99}}, r"puts step at 99, not at 0 … 4"),
        ({"index": {"step": 1.5}}, "puts step at 1.5"),
        ({"views": {"4": [30, 40]}}, "turns panel 4; there are 1"),
        ({"views": {"0": [30, 400]}}, "is no camera"),
        ({"views": {"0": [30, 40, 9, 0.5, 0.5]}}, "is no view"),
        ({"views": {"0": [30, 40, 2, 0.5]}}, "is no view"),
        ({"answers": {"loss": "x"}}, "not to the questions"),
    ],
)
def test_a_preset_of_another_scene_is_refused(state: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        play(walk(), state=state)


def test_a_view_of_a_surface_is_part_of_a_preset() -> None:
    hill = surface(lambda x, y: -(x**2) - y**2, (-1, 1, -1, 1))
    scene = Scene([], [Panel([hill])], alt="A hill.")
    assert play(scene, state='{"views":{"0":[30,40]}}').state == {"views": {"0": [30, 40]}}
    near = {"views": {"0": [30, 40, 2, 0.25, 0.5]}}
    assert play(scene, state=near).state == near


def test_no_preset_is_an_empty_one() -> None:
    assert read_preset(None) == {}


def test_a_panel_without_a_question_is_not_dragged() -> None:
    scene = Scene([], [Panel([line([0, 1], [0, 1])], drag="start")], alt="A line.")
    assert play(scene).answers == {}


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf"), "2", True, None])
def test_a_speed_that_is_no_positive_number_is_refused(speed: Any) -> None:
    with pytest.raises(ValueError, match=r"speed|no preset"):
        read_preset({"speed": speed})


def test_a_text_with_nan_for_a_speed_is_refused() -> None:
    with pytest.raises(ValueError, match="give a positive number"):
        read_preset('{"speed": NaN}')


@pytest.mark.parametrize("message", [None, 5, "ask", ["ask"], [["type", "ask"]], True])
def test_a_message_that_is_no_object_is_ignored(message: Any) -> None:
    player = asked()
    before = (player.scene, player.reply)
    player._handle_custom_msg(message, [])
    assert (player.scene, player.reply) == before


@pytest.mark.parametrize("wrong", [{"duration": float("inf")}, {"duration": float("nan")}])
def test_an_axis_plays_for_a_finite_time(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="positive, finite"):
        Axis("time", range(3), **wrong)


@pytest.mark.parametrize("first", [1.5, -1, 3, float("nan")])
def test_an_axis_begins_at_one_of_its_values(first: Any) -> None:
    with pytest.raises(ValueError, match="whole number from 0 to 2"):
        Axis("time", range(3), first=first)
