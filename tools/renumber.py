"""Give lessons other numbers or names, in one command.

    uv run python tools/renumber.py jump-with-newton=15 race-fairly=14
    uv run python tools/renumber.py scale-and-shrink=16-scale-features

It moves the notebook and the teachers' page, and where the name changes also the folders of the
lesson in calclib/lessons/ and tests/lessons/. Then it rewrites what says the old number or name in
every text file that git tracks: links, imports, "lesson 7", "lessons 7, 9 and 10", titles, and the
tables of the README and of the first lesson, which it also sorts.

It prints what it changed. Read that with `git diff`: no command knows whether "the next lesson" or
"lessons 9 to 12" still says what was meant. Then run tools/refresh.py on these lessons, and
`uv run pytest tests/course/test_prose.py`, which follows each link.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from refresh import ROOT

SPACE = r"(?:\s|\\n\",\s*\")"  # a line of a notebook ends as \n", and the next begins with "
AND = rf"(?:,{SPACE}|{SPACE}to{SPACE}|,?{SPACE}and{SPACE}|–)"
MENTION = re.compile(rf"\b[Ll]essons?{SPACE}\d+(?:{AND}\d+)*(?!\.?\d)")
TITLE = re.compile(r"(?<=[\"\n]# )\d+(?= · )")  # no heading of an exercise, ### 3 ·
LINK = re.compile(r"(?<=\[)\d+(?= · [^\]]*\]\()")
ROW = re.compile(r"\| (\d+) \| ([^|]+ \| [^|]+ \| [^|]+) \| ([^|]+) \|")
TEXTS = {
    ".ipynb",
    ".py",
    ".md",
    ".ts",
    ".toml",
    ".txt",
    ".json",
    ".html",
    ".yml",
    ".yaml",
    ".po",
    "",
}
LEFT_ALONE = {"uv.lock", "package-lock.json", "renumber.py"}


@dataclass(frozen=True)
class Move:
    """A lesson's name and number, before and after.

    >>> Move.read("09-roll-downhill", "roll-downhill=10")
    Move(number=9, name='roll-downhill', to_number=10, to_name='roll-downhill')
    >>> Move.read("09-roll-downhill", "roll-downhill=10-roll-on").to_stem
    '10-roll-on'
    """

    number: int
    name: str
    to_number: int
    to_name: str

    @staticmethod
    def read(stem: str, wish: str) -> Move:
        """Read "name=number" or "name=number-new-name" for the notebook of this stem."""
        number, _, name = stem.partition("-")
        to_number, _, to_name = wish.partition("=")[2].partition("-")
        return Move(int(number), name, int(to_number), to_name or name)

    @property
    def stem(self) -> str:
        """The file name before, without its ending."""
        return f"{self.number:02}-{self.name}"

    @property
    def to_stem(self) -> str:
        """The file name after, without its ending."""
        return f"{self.to_number:02}-{self.to_name}"

    @property
    def folder(self) -> str:
        """The name of the lesson's folders before."""
        return self.name.replace("-", "_")

    @property
    def to_folder(self) -> str:
        """The name of the lesson's folders after."""
        return self.to_name.replace("-", "_")


def renumbered(text: str, moves: list[Move]) -> str:
    """Return a text with the new numbers and names, all of them changed at once.

    >>> swap = [Move(1, "a", 2, "a"), Move(2, "b", 1, "b")]
    >>> renumbered("See lessons 1, 2 and 3, and [b](02-b.ipynb).", swap)
    'See lessons 2, 1 and 3, and [b](01-b.ipynb).'
    >>> renumbered("[1 · A](01-a.ipynb), not 1 · A", swap)
    '[2 · A](02-a.ipynb), not 1 · A'
    >>> renumbered("from calclib.lessons.see import scenes", [Move(1, "see", 1, "look")])
    'from calclib.lessons.look import scenes'
    """
    renumber = number_changer(moves)
    for pattern in (MENTION, TITLE, LINK):
        text = pattern.sub(lambda found: renumber(found[0]), text)
    for move in moves:
        # The names of some lessons are common words, so only what a folder stands behind changes.
        text = re.sub(rf"(?<=lessons[./]){move.folder}\b", move.to_folder, text)
        text = re.sub(rf"(?<=lessons import ){move.folder}\b", move.to_folder, text)
    stems = {move.stem: move.to_stem for move in moves}
    return re.sub("|".join(map(re.escape, stems)), lambda found: stems[found[0]], text)


