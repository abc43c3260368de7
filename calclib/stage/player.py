"""The interpreter that plays a scene in the browser: an anywidget that sends each scene once.

All painting happens in static/player.js; while anything moves no message passes. Only a question,
such as another starting point, sends one message here and gets one set of buffers back.
"""

import gc
import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import traitlets

from calclib.stage.bundle import Bundled, send_ahead
from calclib.stage.export import frame, page
from calclib.stage.lifetime import claim
from calclib.stage.localised import with_questions
from calclib.stage.questions import Answer, check_preset, read_answer, read_answers, read_preset
from calclib.stage.scene import Scene
from calclib.stage.scenefile import scene_file

__all__ = ["Player", "play"]

SceneMaker: TypeAlias = Callable[..., Scene]

LONGEST_ERROR = 300  # characters


class Player(Bundled):
    """A scene on a page, with the controls that its axes ask for.

    spec, buffers: the scene's packet; a new pair replaces the picture in place.
    state: {"index": {axis: position}, "speed": number, …}, sent by the browser at rest.
    answers: what the questions of `play(make, ask=…)` are answered with in this picture.
    reply: the number of the request that was answered last, and what was wrong with it.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> player = Player(Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises."))
    >>> print(player)
    A line rises.
    panel 1
      line x (1, 2) 0 0.5 1 | ...
           y (1, 2) 0 0.5 1 | ...
    """

    SCRIPT = Path(__file__).parent / "static" / "player.js"

    spec = traitlets.Dict().tag(sync=True)
    buffers = traitlets.List(traitlets.Bytes()).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    reply = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        scene: Scene | SceneMaker,
        ask: Mapping[str, object] | None = None,
        state: str | Mapping[str, object] | None = None,
    ) -> None:
        preset = read_preset(state)
        questions = {name: read_answer(name, given) for name, given in (ask or {}).items()}
        answers = read_answers(questions, preset.pop("answers", {}))
        self.make = _scene_maker(scene, answers)
        self.scene = _make_scene(self.make, answers)
        _check_drags(self.scene, answers)
        check_preset(preset, self.scene)
        spec, buffers = self.scene.packet
        super().__init__(
            spec=with_questions(spec, answers), buffers=buffers, answers=answers, state=preset
        )
        self.on_msg(self._answer)
        claim(self)

    def _answer(self, _: object, request: object, __: object) -> None:
        """Compute what the page asked for; what goes wrong is said there, and nothing is lost."""
        if not isinstance(request, Mapping) or request.get("type") != "ask":
            return
        with _postponed_garbage_collection(), self.hold_sync():
            try:
                answers = read_answers(self.answers, request.get("answers"))
                self.show(_make_scene(self.make, answers))
                self.answers = answers
                error = ""
            # Whatever a learner's function raises is shown to the learner.
            except Exception as wrong:
                error = _one_line(wrong)
            self.reply = {"id": request.get("id"), "error": error}

    def show(self, scene: Scene) -> None:
        """Show another scene in the same place; axes that both have keep their position.

        >>> from calclib.stage.marks import line
        >>> from calclib.stage.panel import Panel
        >>> def rise(slope):
        ...     return Scene([], [Panel([line([0, 1], [0, slope])])], alt=f"Slope {slope}.")
        >>> player = play(rise(1))
        >>> player.show(rise(2))
        >>> player.scene.alt
        'Slope 2.'
        """
        packet = scene.packet
        self.scene = scene
        with self.hold_sync():
            self.spec = with_questions(packet.spec, self.answers)
            self.buffers = packet.buffers

    def save(self, path: str | Path, **at: int) -> None:
        """Write what is shown as `Scene.save` does; .html and .scene open where the learner is.

        path: where to; its ending says what.
        at: the index of a picture or clip, by axis, where it is not the one that is shown.
        """
        kinds = {".html": self._page_bytes, ".scene": self.scene_file}
        whole = None if at else kinds.get(Path(path).suffix.lower())
        if whole is None:
            self.scene.save(path, **(self.index | at))
        else:
            Path(path).write_bytes(whole())

    def scene_file(self) -> bytes:
        """Return what is shown as the bytes of a .scene file: scene, place and answers."""
        return scene_file(self.scene, self.state, self.answers, self.scene.packet)

    def _page_bytes(self) -> bytes:
        return page(self.scene, self.state, self.answers, self.scene.packet).encode()

    @property
    def index(self) -> dict[str, int]:
        """The position on each axis where the learner last came to rest.

        >>> from calclib.stage.axis import Axis
        >>> from calclib.stage.marks import line
        >>> from calclib.stage.panel import Panel
        >>> axes = [Axis("rate", [0.1, 0.2])]
        >>> play(Scene(axes, [Panel([line([0, 1], [0, 1])])], alt="A line.")).index
        {'rate': 0}
        """
        last = self.spec["first"] | self.state.get("index", {})
        return {axis.name: min(last[axis.name], axis.count - 1) for axis in self.scene.axes}

    def __repr__(self) -> str:
        return self.scene.digest

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Return the live view and the digest; for a saved notebook also the picture and its alt.

        The picture is made only where the environment sets CALCLIB_PICTURES=1: importing
        matplotlib costs seconds that a learner must not wait for. Where it sets CALCLIB_FRAMES=1
        a page of its own takes the place of the live view, for notebooks without live widgets.
        """
        claim(self)
        if os.environ.get("CALCLIB_FRAMES") == "1":
            html = frame(self._page_bytes().decode(), self.scene.alt)
            return {"text/html": html, "text/plain": repr(self)}, {}
        view = super()._repr_mimebundle_(**options)
        data, metadata = view if isinstance(view, tuple) else (view or {}, {})
        data = data | {"text/plain": repr(self)}
        if os.environ.get("CALCLIB_PICTURES") == "1":
            from calclib.stage.picture import picture_png

            data["image/png"] = b64encode(picture_png(self.scene)).decode()
            metadata = metadata | {"image/png": {"alt": self.scene.alt}}
        return data, metadata


def play(
    scene: Scene | SceneMaker,
    ask: Mapping[str, object] | None = None,
    state: str | Mapping[str, object] | None = None,
) -> Player:
    """Show a scene in the browser: play it, move its axes, ask for another one.

    scene: a Scene, or a function that makes one of the answers to `ask`.
    ask: a question by the name of each argument, with its first answer. A text gets a field, a
    number too, a point (x, y) a field and, in the panel with `drag=name`, a handle. A new answer
    calls the function once and sends one set of buffers; a ValueError is shown under the field.
    state: a preset, the text that the player's button “Copy preset” copies.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> play(Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises.")).scene.alt
    'A line rises.'
    >>> def rise(slope):
    ...     return Scene([], [Panel([line([0, 1], [0, slope])])], alt=f"It rises by {slope}.")
    >>> play(rise, ask={"slope": 2.0}).scene.alt
    'It rises by 2.0.'
    """
    return Player(scene, ask, state)


@contextmanager
def _postponed_garbage_collection() -> Iterator[None]:
    """Put the search for garbage off until the picture is on its way.

    With SymPy loaded, one search through all objects takes as long as a picture does.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _scene_maker(scene: Scene | SceneMaker, answers: Mapping[str, Answer]) -> SceneMaker:
    """Return a function from answers to a scene; a scene that is there already has no questions."""
    if not isinstance(scene, Scene):
        return scene
    if answers:
        raise ValueError(
            f"ask={dict(answers)!r} needs a function that makes a scene of these answers, "
            "such as play(make, ask=…), but got one finished scene."
        )
    return lambda: scene


def _make_scene(make: SceneMaker, answers: Mapping[str, Answer]) -> Scene:
    scene = make(**answers)
    if not isinstance(scene, Scene):
        raise TypeError(f"The function returned a {type(scene).__name__}, and play shows a Scene.")
    return scene


def _check_drags(scene: Scene, answers: Mapping[str, Answer]) -> None:
    """Refuse a point that is dragged in a panel but is no number or point among the questions."""
    for panel in scene.panels:
        if panel.drag and isinstance(answers.get(panel.drag), str):
            raise ValueError(
                f"drag={panel.drag!r} moves a point or a number, and {panel.drag} is a text."
            )


def _one_line(error: Exception) -> str:
    """Return what an error says in one line; of our own errors, ValueErrors, without their kind."""
    kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
    return (kind + " ".join(str(error).split()))[:LONGEST_ERROR]


# The player travels with the cell that imports `play`: the first scene does not wait for it.
send_ahead(Player.SCRIPT)
