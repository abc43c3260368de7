"""Slides of a lesson: each of its scenes on a page of its own, in the order of the lesson."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from edition import LANGUAGE, SITE

from calclib.words import say

HEADING = re.compile(r"^#{1,6} +(?P<words>.+)$", re.MULTILINE)
MARKUP = re.compile(r"[*`_]|\[(?P<words>[^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Slide:
    """The heading of a lesson under which a scene stands, and the scene's element as HTML."""

    heading: str
    scene: str


def last_heading(text: str) -> str | None:
    r"""The last heading of a Markdown cell, as plain words; None where it has none.

    >>> last_heading("## One *step*\n\nWords.")
    'One step'
    """
    found = HEADING.findall(text)
    return MARKUP.sub(lambda mark: mark["words"] or "", found[-1]) if found else None


def page(title: str, lesson: str, slides: Sequence[Slide]) -> str:
    """The page of a lesson's slides.

    lesson: the name of its page, "09-roll-downhill".
    """
    sections = [
        f"<section><h1>{escape(slide.heading)}</h1>{slide.scene}</section>" for slide in slides
    ]
    form = Template((SITE / "slides.html").read_text(encoding="utf-8"))
    return form.substitute(
        language=LANGUAGE,
        title=escape(title),
        lesson=lesson,
        slides="\n".join(sections),
        slide=say("site.slides"),
        back=say("site.slideBefore"),
        on=say("site.nextSlide"),
        theme=say("site.darkOrLight"),
        screen=say("site.fullScreen"),
    )


def write(folder: Path, title: str, lesson: str, slides: Sequence[Slide]) -> None:
    """Write the slides of a lesson, where it has scenes."""
    if slides:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{lesson}.html").write_text(page(title, lesson, slides), encoding="utf-8")
