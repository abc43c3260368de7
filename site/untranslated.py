"""What the scenes and questions of lessons say and a language does not know yet.

    uv run --group site python site/build.py --only 00
    CALCLIB_LANGUAGE=de uv run --group site python site/untranslated.py 00

Prints JSON, English with an empty translation, for calclib/words/sentences/de/<lesson>.json. It
reads the lessons as the English site ran them.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import nbformat
from edition import SITE
from recording import EXERCISE, GUESS, SCENE

from calclib.stage.localised import WORDS_OF_A_MARK
from calclib.stage.scenefile import read_scene_file
from calclib.words import ENGLISH, language, translated, untranslated

RUNS = SITE / "_build" / "run"


def flat(words: Any) -> Iterator[str]:
    """Every text in a text, in a list of texts, or in nothing."""
    if isinstance(words, str):
        yield words
    else:
        for one in words or []:
            yield from flat(one)


def words_of_scene(spec: dict[str, Any]) -> Iterator[str]:
    """What a scene shows, each text as a whole."""
    yield from (spec["title"], spec["alt"])
    for axis in spec["axes"]:
        yield axis["name"]
        yield from flat(axis["labels"])
    for panel in spec["panels"]:
        yield panel["title"]
        for name in ("x", "y", "z"):
            if panel[name]:
                yield panel[name]["label"]
                yield from flat(panel[name].get("words"))
        for mark in panel["marks"]:
            for name in WORDS_OF_A_MARK:
                yield from flat(mark["style"].get(name))
    yield from (row["label"] for row in spec["readout"])


def words_of_guess(data: dict[str, Any]) -> Iterator[str]:
    """What a question with a guess asks and offers; its reasons come sentence by sentence."""
    yield data["first"]["question"]
    yield from flat((data["first"]["control"] or {}).get("choices"))


def messages_of_exercise(data: dict[str, Any]) -> Iterator[str]:
    """What an exercise asks, hints at and answers."""
    for task in data["tasks"]:
        yield task["first"]["question"]
        for stage in task["stages"]:
            for paragraph in stage.get("told", "").split("\n\n"):
                yield paragraph.partition(". ")[2]
        yield from (verdict["spoken"] for verdict in (task["answer"] or {}).get("verdicts", []))


def missing(number: str) -> Iterator[str]:
    """What a lesson says and the language does not know."""
    for path in RUNS.glob(f"{number}-*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if SCENE in data:
                    header, _ = read_scene_file(b64decode(data[SCENE]["file"]))
                    spec: Any = header["spec"]
                    yield from (w for w in words_of_scene(spec) if translated(w) == w)
                if GUESS in data:
                    yield from (w for w in words_of_guess(data[GUESS]) if translated(w) == w)
                if EXERCISE in data:
                    for message in messages_of_exercise(data[EXERCISE]):
                        yield from untranslated(message)


def main() -> None:
    """Print what is missing, each text once."""
    if language() == ENGLISH:
        raise SystemExit("Say which language: CALCLIB_LANGUAGE=de.")
    found = {text: "" for number in sys.argv[1:] for text in missing(number) if text.strip()}
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
