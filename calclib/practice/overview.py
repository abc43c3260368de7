"""How far a learner is: for each lesson of the course, how many exercises are solved."""

from dataclasses import dataclass
from pathlib import Path

from calclib.practice.cards import Button, Content, MimeBundle, card, content, mimebundle
from calclib.practice.course import Key, Lesson, course
from calclib.practice.markup import code, echo_sentence, markdown
from calclib.practice.records import forget, is_writable, place, read

NOWHERE = "Progress cannot be kept here: {} is not a place that can be written to. All else works."
FOREIGN = "{} is not a file of calclib's progress: it is left as it is, and nothing is kept in it."


@dataclass(frozen=True)
class Progress:
    """What is solved of each lesson; in a notebook a table, with a button that forgets it all.

    solved: the exercises that were answered right.
    lessons: the lessons of the course, with their exercises.
    file: where that is kept.
    note: a sentence when something is wrong with the file; or nothing.
    """

    solved: tuple[Key, ...]
    lessons: tuple[Lesson, ...]
    file: Path
    note: str = ""

    def counts(self) -> list[tuple[str, int, int]]:
        """For each lesson its title, how many exercises are solved, and how many there are."""
        return [
            (lesson.title, lesson.solved(self.solved), len(lesson.exercises))
            for lesson in self.lessons
        ]

    def __repr__(self) -> str:
        lines = [f"{title}: {done} of {total}" for title, done, total in self.counts() if done]
        return "\n".join([*(lines or ["No exercise is solved yet."]), *filter(None, [self.note])])

    def table(self) -> str:
        """The table in Markdown."""
        rows = [
            f"| {markdown(echo_sentence(title))} | {done} of {total} |"
            for title, done, total in self.counts()
        ]
        note = markdown(echo_sentence(self.note)) if self.note else ""
        return "\n".join(["| lesson | solved |", "|---|---|", *rows, "", note])

    def content(self, said: str = "") -> Content:
        """The card of it; said: in the place of the table, what became of it."""
        kept = f"{self.table()}\n\nKept in {code(str(self.file))} and nowhere else."
        return content(
            "table",
            "Your progress",
            buttons=[Button(name="forget", label="Forget my progress", off=False)],
            told="" if said else kept,
            said=markdown(echo_sentence(said)) if said else "",
            spoken=said,
        )

    def _repr_mimebundle_(self, **_: object) -> MimeBundle:
        def act(kind: str, value: object) -> None:
            if kind == "forget":
                live.show(self.content(forget(self.file)))

        live = card(self.content(), act)
        return mimebundle(live, {"text/plain": repr(self)})


def progress(folder: str | Path = ".", file: str | Path | None = None) -> Progress:
    """Show how many exercises of each lesson you have answered right.

    folder: where the notebooks of the course are.
    file: where it is kept: calclib-progress.jsonl in your home folder unless given. It is read and
        not changed, and nothing is sent anywhere; forget() deletes it.

    >>> progress(file="no such file")
    No exercise is solved yet.
    """
    path = Path(file) if file else place()
    record = read(path)
    note = ""
    if not is_writable(path):
        note = NOWHERE.format(path)
    elif not record.is_ours:
        note = FOREIGN.format(path)
    elif unread := record.broken + record.foreign:
        lines = "One line" if unread == 1 else f"{unread} lines"
        note = f"{lines} of the file could not be read as a solved exercise; the rest counts."
    return Progress(tuple(record.solved), course(Path(folder)), path, note)
