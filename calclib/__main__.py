"""Lists the lessons of the course, copies them into a folder, and grades the notebooks of a class.

python -m calclib                   # lists the lessons, and says where to start
python -m calclib lessons FOLDER    # copies them there; a file that is there already stays as it is
python -m calclib grade FOLDER      # says which exercises the notebooks there solve, as CSV
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from calclib import __version__

PACKAGE = Path(__file__).parent
# An installed calclib carries the lessons itself; in a copy of the repository they lie beside it.
FOLDERS = (PACKAGE / "notebooks", PACKAGE.parent / "notebooks")


def lessons() -> list[Path]:
    """Return the notebooks of the course, in order."""
    return next((found for place in FOLDERS if (found := sorted(place.glob("*.ipynb")))), [])


def title(lesson: Path) -> str:
    """Return the title of a lesson, such as "9 · Roll downhill"."""
    first = json.loads(lesson.read_text(encoding="utf-8"))["cells"][0]
    return "".join(first["source"]).splitlines()[0].removeprefix("# ")


def overview() -> str:
    """Return the titles of the lessons, and what to do next."""
    first, *_ = lessons()
    lines = [
        f"calclib {__version__}: the calculus behind AI, in notebooks that move.",
        "",
        *(f"  {title(lesson)}" for lesson in lessons()),
        "",
        "To copy the lessons into a folder of your own:",
        "  python -m calclib lessons FOLDER",
        "Then begin with the first:",
        f"  jupyter lab FOLDER/{first.name}",
        'If there is no JupyterLab yet: pip install "calclib-course[lab]"',
    ]
    return "\n".join(lines)


def copy_lessons(folder: Path) -> str:
    """Copy the lessons into a folder, write over nothing, and return what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    kept = []
    for lesson in lessons():
        content = lesson.read_bytes()
        try:
            with (folder / lesson.name).open("xb") as copy:
                copy.write(content)
        except FileExistsError:
            kept.append(lesson.name)
        else:
            copied.append(lesson.name)
    count = f"{len(copied)} lesson{'' if len(copied) == 1 else 's'}"
    lines = [f"{count} copied to {folder}."]
    if kept:
        lines += [
            "These were there already and stay as they are, for you may have worked in them:",
            *(f"  {name}" for name in kept),
            "For a fresh copy of one, rename it or name another folder.",
        ]
    lines.append(f'Begin with: jupyter lab "{folder / lessons()[0].name}"')
    return "\n".join(lines)


def grades(folder: Path, seconds: float, megabytes: int) -> str:
    """Return which exercises the notebooks of a folder solve, as CSV, and tell how far it is."""
    from calclib.practice import grading

    if not folder.is_dir():
        sys.exit(f"{folder} is no folder. Name one that holds notebooks, or folders of them.")
    if not grading.offline():
        print("This system lets a notebook keep its network.", file=sys.stderr)
    rows: list[grading.Row] = []
    for row in grading.grade(folder, grading.Limits(seconds, megabytes)):
        if not rows or rows[-1].notebook != row.notebook or rows[-1].who != row.who:
            print(f"{row.who}: {row.notebook}", file=sys.stderr, flush=True)
        rows.append(row)
    return grading.table(rows)


def main(arguments: list[str]) -> None:
    """Do what the command line asks for."""
    parser = ArgumentParser("python -m calclib", description="The lessons of the course.")
    commands = parser.add_subparsers(dest="command")
    copying = commands.add_parser("lessons", help="copy the lessons into a folder")
    copying.add_argument("folder", type=Path, metavar="FOLDER")
    grading = commands.add_parser("grade", help="say which exercises the notebooks there solve")
    grading.add_argument("folder", type=Path, metavar="FOLDER")
    grading.add_argument("--seconds", type=float, default=120.0, help="the most for a notebook")
    grading.add_argument("--megabytes", type=int, default=4000, help="of memory; 0 for no limit")
    asked = parser.parse_args(arguments)
    if asked.command is None:
        print(overview())
        return
    if asked.command == "grade":
        print(grades(asked.folder, asked.seconds, asked.megabytes), end="")
        return
    try:
        print(copy_lessons(asked.folder))
    except OSError as error:
        reason = error.strerror or str(error)
        sys.exit(
            f"The lessons cannot be copied to {asked.folder}: {reason}. "
            "Name a folder in which you may write, or one that is yet to be made."
        )


if __name__ == "__main__":
    main(sys.argv[1:])
