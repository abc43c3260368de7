"""Lessons for places that have no copy of the repository: Colab, Kaggle, a folder of one's own.

A copy begins with a cell that installs the course where it is missing, has no outputs, and links to
the site. The lessons themselves stay as they are.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

from convert import EXTRA, LINK, NOTEBOOKS, address, place_of, repository, write
from edition import IS_ENGLISH

from calclib import __version__

ANYWHERE = re.compile(r"#|[a-z]+:")
WHEEL = f"calclib_course-{__version__}-py3-none-any.whl"
INSTALL = """\
# Run this cell first: it installs the course where it is missing. If Colab then asks to restart the
# session, do so once, and go on with the next cell.
import importlib.util
import os

if importlib.util.find_spec("calclib") is None:
    %pip install --quiet "calclib-course[pictures] @ {wheel}"
if {{"KAGGLE_KERNEL_RUN_TYPE", "DEEPNOTE_PROJECT_ID"}} & set(os.environ):
    os.environ["CALCLIB_FRAMES"] = "1"  # no live widgets there: scenes come as pages of their own
"""


def site_address(repository_address: str) -> str:
    """Where GitHub serves the pages of a repository.

    >>> site_address("https://github.com/me/course")
    'https://me.github.io/course'
    """
    owner, name = repository_address.removeprefix("https://github.com/").split("/")
    return f"https://{owner}.github.io/{name}"


def wheel_address() -> str:
    """Where the site has the package."""
    return f"{site_address(repository())}/wheels/{WHEEL}"


def absolute(text: str, page: str, site: str) -> str:
    """Markdown of the repository whose links lead to the site, wherever it is read."""

    def lead(link: re.Match[str]) -> str:
        target = address(link["target"] or link["url"], page)
        if not ANYWHERE.match(target):
            here = place_of(page).rpartition("/")[0]
            path = (Path("/") / here / target).as_posix()
            path = re.sub(r"[^/]+/\.\./", "", path)
            target = site + path.replace(".ipynb", ".html").replace(".md", ".html")
        if link["attribute"]:
            return f'{link["attribute"]}{target}"'
        return f"{link['open']}{target})"

    return LINK.sub(lead, text)


def hosted(lesson: Path, site: str) -> str:
    """A lesson as a notebook that can be opened anywhere."""
    book = json.loads(lesson.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
        else:
            text = absolute("".join(cell["source"]), f"notebooks/{lesson.name}", site)
            cell["source"] = text.splitlines(keepends=True)
    install = INSTALL.format(wheel=wheel_address())
    first = {
        "cell_type": "code",
        "id": "install",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": install.splitlines(keepends=True),
    }
    book["cells"].insert(0, first)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def write_hosted(names: list[str]) -> None:
    """Write the copies of these lessons where the site takes them from."""
    site = site_address(repository())
    for name in names:
        write(EXTRA / "notebooks" / name, hosted(NOTEBOOKS / name, site))


def badges(name: str, has_lite: bool = False) -> str:
    """The line under a lesson's title: where it can be opened as a notebook.

    has_lite: whether JupyterLite stands beside the site.
    """
    if not IS_ENGLISH:
        return ""  # the notebooks are in English
    source = repository().removeprefix("https://github.com/")
    copy = f"{site_address(repository())}/notebooks/{name}"
    binder = f"https://mybinder.org/v2/gh/{source}/HEAD?urlpath=lab/tree/notebooks/{name}"
    colab = f"https://colab.research.google.com/#fileId={quote(copy, safe='/')}"
    lite = f'<a href="../lite/lab/index.html?path={name}">Live</a> · ' if has_lite else ""
    return (
        f'<p class="places">As a notebook: {lite}<a href="{binder}">Binder</a> · '
        f'<a href="{colab}">Colab</a> · '
        f'<a href="../notebooks/{name}" download>download</a> · '
        '<a href="../places.html">what is what</a></p>'
    )
