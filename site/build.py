"""Build the web edition.

    uv run --group site python site/build.py                 # everything, into site/_build/html
    uv run --group site python site/build.py --only 00 09    # these lessons alone, to try things

The lessons are run once, their outputs become pages (convert.py), and Sphinx makes a site of them.
`python -m http.server --directory site/_build/html` shows it. site/_build/calclib.zip is the same
site for a USB stick: it plays where pages are opened as files.

Where lite/lock.py has prepared the Python that runs in a browser, pages can be made live, and
JupyterLite stands at /lite/.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from convert import ASSETS, SOURCE, convert
from edition import BUILD, IS_ENGLISH, LANGUAGE, editions, is_translated
from formulas import FRONTEND, KATEX
from hosted import badges, wheel_address, write_hosted
from livepages import Python, find, live_words, offer, write_live
from rcssmin import cssmin
from run import LESSONS, ROOT, SITE, run_all

from calclib.words import VARIABLE, say

HTML = BUILD / "html"
ZIP = BUILD / "calclib.zip"
PLAYER = ROOT / "calclib" / "stage" / "static" / "player.js"
POLE = ROOT / "calclib" / "lessons" / "decide" / "static" / "pole.js"
POLE_SCRIPT = re.compile(r'<script type="module" src="[^"]*_static/pole\.js"></script>')
SCRIPT = '<script type="module" src="'
SIDEBARS = {"sidebar-drawer": "site.allPages", "toc-drawer": "site.onThisPage"}
TERMINAL_COLOUR = re.compile(r"div\.highlight \.-Color\[class\*=-(?:BG)?C\d+\]\{[^}]*\}")
# What the theme calls its buttons in English alone, and the words that say what they do.
BUTTONS = {
    "Toggle site navigation sidebar": "site.showAllPages",
    "Toggle table of contents sidebar": "site.showThisPage",
    "Toggle Light / Dark / Auto color theme": "site.changeTheme",
}
NOT_IN_ZIP = ("player.js", "pole.js", "calclib.js", "live.js", ".nojekyll")
CLASSIC = "calclib-classic.js"
LITE_PYTHON = "../../live/pyodide/pyodide.mjs"  # from a page of JupyterLite


def install_packages() -> None:
    """Install what the lock of the frontend names, where it is missing: KaTeX and esbuild."""
    if not KATEX.exists():
        npm("ci", "--no-audit", "--no-fund", "--silent")


def npm(*words: str) -> None:
    """Run npm in the frontend's folder; raises CalledProcessError where it fails."""
    subprocess.run([shutil.which("npm") or "npm", *words], cwd=FRONTEND, check=True)


def write_assets() -> None:
    """Put the scripts, the player and KaTeX's style and fonts where Sphinx finds them."""
    shutil.rmtree(ASSETS, ignore_errors=True)
    ASSETS.mkdir(parents=True)
    npm("run", "--silent", "web", "--", str(ASSETS))
    shutil.copy(PLAYER, ASSETS)
    shutil.copy(POLE, ASSETS)
    fonts = ASSETS / "katex" / "fonts"
    fonts.mkdir(parents=True)
    shutil.copy(KATEX / "katex.min.css", ASSETS / "katex")
    shutil.copy(KATEX.parent / "LICENSE", ASSETS / "katex")
    for font in (KATEX / "fonts").glob("*.woff2"):
        shutil.copy(font, fonts)


def call_sphinx(strict: bool) -> None:
    """Make the pages; strict: a warning is an error, for a broken link is one."""
    shutil.rmtree(HTML, ignore_errors=True)
    words = ["-b", "html", "-c", str(SITE), "-q", "-E", *(["-W", "--keep-going"] * strict)]
    subprocess.run([sys.executable, "-m", "sphinx", *words, str(SOURCE), str(HTML)], check=True)
    shutil.rmtree(HTML / ".doctrees", ignore_errors=True)
    (HTML / ".buildinfo").unlink(missing_ok=True)
    (HTML / "objects.inv").unlink(missing_ok=True)
    (HTML / ".nojekyll").touch()
    for page in HTML.rglob("*.html"):
        page.write_text(with_names(page.read_text(encoding="utf-8")), encoding="utf-8")
    for sheet in HTML.rglob("*.css"):  # each page loads them all
        sheet.write_text(shortened(sheet.read_text(encoding="utf-8")), encoding="utf-8")


def shortened(sheet: str) -> str:
    """A style sheet without spaces, comments, and the 256 colours of a terminal.

    No lesson prints in them, and they are 29 kB of what each page loads.

    >>> shortened("div.highlight .-Color[class*=-C7] { color: #c0c0c0 }  a { top: 0 }")
    'a{top:0}'
    """
    return TERMINAL_COLOUR.sub("", cssmin(sheet))


def with_names(page: str) -> str:
    """A page whose sidebars are told apart by those who hear it, and whose buttons are named."""
    for part, key in SIDEBARS.items():
        named = f'<aside aria-label="{say(key)}" class="{part}'
        page = page.replace(f'<aside class="{part}', named)
    for theirs, key in BUTTONS.items():
        page = page.replace(f'aria-label="{theirs}"', f'aria-label="{escape(say(key))}"')
    return page


