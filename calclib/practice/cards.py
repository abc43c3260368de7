"""What practice shows in a notebook: text, buttons and fields, made of ipywidgets.

ipywidgets is loaded when something is first shown: an answer that is checked in a script, or in a
test, does without. Text is shown as Markdown, so that formulas are set and links are followed.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

WRAPPED = {"flex_flow": "row wrap"}


def widgets() -> Any:
    """The library of controls."""
    return import_module("ipywidgets")


def mimebundle(shown: Any, texts: Mapping[str, Any]) -> dict[str, Any]:
    """What a notebook shows: a live control, and text where there is none."""
    return {**shown._repr_mimebundle_(), **texts}


def markdown_area(text: str = "") -> Any:
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


def answer_field(answered: Callable[[str], None], words: str = "your answer") -> tuple[Any, Any]:
    """A field for a typed answer and the button that checks it; the Enter key does so too."""
    line = widgets().Text(placeholder=words, continuous_update=False)
    line.observe(lambda change: answered(change["new"]), names="value")
    return line, button("Check", lambda: answered(line.value))
