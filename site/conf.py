"""Sphinx's settings for the web edition; build.py calls Sphinx with them."""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes

SITE = Path(__file__).parent
sys.path.insert(0, str(SITE))

from edition import BUILD, LANGUAGE, LOCALE, TO_ENGLISH  # noqa: E402
from formulas import CLOSING, OPENING, Formulas, joined  # noqa: E402

from calclib.words import say  # noqa: E402

project = "calclib"
html_title = "calclib"
author = say("site.authors")
copyright = author
language = LANGUAGE
locale_dirs = [str(LOCALE)]
gettext_compact = False  # a catalogue a page
gettext_uuid = False
gettext_location = False
extensions = ["myst_nb"]
root_doc = "index"

nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 4
myst_heading_slug_func = "headings.anchor"  # a text: Sphinx keeps settings, and keeps no function
# What myst-nb prefers HTML to is in the outputs for other readers.
suppress_warnings = ["mystnb.unknown_mime_type", "myst.header"]

html_theme = "furo"
html_static_path = [str(SITE / "static"), str(BUILD / "assets")]
html_extra_path = [str(BUILD / "extra")]
templates_path = [str(SITE / "templates")]
html_css_files = ["katex/katex.min.css", "calclib.css"]
html_js_files = [("calclib.js", {"type": "module"})]
html_favicon = str(SITE / "static" / "favicon.svg")
html_math_renderer = "beforehand"
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
html_show_sphinx = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {"navigation_with_keys": False}

formulas = Formulas()


def visit_inline_formula(self: Any, node: nodes.Element) -> None:
    """Write a formula in a line of text, with the signs that stay beside it."""
    html = formulas.html(node.astext())
    self.body.append(joined(html, node.get("before", ""), node.get("after", "")))
    raise nodes.SkipNode


def visit_formula_block(self: Any, node: nodes.Element) -> None:
    """Write a formula that stands alone; a narrow page scrolls it."""
    html = formulas.html(node.astext(), display=True)
    named = say("site.formula")
    self.body.append(
        f'<div class="math" tabindex="0" role="group" aria-label="{named}">{html}</div>'
    )
    raise nodes.SkipNode


def keep_signs_beside_formulas(app: Any, doctree: nodes.document) -> None:
    """Give a formula the brackets and commas beside it: a line of text must not begin with one."""
    for formula in list(doctree.findall(nodes.math)):
        for name, away, sign in (("before", -1, OPENING), ("after", 1, CLOSING)):
            line = formula.parent
            place = line.index(formula) + away
            beside = line[place] if 0 <= place < len(line) else None
            found = sign.search(beside) if isinstance(beside, nodes.Text) else None
            if found:
                formula[name] = found[0]
                # By its place: equal words may stand elsewhere in the line.
                line[place] = nodes.Text(sign.sub("", beside))


def keep_notebook_anchors(app: Any, doctree: nodes.document) -> None:
    """Give each section the anchor that JupyterLab gives it too, for links that come from there."""
    from headings import anchor

    for section in doctree.findall(nodes.section):
        name = anchor(section[0].astext())
        if name not in section["ids"]:
            section["ids"].append(name)


def lead_to_english(app: Any, doctree: nodes.document) -> None:
    """Let links to pages that this edition does not have lead to the English ones."""
    here = app.env.docname
    up = "../" * (here.count("/") + TO_ENGLISH.count("/"))
    for link in list(doctree.findall(addnodes.pending_xref)):
        name, _, anchor = str(link["reftarget"]).partition("#")
        if not name.endswith((".ipynb", ".md")):
            continue
        page = posixpath.normpath(posixpath.join(posixpath.dirname(here), name))
        page = page.rpartition(".")[0]
        if page in app.env.found_docs:
            continue
        url = f"{up}{page}.html" + (f"#{anchor}" if anchor else "")
        link.replace_self(nodes.reference("", "", *link.children, refuri=url))


def keep_ranges_whole(cell: re.Match[str]) -> str:
    """A cell of a table whose ranges of numbers stay on one line."""
    return re.sub(r"(?<=[\d∞])–(?=[\d∞])", "–\u2060", cell[0])


def improve_for_readers(
    app: Any, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give what screen readers and keys need and the theme leaves out."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )
    if body := context.get("body"):
        # What is wider than a phone scrolls, and keys scroll only what has the focus.
        body = body.replace("<pre>", '<pre tabindex="0">')
        named = say("site.table")
        # A table of numbers without names has no head.
        body = re.sub(r'<th class="head">\s*(<p>\s*</p>)?\s*</th>', "<td></td>", body)
        # In a narrow cell 467 (371–591) breaks at its space, and not behind the dash.
        body = re.sub(r"<td>.*?</td>", keep_ranges_whole, body, flags=re.DOTALL)
        context["body"] = re.sub(
            r'<div class="table-wrapper([^"]*)">',
            rf'<div class="table-wrapper\1" tabindex="0" role="group" aria-label="{named}">',
            body,
        )


def setup(app: Any) -> None:
    """Add what the settings above name."""
    app.add_html_math_renderer(
        "beforehand",
        inline_renderers=(visit_inline_formula, None),
        block_renderers=(visit_formula_block, None),
    )
    app.connect("doctree-read", keep_signs_beside_formulas, priority=100)
    app.connect("doctree-read", keep_notebook_anchors, priority=100)
    if LANGUAGE != "en":
        app.connect("doctree-read", lead_to_english, priority=50)
    app.connect("html-page-context", improve_for_readers, priority=900)
    app.connect("build-finished", lambda *_: formulas.close())
