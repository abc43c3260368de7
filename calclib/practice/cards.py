"""What practice shows in a notebook: text, buttons and fields, made of ipywidgets.

ipywidgets is loaded when something is first shown: an answer that is checked in a script, or in a
test, does without. Text is shown as Markdown, so that formulas are set and links are followed.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

WRAPPED = {"flex_flow": "row wrap"}

if TYPE_CHECKING:
    from calclib.practice.exercises import Exercise
    from calclib.practice.verdict import Verdict


def widgets() -> Any:
    """The library of controls."""
    return import_module("ipywidgets")


def bundle(shown: Any, texts: Mapping[str, Any]) -> dict[str, Any]:
    """What a notebook shows: a live control, and text where there is none."""
    return {**shown._repr_mimebundle_(), **texts}


def paper(text: str = "") -> Any:
    """An area that shows Markdown; `write` changes it."""
    area = widgets().Output()
    write(area, text)
    return area


def write(area: Any, text: str) -> None:
    """Show this Markdown in an area, in the place of what it showed."""
    data = {"text/plain": text, "text/markdown": text}
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    area.outputs = (shown,) if text else ()


def button(label: str, clicked: Callable[[], None]) -> Any:
    """A button that calls a function."""
    narrow = {"width": "auto", "align_self": "flex-start"}
    made = widgets().Button(description=label, layout=narrow)
    made.on_click(lambda _: clicked())
    return made


def texts(verdict: "Verdict") -> dict[str, str]:
    """A verdict as text, and as text with a link."""
    return {"text/plain": repr(verdict), "text/markdown": verdict._repr_markdown_()}


def show(verdict: "Verdict", exercise: "Exercise") -> None:
    """Show a verdict, and under it a field for another answer, and hints, at last the solution.

    The verdict is an output of its own, which is saved with the notebook; the controls are not.
    """
    display: Any = import_module("IPython.display").display
    count = len(exercise.hints)
    note = f"{count} hint{'s' * (count != 1)}: a button in a live notebook, or .hint()."
    said = display(texts(verdict), raw=True, display_id=True)
    asking, told = help_of(exercise)
    row = [asking]

    def answered(answer: str) -> None:
        said.update(texts(exercise(answer)), raw=True)

    if exercise.typed:
        row = [*field(answered, "or type your answer here"), asking]
    box = widgets().VBox([widgets().HBox(row, layout=WRAPPED), told])
    display(bundle(box, {"text/plain": note}), raw=True)


def field(answered: Callable[[str], None], words: str = "your answer") -> tuple[Any, Any]:
    """A field for a typed answer and the button that checks it; the Enter key does so too."""
    line = widgets().Text(placeholder=words, continuous_update=False)
    line.observe(lambda change: answered(change["new"]), names="value")
    return line, button("Check", lambda: answered(line.value))


def help_of(exercise: "Exercise") -> tuple[Any, Any]:
    """The button that gives hints and then the solution, and the area that it writes to."""
    told = paper()

    def more() -> None:
        left = len(exercise.hints) - exercise.told
        if left:
            exercise.hint()
        tell(solution=not left)

    def tell(solution: bool = False) -> None:
        count = len(exercise.hints)
        lines = [exercise.clue(number) for number in range(1, exercise.told + 1)]
        lines += [exercise.solution().message] if solution else []
        write(told, "\n\n".join(lines))
        asking.description = "Solution" if exercise.worked else "No more hints"
        if exercise.told < count:
            asking.description = f"Hint {exercise.told + 1} of {count}"
        asking.disabled = solution or asking.description == "No more hints"

    asking = button("Hint", more)
    tell()
    return asking, told


def form(exercise: "Exercise", following: Callable[[], "Exercise"]) -> Any:
    """A field for typed answers, with check, hints and, in the same place, the next exercise."""
    place = widgets().VBox([])

    def ask(now: "Exercise") -> None:
        said, (asking, told) = paper(), help_of(now)
        typed = field(lambda answer: write(said, now(answer)._repr_markdown_()))
        row = [*typed, asking, button("Next", lambda: ask(following()))]
        place.children = [paper(now.question), widgets().HBox(row, layout=WRAPPED), said, told]

    ask(exercise)
    return place