def sorted_table(text: str, moves: list[Move]) -> str:
    """Return a text whose table of lessons has the new numbers, in order again.

    >>> swap = [Move(1, "a", 2, "a"), Move(2, "b", 1, "b")]
    >>> print(sorted_table("| 1 | [A](a) | 45 | 5 | 0 |\\n| 2 | [B](b) | 45 | – | 1 |", swap))
    | 1 | [B](b) | 45 | – | 2 |
    | 2 | [A](a) | 45 | 5 | 0 |
    """
    renumber = number_changer(moves)
    rows = [
        (int(renumber(number)), f"{name_and_minutes} | {renumber(needs)}")
        for number, name_and_minutes, needs in ROW.findall(text)
    ]
    ordered = iter([f"| {number} | {rest} |" for number, rest in sorted(rows)])
    return ROW.sub(lambda _: next(ordered), text)


def number_changer(moves: list[Move]) -> Callable[[str], str]:
    """Return a function that gives each number in a text the number that its lesson moves to."""
    numbers = {str(move.number): str(move.to_number) for move in moves}
    return lambda text: re.sub(r"\d+", lambda found: numbers.get(found[0], found[0]), text)


def git(root: Path, *words: str) -> str:
    """Run git in a repository and return what it prints."""
    command = ["git", *words]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def move_files(root: Path, moves: list[Move]) -> None:
    """Move notebooks, teachers' pages, translations and folders."""
    renamed = [(f"notebooks/{m.stem}.ipynb", f"notebooks/{m.to_stem}.ipynb") for m in moves]
    renamed += [
        (f"notebooks/teachers/{m.stem}.md", f"notebooks/teachers/{m.to_stem}.md") for m in moves
    ]
    for pages in (root / "site" / "locale").glob("*/LC_MESSAGES/lessons"):
        folder = pages.relative_to(root).as_posix()
        renamed += [(f"{folder}/{m.stem}.po", f"{folder}/{m.to_stem}.po") for m in moves]
    for place in ("calclib/lessons", "tests/lessons"):
        renamed += [(f"{place}/{m.folder}", f"{place}/{m.to_folder}") for m in moves]
    renamed = [(old, new) for old, new in renamed if old != new and (root / old).exists()]
    # Lessons may swap, so all files leave their places before one takes its new place.
    for old, _ in renamed:
        git(root, "mv", old, f"{old}.moving")
    for old, new in renamed:
        git(root, "mv", f"{old}.moving", new)


def rewrite(root: Path, moves: list[Move]) -> list[str]:
    """Rewrite every tracked text file that mentions what moved; the names of those that changed."""
    first = min((root / "notebooks").glob("*.ipynb"))
    changed = []
    for name in git(root, "ls-files").splitlines():
        path = root / name
        if path.suffix not in TEXTS or path.name in LEFT_ALONE or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        new = renumbered(text, moves)
        if path in (first, root / "README.md"):
            new = sorted_table(new, moves)
        if new != text:
            path.write_text(new, encoding="utf-8")
            changed.append(name)
    return changed


def read_moves(root: Path, wishes: list[str]) -> list[Move]:
    """Read the wishes of a command line, and refuse what no course can fulfil."""
    stems = {
        path.stem.partition("-")[2]: path.stem for path in (root / "notebooks").glob("*.ipynb")
    }
    names = [wish.partition("=")[0] for wish in wishes]
    unknown = [name for name in names if name not in stems]
    if unknown or not wishes:
        raise SystemExit(
            f"There is no lesson {', '.join(unknown) or 'named'}. Give name=number or "
            f"name=number-new-name, with a name of {', '.join(sorted(stems))}."
        )
    moves = [Move.read(stems[name], wish) for name, wish in zip(names, wishes, strict=True)]
    after = {stem: int(stem[:2]) for stem in stems.values()}
    after |= {move.stem: move.to_number for move in moves}
    twice = {number for number in after.values() if list(after.values()).count(number) > 1}
    if twice:
        raise SystemExit(
            f"Two lessons would have the number {min(twice)}; "
            "move the other one in the same command."
        )
    return moves


def renumber_course(root: Path, wishes: list[str]) -> list[str]:
    """Move the named lessons of the course at root; the names of the files that changed."""
    moves = read_moves(root, wishes)
    move_files(root, moves)
    return rewrite(root, moves)


if __name__ == "__main__":
    print("\n".join(renumber_course(ROOT, sys.argv[1:])))
