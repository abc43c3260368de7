"""The map of the course as a scene: which lesson needs which, how long they take, what is done.

What a lesson needs stands in one place, the table "Map of the lessons" in the notebook of lesson 0.
The scene is drawn from it, so that the two cannot disagree.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calclib.arrays import Array
from calclib.practice import Progress, progress
from calclib.practice.course import cells_of, notebook
from calclib.stage.axis import Axis
from calclib.stage.marks import Mark, Style, Varying, dots, line, text
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

NOTEBOOK = "00-start-here.ipynb"
HEADING = "## Map of the lessons"
PACKAGE = Path(__file__).parents[2]
# An installed calclib carries the lessons itself; in a copy of the repository they lie beside it.
FOLDERS = (Path(), PACKAGE / "notebooks", PACKAGE.parent / "notebooks")
ROW = re.compile(
    r"^\| (?P<number>\d+) \| \[?(?P<title>[^\]|]+?)(?:\]\([^)]*\))? \| (?P<minutes>\d+) "
    r"\| [^|]+ \| (?P<needs>[^|]*) \|$",
    re.MULTILINE,
)
PARTS: tuple[tuple[int, Style], ...] = (  # the first lesson of each part, and how it is drawn
    (0, {"label": "Part I: change", "color": 0, "marker": "circle", "size": 9}),
    (9, {"label": "Part II: descent", "color": 1, "marker": "square", "size": 9}),
    (18, {"label": "Part III: in AI", "color": 2, "marker": "triangle", "size": 9}),
)


@dataclass(frozen=True)
class Row:
    """A lesson of the map.

    number: of the lesson.
    title: its name, without what stands after a colon.
    minutes: how long it takes.
    needs: the numbers of the lessons that it needs.
    """

    number: int
    title: str
    minutes: int
    needs: tuple[int, ...]


def rows_of(table: str) -> tuple[Row, ...]:
    """The lessons of a table in Markdown; a line that is no lesson is passed over.

    >>> rows_of("| 9 | [Roll downhill: the rate](09-roll-downhill.ipynb) | 60 | – | 1, algebra |")
    (Row(number=9, title='Roll downhill', minutes=60, needs=(1,)),)
    """
    return tuple(
        Row(
            number=int(found["number"]),
            title=found["title"].partition(":")[0],
            minutes=int(found["minutes"]),
            needs=tuple(map(int, re.findall(r"\d+", found["needs"]))),
        )
        for found in ROW.finditer(table)
    )


def read_rows(folder: str | Path | None = None) -> tuple[Row, ...]:
    """The lessons of the map, as the notebook of lesson 0 lists them.

    folder: of the notebooks; by default where Python runs, else where calclib keeps its own.
    Raises FileNotFoundError where no such notebook with a map is found.
    """
    places = FOLDERS if folder is None else (Path(folder),)
    for place in places:
        cells = cells_of(notebook(place / NOTEBOOK))
        texts = [text for kind, _, text in cells if kind == "markdown"]
        if rows := rows_of("\n".join(text for text in texts if text.startswith(HEADING))):
            return rows
    raise FileNotFoundError(
        f"{places[0] / NOTEBOOK} has no map of the lessons, from which this scene is drawn; run it "
        "in the folder of the notebooks, or name that folder."
    )


def before(rows: Sequence[Row]) -> dict[int, set[int]]:
    """For each lesson all lessons that have to be read before it, directly needed or not.

    >>> start, line = Row(0, "Start", 15, ()), Row(1, "Line", 45, (0,))
    >>> before([start, line, Row(9, "Roll", 60, (1,))])[9]
    {0, 1}
    """
    found: dict[int, set[int]] = {}
    for row in sorted(rows, key=lambda row: row.number):
        known = [found.get(need, set()) for need in row.needs]
        found[row.number] = set(row.needs).union(*known)
    return found


def labels(rows: Sequence[Row], done: Progress) -> list[str]:
    """What stands beside each lesson: number, title, and how many of its exercises are solved."""
    counts = {title.partition(" ")[0]: (solved, of) for title, solved, of in done.counts()}
    found = []
    for row in rows:
        solved, of = counts.get(str(row.number), (0, 0))
        share = "✓" if solved and solved == of else f"({solved} of {of} solved)" if solved else ""
        found.append(f"{row.number} · {row.title} {share}".rstrip())
    return found


def reading_order(folder: str | Path | None = None, done: Progress | None = None) -> Scene:
    """The lessons by the hours that have to be read before them; a chosen one shows its way.

    folder: of the notebooks, as in `read_rows`.
    done: what is solved, by default what is kept for this learner.
    """
    rows = read_rows(folder)
    earlier = before(rows)
    minutes = {row.number: row.minutes for row in rows}
    hours = np.array([sum(minutes.get(k, 0) for k in earlier[row.number]) / 60 for row in rows])
    numbers = np.array([row.number for row in rows])
    on_the_way = np.array(
        [[other.number in {*earlier[row.number], row.number} for other in rows] for row in rows]
    )
    names = labels(rows, progress(folder or ".") if done is None else done)
    all_lines, ways = _lines(rows, hours, on_the_way)
    return Scene(
        axes=[Axis("lesson", numbers, labels=[row.title for row in rows], play=True, duration=20)],
        panels=[
            Panel(
                [
                    all_lines,
                    ways,
                    *_lessons(numbers, hours),
                    *_chosen(numbers, hours, on_the_way),
                    *_names(names, numbers, hours),
                ],
                title="What needs what",
                x=(-0.4, 1.05 * float(hours.max()) + 0.4),
                y=(-1.0, float(numbers.max()) + 1.0),
                equal=True,  # as high as wide: on a phone, too, a name needs a line of its own
                x_label="hours of the lessons that it needs",
                y_label="lesson",
            )
        ],
        alt="The lessons of the course, one a row, from the first at the bottom to the last at the "
        "top. The further to the right, the longer you read before you can begin it. Lines lead "
        "from each lesson to those that need it; for the chosen lesson, all that has to be read "
        "before it is drawn thick.",
        readout=[
            ("its minutes", Varying(np.array([row.minutes for row in rows]), ("lesson",)), ".0f"),
            ("lessons before it", Varying(on_the_way.sum(axis=1) - 1, ("lesson",)), ".0f"),
            ("hours before it", Varying(hours, ("lesson",)), ".1f"),
        ],
    )


def _lines(rows: Sequence[Row], hours: Array, on_the_way: Array) -> tuple[Mark, Mark]:
    """All lines from a lesson to one that needs it, pale; and those on the way to the chosen."""
    place = {row.number: k for k, row in enumerate(rows)}
    pairs = [
        (place[need], place[row.number]) for row in rows for need in row.needs if need in place
    ]
    ends = np.array(pairs)
    x = hours[ends]
    y = np.array([row.number for row in rows], dtype=float)[ends]
    walked = on_the_way[:, ends[:, 1], None]
    over = ("lesson",)
    way = line(
        Varying(np.where(walked, x, np.nan), over),
        Varying(np.where(walked, y, np.nan), over),
        color="muted",  # paler than the names that it crosses
        width=2.5,
    )
    return line(x, y, color="muted", width=1, opacity=0.35), way


def _lessons(numbers: Array, hours: Array) -> list[Mark]:
    """A dot a lesson, its colour and shape those of its part."""
    firsts = [first for first, _ in PARTS]
    part = np.searchsorted(firsts, numbers, side="right") - 1
    return [
        dots(hours[part == k], numbers[part == k].astype(float), **style)
        for k, (_, style) in enumerate(PARTS)
        if (part == k).any()
    ]


def _chosen(numbers: Array, hours: Array, on_the_way: Array) -> list[Mark]:
    """What has to be read is ringed, and the chosen lesson is a large dot."""
    over = ("lesson",)
    x = Varying(np.where(on_the_way, hours, np.nan), over)
    y = Varying(np.where(on_the_way, numbers.astype(float), np.nan), over)
    here = Varying(hours, over)
    there = Varying(numbers.astype(float), over)
    return [dots(x, y, color="ink", size=4), dots(here, there, color="ink", size=14)]


def _names(names: Sequence[str], numbers: Array, hours: Array) -> list[Mark]:
    """A name beside each dot, on the side that has room."""
    middle = 0.55 * hours.max()
    aside = 0.034 * hours.max()
    return [
        text(
            float(x + aside if x < middle else x - aside),
            float(number),
            name,
            anchor="start" if x < middle else "end",
            size=10,
        )
        for name, number, x in zip(names, numbers, hours, strict=True)
    ]
