"""What the fields of the web edition say to typed answers: what Python says, to the letter.

The scripts of a page run in Node, with the data of each exercise and no browser: `site/check.py`
asks the same of the pages themselves, when they are built.
"""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from answers import exercises_of, says_the_same, typed_answers, wanted_verdict
from browser.axe import FRONTEND, installed
from recording import answer_data
from refresh import LESSONS, folder_of

from calclib.words import language, languages

__all__ = ["installed"]


@pytest.fixture(params=languages())
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    """A language is spoken, and afterwards the one before."""
    before = language()
    language(request.param)
    yield
    language(before)


def say(asked: list[dict[str, Any]]) -> list[list[str]]:
    """What a page says to what is typed, of each exercise."""
    run = subprocess.run(
        [shutil.which("node") or "node", "verdicts.mjs"],
        input=json.dumps({"language": language(), "asked": asked}),
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    said: list[list[str]] = json.loads(run.stdout)
    return said


@pytest.mark.usefixtures("installed", "spoken")
def test_a_page_says_to_each_typed_answer_what_python_says() -> None:
    asked = []
    answers = []
    for path in LESSONS:
        folder = folder_of(path.stem)
        table = importlib.import_module(f"lessons.{folder}.slips").TABLE
        for name, exercise in exercises_of(path.stem).items():
            data = answer_data(exercise) if exercise.key else None
            if data and data["kind"] == "numbers":
                typed = typed_answers(exercise, table.get(name, ([], [])))
                asked.append({"data": data, "typed": list(typed)})
                answers.append((f"{folder}: {name}", exercise, typed))
    others = []
    count = 0
    for (name, exercise, typed), said in zip(answers, say(asked), strict=True):
        for (text, answer), told in zip(typed.items(), said, strict=True):
            wanted = wanted_verdict(exercise, text, answer)
            count += 1
            if not says_the_same(text, told, wanted):
                others.append((name, text, told, wanted.message))
    assert others == []
    assert count > 1000
