"""Lists the lessons of the course, and copies them into a folder of the learner's own.

python -m calclib                   # lists the lessons, and says where to start
python -m calclib lessons FOLDER    # copies them there; a file that is there already stays as it is
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


def main(arguments: list[str]) -> None:
    """Do what the command line asks for."""
    parser = ArgumentParser("python -m calclib", description="The lessons of the course.")
    commands = parser.add_subparsers(dest="command")
    copying = commands.add_parser("lessons", help="copy the lessons into a folder")
    copying.add_argument("folder", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    if asked.command is None:
        print(overview())
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
