"""Count how many minutes each lesson takes, as the README and the pages for teachers state them.

    uv run python tools/minutes.py                          # a table of all lessons
    uv run python tools/minutes.py notebooks/09-*.ipynb     # a lesson, section by section

One minute for 60 words, 3 for a scene, 4 for an exercise, 6 for a function that the learner builds.
A sitting ends at the marked pause, and has at most 45 minutes. Words of folds (hints, solutions,
proofs) are counted, for an exercise needs them; a section named Further is not, for no objective
needs it. Its minutes are stated apart, and are at most 20.
"""

from __future__ import annotations

import ast
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from refresh import LESSONS

LONGEST_SITTING = 45  # minutes
LONGEST_FURTHER = 20  # minutes
WORDS_A_MINUTE = 60
MINUTES_A_SCENE = 3
MINUTES_AN_EXERCISE = 4
MINUTES_A_BUILD = 6
PAUSE = "Pause"  # the heading with which the second sitting begins
EXERCISES = "Exercises"
FURTHER = "Further"
NO_FURTHER = "–"  # what a table says of a lesson without such a section

NO_WORDS = re.compile(r"```.*?```|</?[a-zA-Z][^>]*>|<!--.*?-->|(?<=\])\([^)]*\)", re.DOTALL)
WORD = re.compile(r"\S*[^\s|:#*-]\S*")  # a token of nothing but |, :, #, * and - is markup
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
SCENE = re.compile(r"\bplay\(")


@dataclass(frozen=True)
class Load:
    """What a learner does in a part of a lesson: words to read, scenes, exercises, builds.

    >>> Load(words=600, scenes=2) + Load(exercises=1)
    Load(words=600, scenes=2, exercises=1, builds=0)
    >>> Load(words=600, scenes=2, exercises=1, builds=1).minutes
    26.0
    """

    words: int = 0
    scenes: int = 0
    exercises: int = 0
    builds: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            words=self.words + other.words,
            scenes=self.scenes + other.scenes,
            exercises=self.exercises + other.exercises,
            builds=self.builds + other.builds,
        )

    @property
    def minutes(self) -> float:
        """words/60 + 3 a scene + 4 an exercise + 6 a build."""
        return (
            self.words / WORDS_A_MINUTE
            + MINUTES_A_SCENE * self.scenes
            + MINUTES_AN_EXERCISE * self.exercises
            + MINUTES_A_BUILD * self.builds
        )


@dataclass(frozen=True)
class Section:
    """A section of a lesson: its heading, and what a learner does in it."""

    heading: str
    load: Load

    @property
    def further(self) -> bool:
        """Whether no objective needs it, so that its minutes are not the lesson's."""
        return FURTHER.lower() in self.heading.lower().split()


def count_words(markdown: str) -> int:
    """How many words a learner reads: a formula or a sign counts as the tokens that it is typed in.

    Code blocks, HTML tags and the targets of links are left out; folded text is not.

    >>> count_words("| **Two** words | [a link](https://example.org/far) |")
    4
    >>> count_words("<details><summary>Hint</summary>Halve $h$.</details>")
    3
    """
    return len(WORD.findall(NO_WORDS.sub(" ", markdown)))


def load_of_code(source: str) -> Load:
    """What a code cell asks for: a scene to play, a function to build, an exercise, or nothing.

    An exercise is a cell that ends with a check, `checks.name(answer)`; where the cell also defines
    what it checks, it is a build.

    >>> load_of_code("play(scenes.fog())")
    Load(words=0, scenes=1, exercises=0, builds=0)
    >>> load_of_code("x = ...\\nchecks.root(x)")
    Load(words=0, scenes=0, exercises=1, builds=0)
    >>> load_of_code("def f(x):\\n    return ...\\n\\n\\nchecks.square(f)")
    Load(words=0, scenes=0, exercises=0, builds=1)
    """
    scenes = len(SCENE.findall(source))
    statements = ast.parse(source).body
    if not statements or not is_check(statements[-1]):
        return Load(scenes=scenes)
    if any(isinstance(one, ast.FunctionDef | ast.ClassDef) for one in statements):
        return Load(scenes=scenes, builds=1)
    return Load(scenes=scenes, exercises=1)


def is_check(statement: ast.stmt) -> bool:
    """Whether a statement is a call `checks.name(…)`.

    >>> [is_check(ast.parse(line).body[0]) for line in ("checks.root(2)", "checks.guess.answer()")]
    [True, False]
    """
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="checks")))):
            return True
    return False


def sections(lesson: Path) -> list[Section]:
    """The sections of a lesson in their order, the first under its title.

    lesson: the path of a notebook.
    """
    found: list[Section] = []
    for heading, load in headings_and_loads(lesson):
        if heading:
            found.append(Section(heading, load))
        else:
            last = found.pop()
            found.append(Section(last.heading, last.load + load))
    return found


