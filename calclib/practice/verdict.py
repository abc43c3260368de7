"""What a check says: right, not yet, or still blank; in words, with a place that explains it."""

from dataclasses import dataclass, field, replace

from calclib.practice.course import address
from calclib.practice.markup import markdown, plain
from calclib.words import say, translated_message

BLANK = "Not answered yet. Put your answer in the place of the blank."


@dataclass(frozen=True)
class Verdict:
    """What a check found: passed is True, False, or None for a blank; message says it in words.

    message: a sentence or more; what `markup.echo` marks in it is a learner's own.
    link: the place of the course that explains it, "09-roll-downhill.ipynb#One-step"; or nothing.
    marked: the message with the marks of its echoes, which are taken out of `message` itself.
    Both come in the language that is spoken, where it has their sentences.

    >>> Verdict(False, "Not yet. Look at the sign.", "09-roll-downhill.ipynb#One-step")
    Not yet. Look at the sign. See 09-roll-downhill.ipynb#One-step
    """

    passed: bool | None
    message: str
    link: str = ""
    marked: str = field(default="", repr=False, compare=False, kw_only=True)

    def __post_init__(self) -> None:
        marked = translated_message(self.marked or self.message)
        object.__setattr__(self, "marked", marked)
        object.__setattr__(self, "message", plain(marked))

    def with_sentence(self, sentence: str) -> "Verdict":
        """The same verdict with another sentence at its end.

        >>> Verdict(False, "Not yet. Too large.").with_sentence("Look at the sum.")
        Not yet. Too large. Look at the sum.
        """
        message = f"{self.message} {plain(sentence)}"
        return replace(self, message=message, marked=f"{self.marked} {sentence}")

    def __repr__(self) -> str:
        return f"{self.message} {say('cards.see', self.link)}" if self.link else self.message

    def texts(self) -> dict[str, str]:
        """The verdict as text, and as Markdown with a link."""
        return {"text/plain": repr(self), "text/markdown": self._repr_markdown_()}

    def _repr_markdown_(self) -> str:
        first, stop, rest = self.marked.partition(". ")
        text = f"**{markdown(first)}.** {markdown(rest)}" if stop else f"**{markdown(first)}**"
        return f"{text} [{say('cards.readWhy')}]({address(self.link)})." if self.link else text
