"""Write the cheat sheets: uv run python tests/cheat_sheets.py"""

from __future__ import annotations

from pathlib import Path

from calclib.lessons import cheat_sheet

FOLDER = Path(__file__).parent.parent / "notebooks" / "cheat-sheets"
SHEETS = {"part-1-change.html": cheat_sheet.part_1, "part-2-descent.html": cheat_sheet.part_2}


def main() -> None:
    """Make both pages again."""
    for name, made in SHEETS.items():
        (FOLDER / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