def headings_and_loads(lesson: Path) -> Iterator[tuple[str, Load]]:
    """Each piece of a lesson that no heading divides, after the heading it begins with or ""."""
    title = ""
    for cell in json.loads(lesson.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            yield "", load_of_code(source)
            continue
        before, *rest = HEADING.split(source)
        if not title:
            title = before.splitlines()[0].removeprefix("# ")
            yield title, Load(words=count_words(before))
        else:
            yield "", Load(words=count_words(before))
        for heading, text in zip(rest[::2], rest[1::2], strict=True):
            yield heading, Load(words=count_words(heading) + count_words(text))


def sittings(parts: Iterable[Section]) -> list[Load]:
    """What a learner does in each sitting; the pause begins the next, and Further belongs to none.

    >>> text = Load(words=60)
    >>> parts = [Section("1 · Fit", text), Section("Pause", text), Section("Further", text)]
    >>> [sitting.minutes for sitting in sittings(parts)]
    [1.0, 1.0]
    """
    found = [Load()]
    for part in parts:
        if part.heading == PAUSE:
            found.append(Load())
        if not part.further:
            found[-1] += part.load
    return found


def rounded_up(minutes: float, to: int = 1) -> int:
    """Minutes as they are stated: a reader is never told less than it takes.

    >>> rounded_up(43.2), rounded_up(83.1, to=5)
    (44, 85)
    """
    return to * math.ceil(minutes / to)


def stated_minutes(lesson: Path) -> int:
    """The minutes of a whole lesson as its tables state them: up to the next 5."""
    return rounded_up(sum(sitting.minutes for sitting in sittings(sections(lesson))), to=5)


def further_minutes(lesson: Path) -> float:
    """How long the sections named Further take if all of them is done; 0 where there is none."""
    return sum(part.load.minutes for part in sections(lesson) if part.further)


def stated_further(lesson: Path) -> str:
    """The minutes of Further as the tables state them: up to the next 5, or a dash for none."""
    minutes = further_minutes(lesson)
    return str(rounded_up(minutes, to=5)) if minutes else NO_FURTHER


def opening_of_further(lesson: Path) -> str:
    """The sentence with which the section Further of a lesson begins."""
    return (
        "What follows belongs to no objective; "
        f"all of it takes about {stated_further(lesson)} minutes."
    )


def further_for_teachers(lesson: Path) -> str:
    """How long Further takes, as the page for teachers states it behind the minutes."""
    return f"*Further*, without objectives, takes {rounded_up(further_minutes(lesson))} minutes"


def sentence_for_teachers(lesson: Path) -> str:
    """The minutes of each sitting, as the page for teachers states them under its table."""
    parts = sections(lesson)
    each = " and ".join(str(rounded_up(sitting.minutes)) for sitting in sittings(parts))
    exercises = sum((part.load for part in parts if part.heading == EXERCISES), Load())
    return f"Together {each} minutes, of which the exercises are {rounded_up(exercises.minutes)}."


def table_of_lessons(lessons: Iterable[Path]) -> Iterator[str]:
    """One line a lesson: the minutes of its sittings and of the whole, and what was counted."""
    yield f"{'lesson':30}{'sittings':>12}{'words':>8}{'scenes':>8}{'exercises':>11}" + (
        f"{'builds':>8}{'minutes':>9}{'further':>9}"
    )
    for lesson in lessons:
        each = sittings(sections(lesson))
        whole = sum(each, Load())
        minutes = " + ".join(f"{sitting.minutes:.1f}" for sitting in each)
        yield f"{lesson.stem:30}{minutes:>12}{whole.words:8}{whole.scenes:8}" + (
            f"{whole.exercises:11}{whole.builds:8}{whole.minutes:9.1f}"
            f"{further_minutes(lesson):9.1f}"
        )


def table_of_sections(lesson: Path) -> Iterator[str]:
    """One line a section, with a line under each sitting that sums it."""
    parts = sections(lesson)
    ends = iter(sittings(parts))
    for part in parts:
        if part.heading == PAUSE:
            yield f"{'':50}{next(ends).minutes:6.1f}\n"
        minutes = f"({part.load.minutes:.1f})" if part.further else f"{part.load.minutes:.1f} "
        yield f"{part.heading[:48]:50}{minutes:>7}{part.load.words:7} words"
    yield f"{'':50}{next(ends).minutes:6.1f}\n"
    yield sentence_for_teachers(lesson)
    if further_minutes(lesson):
        yield further_for_teachers(lesson) + " …"
        yield opening_of_further(lesson)


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    lines = table_of_sections(named[0]) if len(named) == 1 else None
    print("\n".join(lines or table_of_lessons(named or LESSONS)))
