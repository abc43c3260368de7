"""The words of a packed scene in the language that is spoken; names of axes stay what they are."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from calclib.words import ENGLISH, language, translated

Spec: TypeAlias = dict[str, Any]  # JSON, as `pack` makes it

WORDS_OF_A_MARK = ("label", "group", "words", "names")


def localised(spec: Spec) -> Spec:
    """A scene's spec in the language that is spoken; the same object where that is English.

    Axes and questions are found by their names, so these stay, and `names` has the words for them.

    >>> localised({"title": "A walk"})
    {'title': 'A walk'}
    """
    if language() == ENGLISH:
        return spec
    return spec | {
        "language": language(),
        "title": translated(spec["title"]),
        "alt": translated(spec["alt"]),
        "names": names_of(spec),
        "axes": [axis | {"labels": translated_all(axis["labels"])} for axis in spec["axes"]],
        "panels": [panel_words(panel) for panel in spec["panels"]],
        "readout": [row | {"label": translated(row["label"])} for row in spec["readout"]],
    }


def names_of(spec: Mapping[str, Any]) -> dict[str, str]:
    """What axes, and the questions that a drag answers, are called, where it is not their name."""
    names = [axis["name"] for axis in spec["axes"]]
    names += [panel["drag"] for panel in spec["panels"] if panel["drag"]]
    return {name: translated(name) for name in names if translated(name) != name}


def with_questions(spec: Spec, questions: Iterable[str]) -> Spec:
    """A localised spec that has the words for these questions too; the same object in English.

    >>> with_questions({"title": ""}, ["start"])
    {'title': ''}
    """
    if language() == ENGLISH:
        return spec
    asked = {name: translated(name) for name in questions if translated(name) != name}
    return spec | {"names": spec["names"] | asked}


def panel_words(panel: Spec) -> Spec:
    """A panel with its title, its directions and its marks in the language."""
    words = {name: panel[name] and direction_words(panel[name]) for name in ("x", "y", "z")}
    marks = [mark | {"style": style_words(mark["style"])} for mark in panel["marks"]]
    return panel | words | {"title": translated(panel["title"]), "marks": marks}


def direction_words(direction: Spec) -> Spec:
    """A direction of a panel with its label, and the words at its ticks, in the language."""
    told = {"words": translated_all(direction["words"])} if "words" in direction else {}
    return direction | {"label": translated(direction["label"])} | told


def style_words(style: Spec) -> Spec:
    """The style of a mark with its labels in the language."""
    return style | {name: translated_all(style[name]) for name in WORDS_OF_A_MARK if name in style}


def translated_all(words: Any) -> Any:
    """A text, or each of several; nothing stays nothing.

    >>> translated_all(["left", "right"]), translated_all(None)
    (['left', 'right'], None)
    """
    if isinstance(words, str):
        return translated(words)
    return words and [translated(one) for one in words]
