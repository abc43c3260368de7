"""What a tab says and asks for while it is checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from playwright.sync_api import Page


class Faults(Protocol):
    """Where faults go."""

    def fault(self, page: str, sentence: str) -> None:
        """Something is wrong with a page."""


def is_away(url: str, base: str) -> bool:
    """Whether an address is on another site than this one.

    >>> [is_away(url, "http://a/") for url in ("http://a/x", "data:,", "http://b/x")]
    [False, False, True]
    """
    return not url.startswith((base, "data:", "blob:"))


def report_heard(page: str, away: Iterable[str], said: Iterable[str], report: Faults) -> None:
    """Say what should not have been: addresses of other sites, and words of the console."""
    for url in sorted(set(away)):
        report.fault(page, f"it asks {url}, which is another site.")
    for sentence in said:
        report.fault(page, f"the console says: {sentence}")


class Watch:
    """Listens to a tab: requests that leave the site, and what the console says.

    base: the address of the site, with a slash at its end.
    kinds: of what the console says, those that count.
    known: words of sentences that may be said.
    """

    def __init__(
        self, tab: Page, base: str, kinds: Sequence[str] = ("error",), known: Sequence[str] = ()
    ) -> None:
        self.base = base
        self.kinds = kinds
        self.known = known
        self.away: list[str] = []
        self.said: list[str] = []
        tab.on("request", lambda request: self.hear_address(request.url))
        tab.on("pageerror", lambda error: self.hear(str(error)))
        tab.on("console", lambda message: self.hear_console(message.type, message.text))

    def hear_address(self, url: str) -> None:
        """Keep an address that is not on the site."""
        if is_away(url, self.base):
            self.away.append(url)

    def hear_console(self, kind: str, sentence: str) -> None:
        """Keep what the console says, if it counts."""
        if kind in self.kinds:
            self.hear(sentence)

    def hear(self, sentence: str) -> None:
        """Keep a sentence that is not to be said."""
        if not any(word in sentence for word in self.known):
            self.said.append(sentence)

    def report(self, page: str, report: Faults) -> None:
        """Say what should not have been."""
        report_heard(page, self.away, self.said, report)
