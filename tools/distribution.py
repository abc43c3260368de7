"""What the wheel and its page on PyPI get that a copy of the repository has in another form.

hatchling calls the two hooks at the end of this file when it builds. The README's links become
absolute, for a page on PyPI has no files beside it. The lessons lose their outputs, which a run
makes again and which are nine tenths of their bytes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

# A picture may stand within the text of a link, so the text before a link's end is left open.
LINK = re.compile(r"(!\[[^\]]*|)\]\(([^)\s]+)\)")
ANYWHERE = re.compile(r"#.*|[a-z]+:.*")  # a heading of the same page, or an address
LESSON = re.compile(r"\d\d-[a-z-]+\.ipynb(#.*)?")  # lessons are copied together


def absolute(text: str, repository: str, folder: str = "") -> str:
    """Return Markdown whose links to other files lead to them on GitHub, lessons beside it aside.

    folder: where in the repository the text stands, with a slash at its end; "" for the top.

    >>> absolute("[a](b.md) [c](01-d.ipynb)", "https://github.com/me/it", "e/")
    '[a](https://github.com/me/it/blob/HEAD/e/b.md) [c](01-d.ipynb)'
    >>> absolute("[![f](g.svg)](#h)", "https://github.com/me/it")
    '[![f](https://github.com/me/it/raw/HEAD/g.svg)](#h)'
    """

    def lead(link: re.Match[str]) -> str:
        picture, target = link.groups()
        if ANYWHERE.fullmatch(target) or LESSON.fullmatch(target):
            return link[0]
        shown = "raw" if picture else "blob"
        return f"{picture}]({urljoin(f'{repository}/{shown}/HEAD/{folder}', target)})"

    return LINK.sub(lead, text)


def unexecuted(notebook: str, repository: str) -> str:
    """Return the text of a lesson without its outputs, for a folder that holds only lessons."""
    book = json.loads(notebook)
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
        else:
            text = absolute("".join(cell["source"]), repository, "notebooks/")
            cell["source"] = text.splitlines(keepends=True)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


class ReadmeWithAbsoluteLinks(MetadataHookInterface):
    """Gives the project's metadata the README as PyPI shows it."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the text where hatchling expects it."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = absolute(text, metadata["urls"]["Repository"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


class LessonsWithoutOutputs(BuildHookInterface[Any]):
    """Puts the lessons into the wheel as calclib/notebooks/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the lessons to a folder of their own, and tell hatchling to include it."""
        if version == "editable":  # an editable install finds the lessons of the repository
            return
        self.folder = TemporaryDirectory()
        repository = self.metadata.core.urls["Repository"]
        lessons = sorted((Path(self.root) / "notebooks").glob("*.ipynb"))
        if not lessons:
            raise FileNotFoundError("There is no lesson in notebooks/ to put into the wheel.")
        for lesson in lessons:
            text = unexecuted(lesson.read_text(encoding="utf-8"), repository)
            copy = Path(self.folder.name) / lesson.name
            copy.write_text(text, encoding="utf-8")
            build_data["force_include"][str(copy)] = f"calclib/notebooks/{lesson.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove that folder once the wheel is written."""
        if version != "editable":
            self.folder.cleanup()