def write_wheel() -> None:
    """Put the package where copies of the lessons install it from."""
    words = ["build", "--quiet", "--wheel", "--out-dir", str(HTML / "wheels")]
    subprocess.run([shutil.which("uv") or "uv", *words], cwd=ROOT, check=True)
    (HTML / "wheels" / ".gitignore").unlink(missing_ok=True)


def write_lite() -> None:
    """Put JupyterLite beside the site, from an environment of its own; it takes the same Python."""
    words = ["run", "--quiet", "--isolated", "--no-default-groups", "--group", "lite", "python"]
    words += [str(ROOT / "lite" / "make.py"), "--into", str(HTML / "lite"), "--beside", LITE_PYTHON]
    subprocess.run([shutil.which("uv") or "uv", *words], cwd=ROOT, check=True)


def heads(python: Python | None) -> Callable[[str], str]:
    """What stands under the title of a lesson, by the name of its notebook."""

    def head(name: str) -> str:
        lines = [badges(name, has_lite=python is not None)]
        if python:
            lines.append(offer(python, name.removesuffix(".ipynb")))
        return "\n\n".join(lines)

    return head


def write_zip() -> None:
    """Write the site once more, for pages that are opened as files.

    There no page may fetch, and no module loads: one classic script holds everything, and each
    scene is a script that hands over its bytes.
    """
    with zipfile.ZipFile(ZIP, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(HTML.rglob("*")):
            name = path.relative_to(HTML).as_posix()
            if path.suffix == ".scene":
                text = base64.b64encode(path.read_bytes()).decode()
                short = "/".join(path.parts[-2:])
                file.writestr(f"calclib/{name}.js", f'calclibScene("{short}", "{text}");\n')
            elif path.suffix == ".html":
                page = path.read_text(encoding="utf-8")
                file.writestr(f"calclib/{name}", as_file(page))
            elif path.is_file() and path.name not in NOT_IN_ZIP:
                file.write(path, f"calclib/{name}")


def as_file(page: str) -> str:
    """A page that loads the classic script in the place of the module."""
    page = POLE_SCRIPT.sub("", page)  # the classic script has it
    before, mark, after = page.partition(SCRIPT)
    if not mark:
        return page
    return f'{before}<script defer src="{after.replace("calclib.js", CLASSIC, 1)}'


def write_templates() -> None:
    """Write what there is to translate, a .pot for each page, into _build/…/gettext."""
    words = ["-b", "gettext", "-c", str(SITE), "-q", "-E", str(SOURCE), str(BUILD / "gettext")]
    subprocess.run([sys.executable, "-m", "sphinx", *words], check=True)


def build_edition(name: str, only: list[str] | None) -> None:
    """Build the edition in another language, and put it into a folder of the site.

    Where none of the chosen lessons is translated there is none.
    """
    shutil.rmtree(SITE / "_build" / name / "html", ignore_errors=True)
    words = [sys.executable, str(Path(__file__)), *(["--only", *only] if only else [])]
    subprocess.run(words, env=os.environ | {VARIABLE: name}, check=True)
    shutil.rmtree(HTML / name, ignore_errors=True)
    if (SITE / "_build" / name / "html").exists():
        shutil.copytree(SITE / "_build" / name / "html", HTML / name)


def main() -> None:
    """Build everything, and say how long it took and how large it is."""
    parser = argparse.ArgumentParser(description="Build the web edition.")
    parser.add_argument("--only", nargs="+", metavar="NN", help="the numbers of lessons to build")
    parser.add_argument(
        "--templates",
        action="store_true",
        help="write what there is to translate; with CALCLIB_LANGUAGE=de, what a lesson needs",
    )
    parser.add_argument("--pyodide", type=Path, help="a folder that lite/lock.py wrote")
    given = parser.parse_args()
    only = given.only
    # Python on a page answers in English so far.
    python = find(given.pyodide) if IS_ENGLISH else None
    begin = time.monotonic()
    chosen = [
        path
        for path in LESSONS
        if (only is None or path.name[:2] in only) and (given.templates or is_translated(path.stem))
    ]
    if not chosen:
        return
    install_packages()
    runs = run_all(chosen)
    ran = time.monotonic()
    write_assets()
    convert(runs, heads(python), wheel_address(), live_words(python))
    if given.templates:
        write_templates()
        return
    if IS_ENGLISH:
        write_hosted([run.name for run in runs])
    converted = time.monotonic()
    call_sphinx(strict=only is None)
    if IS_ENGLISH:
        for name in editions():
            build_edition(name, only)
        write_zip()
        write_wheel()
    if python:
        write_live(HTML, python, [run.stem for run in runs])
        write_lite()
    size = sum(path.stat().st_size for path in HTML.rglob("*") if path.is_file())
    print(f"Python in the browser: {python.folder if python else 'none, so no page is live'}")
    print(
        f"{len(runs)} lessons: run {ran - begin:.0f} s, convert {converted - ran:.0f} s, "
        f"Sphinx and zip {time.monotonic() - converted:.0f} s; "
        f"{LANGUAGE}: site {size / 1e6:.1f} MB"
        + (f", zip {ZIP.stat().st_size / 1e6:.1f} MB" if IS_ENGLISH else "")
    )


if __name__ == "__main__":
    main()
