"""What a check says: right, not yet, or still blank; in words, with a place that explains it."""

from dataclasses import dataclass

from calclib.practice.course import address

BLANK = "Not answered yet. Put your answer in the place of the blank."


@dataclass(frozen=True)
class Verdict:
    """What a check found: passed is True, False, or None for a blank; message says it in words.

    link: the place of the course that explains it, "09-roll-downhill.ipynb#One-step"; or nothing.

    >>> Verdict(False, "Not yet. Look at the sign.", "09-roll-downhill.ipynb#One-step")
    Not yet. Look at the sign. See 09-roll-downhill.ipynb#One-step
    """

    passed: bool | None
    message: str
    link: str = ""

    def __repr__(self) -> str:
        return f"{self.message} See {self.link}" if self.link else self.message

    def texts(self) -> dict[str, str]:
        """The verdict as text, and as Markdown with a link."""
        return {"text/plain": repr(self), "text/markdown": self._repr_markdown_()}

    def _repr_markdown_(self) -> str:
        first, dot, rest = self.message.partition(". ")
        text = f"**{first}.** {rest}" if dot else f"**{self.message}**"
        return f"{text} [Read why]({address(self.link)})." if self.link else text
