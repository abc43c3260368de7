"""Give lessons other numbers or names, in one command.

    uv run python tools/renumber.py jump-with-newton=15 race-fairly=16
    uv run python tools/renumber.py scale-and-shrink=16-scale-features

It moves the notebook and the teachers' page, and where the name changes also the folders of the
lesson in calclib/lessons/ and tests/lessons/. Then it rewrites what says the old number or name in
every text file that git tracks: links, "lesson 7", "lessons 7, 9 and 10", titles. Afterwards run
tools/refresh.py on the lessons that changed, and the tests.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass

from refresh import LESSONS, ROOT

MENTION = re.compile(r"\b([Ll]essons?\s)(\d+(?:(?:,\s|\sto\s|\sand\s|,\sand\s|–)\d+)*)(?![\d.]*\d)")
TITLE = re.compile(r"(?<!#)(#\s)(\d+)(\s·\s)")
LINK = re.compile(r"(\[)(\d+)(\s·\s[^\]]*\]\()")
ROW = re.compile(r"^([ \"]*\|\s)(\d+)(\s\|\s\[?[A-Z].*?\|\s[\d +]+\s\|)([^|\n]*)(\|)", re.MULTILINE)
TEXTS = {".ipynb", ".py", ".md", ".ts", ".toml", ".txt", ".json", ".html", ".yml", ".yaml", ""}
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


def renumbered(text: str, moves: list[Move]) -> str:
    """A text with the new numbers and names, all of them changed at once.

    >>> swap = [Move(1, "a", 2, "a"), Move(2, "b", 1, "b")]
    >>> renumbered("See lessons 1, 2 and 3, and [b](02-b.ipynb).", swap)
    'See lessons 2, 1 and 3, and [b](01-b.ipynb).'
    >>> renumbered("| 1 | [A title](01-a.ipynb) | 45 | 2, 3 |", swap)
    '| 2 | [A title](02-a.ipynb) | 45 | 1, 3 |'
    """
    numbers = {move.number: move.to_number for move in moves}
    stems = {move.stem: move.to_stem for move in moves}
    folders = {
        move.name.replace("-", "_"): move.to_name.replace("-", "_")
        for move in moves
        if move.name != move.to_name
    }

    def number_of(match: re.Match[str]) -> str:
        return str(numbers.get(int(match[0]), int(match[0])))

    text = MENTION.sub(lambda m: m[1] + re.sub(r"\d+", number_of, m[2]), text)
    for pattern in (TITLE, LINK):
        text = pattern.sub(lambda m: m[1] + re.sub(r"\d+", number_of, m[2]) + m[3], text)
    text = ROW.sub(
        lambda m: (
            m[1] + re.sub(r"\d+", number_of, m[2]) + m[3] + re.sub(r"\d+", number_of, m[4]) + m[5]
        ),
        text,
    )
    if stems:
        text = re.sub("|".join(map(re.escape, stems)), lambda m: stems[m[0]], text)
    for old, new in folders.items():
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def git(*words: str) -> str:
    """Run git in the repository and return what it prints."""
    command = ["git", *words]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def move_files(moves: list[Move]) -> None:
    """Move notebooks, teachers' pages and folders; by way of free names, as numbers may swap."""
    places = [("notebooks/{}.ipynb", "stem"), ("notebooks/teachers/{}.md", "stem")]
    for step in ("away", "home"):
        for move in moves:
            for place, _ in places:
                old, new = place.format(move.stem), place.format(move.to_stem)
                if old == new or not ((ROOT / old).exists() or step == "home"):
                    continue
                between = place.format(f"moving-{move.stem}")
                if step == "away":
                    git("mv", old, between)
                elif (ROOT / between).exists():
                    git("mv", between, new)
    for move in moves:
        if move.name != move.to_name:
            for folder in ("calclib/lessons", "tests/lessons"):
                old, new = (name.replace("-", "_") for name in (move.name, move.to_name))
                git("mv", f"{folder}/{old}", f"{folder}/{new}")


def rewrite(moves: list[Move]) -> list[str]:
    """Rewrite every tracked text file that mentions what moved; the names of those that changed."""
    changed = []
    for name in git("ls-files").splitlines():
        path = ROOT / name
        if path.suffix not in TEXTS or path.name in LEFT_ALONE or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture without an ending
        new = renumbered(text, moves)
        if new != text:
            path.write_text(new, encoding="utf-8")
            changed.append(name)
    return changed


def main(wishes: list[str]) -> None:
    """Move the named lessons, and say which files changed."""
    stems = {path.stem.partition("-")[2]: path.stem for path in LESSONS}
    unknown = [wish for wish in wishes if wish.partition("=")[0] not in stems]
    if unknown or not wishes:
        raise SystemExit(f"Give name=number, with a name of {', '.join(stems)}; not {unknown}.")
    moves = [Move.read(stems[wish.partition("=")[0]], wish) for wish in wishes]
    after = {path.stem for path in LESSONS} - {m.stem for m in moves} | {m.to_stem for m in moves}
    taken = [stem[:2] for stem in after]
    if len(set(taken)) < len(taken):
        raise SystemExit(f"Two lessons would have one number: {', '.join(sorted(after))}.")
    move_files(moves)
    print("\n".join(rewrite(moves)))


if __name__ == "__main__":
    main(sys.argv[1:])
