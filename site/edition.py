"""Which language the site is built in, and where that edition of it lies.

The English edition is the site; another language has the lessons that were translated, in a folder
of its own name. CALCLIB_LANGUAGE says which edition a process builds.
"""

from __future__ import annotations

from pathlib import Path

from calclib.words import ENGLISH, language, languages

SITE = Path(__file__).parent
LOCALE = SITE / "locale"
LANGUAGE = language()
IS_ENGLISH = LANGUAGE == ENGLISH
BUILD = SITE / "_build" if IS_ENGLISH else SITE / "_build" / LANGUAGE
# From a page of lessons to the top of the English edition.
TO_ENGLISH = ".." if IS_ENGLISH else "../.."


def catalogue(name: str, page: str) -> Path:
    """The file that holds the translation of a page, such as lessons/00-start-here.

    >>> catalogue("de", "index").relative_to(SITE).as_posix()
    'locale/de/LC_MESSAGES/index.po'
    """
    return LOCALE / name / "LC_MESSAGES" / f"{page}.po"


def editions() -> list[str]:
    """The other languages that have a translated start page."""
    others = [name for name in languages() if name != ENGLISH]
    return [name for name in others if catalogue(name, "index").exists()]


def is_translated(lesson: str, name: str = LANGUAGE) -> bool:
    """Whether a lesson, "00-start-here", is there in a language.

    >>> is_translated("00-start-here", "en")
    True
    """
    return name == ENGLISH or catalogue(name, f"lessons/{lesson}").exists()
