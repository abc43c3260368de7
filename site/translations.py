"""What check.py asks of other editions: words, numbers, answers, and the same scenes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from answers import TRY_ALL, Report, exercises_of
from convert import SCENES
from edition import SITE
from playwright.sync_api import BrowserContext, Page
from recording import answer_data

from calclib.words import language, table

# The text of a page that is prose of the lesson, without code, names and titles of other works.
PROSE = """() => {
  const article = document.querySelector("article").cloneNode(true);
  const apart = "a, em, strong, code, pre, script, style, .math, .output, [lang=en]";
  for (const one of article.querySelectorAll(apart)) one.remove();
  const parts = [...article.querySelectorAll("p, li, td, th, h1, h2, h3, summary")];
  return parts.map((one) => one.textContent.trim()).filter(Boolean);
}"""
IN_SCENES = """() => [...document.querySelectorAll("calclib-scene")].map((scene) => {
  const root = scene.shadowRoot.querySelector("[data-calclib=player]");
  const play = root.querySelector("[data-role=play]");
  const numbers = [...root.querySelectorAll("output, .readout b")].map((one) => one.textContent);
  return {
    id: scene.id,
    lang: root.lang,
    play: play ? play.getAttribute("aria-label") : "",
    numbers,
    title: root.querySelector(".title").textContent,
  };
})"""
# What is round the prose: names that are heard, titles of folds, and what the theme writes.
LABELS = """() => {
  const written = "summary, .skip-to-content, .back-to-top, .toc-title, .context, .copyright";
  const found = [...document.querySelectorAll(`[aria-label], [title], ${written}`)]
    .filter((one) => !one.closest("[lang=en], .output, .highlight"))
    .flatMap((one) => [
      one.getAttribute("aria-label"),
      one.getAttribute("title"),
      one.matches(written) ? one.textContent.trim() : null,
    ]);
  return [...new Set(found.filter(Boolean))];
}"""
NAMES = ("calclib",)  # labels that are the same in every language
ENGLISH_WORDS = re.compile(r"\b(the|and|with|you|your|which|where)\b", re.IGNORECASE)
DECIMAL_POINT = re.compile(r"\d\.\d")


@contextmanager
def spoken(name: str) -> Iterator[None]:
    """Let Python speak a language for a while."""
    before = language()
    language(name)
    try:
        yield
    finally:
        language(before)


def check_edition(
    context: BrowserContext, base: str, name: str, show_scenes: str, report: Report
) -> None:
    """Every lesson of an edition: its words, its numbers, and what its fields answer.

    show_scenes: a script that lets every scene of a page paint.
    """
    folder = SITE / "_build" / name / "html" / "lessons"
    tab = context.new_page()
    for path in sorted(folder.glob("*.html")):
        page = f"{name}/lessons/{path.name}"
        tab.goto(base + page)
        if (found := tab.evaluate("document.documentElement.lang")) != name:
            report.fault(page, f"its language is said to be {found!r}.")
        for words in tab.evaluate(PROSE):
            if ENGLISH_WORDS.search(words):
                report.fault(page, f"it says in English: {words[:80]!r}.")
        tab.evaluate(show_scenes)
        check_labels(tab, base, page, name, report)
        check_scenes(tab, page, name, report)
        check_fields(tab, page, path.stem, name, report)
        report.count(f"lessons in {name}")
    tab.close()
    check_same_scenes(name, report)


def check_labels(tab: Page, base: str, page: str, name: str, report: Report) -> None:
    """No name of a control, no title of a fold and no word of the theme is left in English."""
    labels = tab.evaluate(LABELS)
    other = tab.context.new_page()
    other.goto(base + page.removeprefix(f"{name}/"))
    english = set(other.evaluate(LABELS)) - set(NAMES)
    other.close()
    for label in labels:
        report.count(f"labels in {name}")
        if label in english:
            report.fault(page, f"a label is left in English: {label[:80]!r}.")


def check_scenes(tab: Page, page: str, name: str, report: Report) -> None:
    """Each scene speaks the language, and writes its numbers with its decimal sign."""
    words = table(name)
    for scene in tab.evaluate(IN_SCENES):
        place = f"{page}, {scene['id']}"
        if scene["lang"] != name:
            report.fault(place, f"the scene speaks {scene['lang']!r}.")
        if scene["play"] not in ("", words["player"]["play"]):
            report.fault(place, f"its button is called {scene['play']!r}.")
        if words["number"]["decimal"] == ",":
            for text in scene["numbers"]:
                if DECIMAL_POINT.search(text):
                    report.fault(place, f"it writes {text!r} with a point.")
        report.count(f"scenes in {name}")


def check_fields(tab: Page, page: str, lesson: str, name: str, report: Report) -> None:
    """A field says to numbers, written with a point and with a comma, what Python says."""
    for exercise in exercises_of(lesson).values():
        data = answer_data(exercise) if exercise.key else None
        if not data or data["kind"] != "numbers" or data["shape"]:
            continue
        aim = float(data["target"][0])
        pointed = [f"{value:.12g}" for value in (aim, aim + 0.25, -aim, 2 * aim)]
        typed = [*pointed, *(text.replace(".", ",") for text in pointed)]
        said = tab.evaluate(TRY_ALL, ["/".join(exercise.key), typed])
        if said is None:
            continue
        with spoken(name):
            wanted = [exercise.compare(text).message for text in typed]
        for text, told, right in zip(typed, said, wanted, strict=True):
            report.count(f"typed answers in {name}")
            if told != right:
                report.fault(
                    page,
                    f"{exercise.key[1]}: to {text!r} it says {told!r}, and Python {right!r}.",
                )


def check_same_scenes(name: str, report: Report) -> None:
    """The scenes of an edition are those of the English one: their digests are equal."""
    english = scenes_of(SCENES)
    for key, digest in scenes_of(SITE / "_build" / name / "scenes.json").items():
        if english.get(key, digest) != digest:
            report.fault(f"{name}/{key}", "the scene is another one than in English.")
        report.count(f"digests in {name}")


def scenes_of(path: Path) -> dict[str, str]:
    """The digest of each scene of an edition, by the name of its file."""
    return {name: one["digest"] for name, one in json.loads(path.read_text("utf-8")).items()}
