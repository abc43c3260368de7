"""Formulas set by KaTeX when the site is built, so that a page needs no script and no network."""

from __future__ import annotations

import json
import re
import subprocess
from html import escape
from pathlib import Path

import mistune

FRONTEND = Path(__file__).parent.parent / "calclib" / "stage" / "frontend"
KATEX = FRONTEND / "node_modules" / "katex" / "dist"
# Reads {"text", "display"} a line, and writes {"html"} or {"error"}.
SET_LINES = """
const katex = require(process.argv[1]);
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { text, display } = JSON.parse(line);
  const options = { displayMode: display, output: "htmlAndMathml", strict: "ignore" };
  let reply;
  try {
    reply = { html: katex.renderToString(text, options) };
  } catch (error) {
    reply = { error: error.message };
  }
  console.log(JSON.stringify(reply));
});
"""
# The source of a formula, which search results and readers would show a second time; and what then
# wraps the rest for nothing, 74 bytes a formula: HTML needs no namespace.
SOURCE = re.compile(
    r"<annotation encoding=\"application/x-tex\">.*?</annotation>|</?semantics>"
    r"|(?<=<math) xmlns=\"http://www\.w3\.org/1998/Math/MathML\"",
    re.DOTALL,
)
# KaTeX puts a sign for "applied to" behind the max of λ_max, which is applied to nothing there, and
# makes three parts of a subscript's two: a browser shows that as broken, or says so.
APPLIED_TO_NOTHING = re.compile(
    "<mo>\u2061</mo>(?=</m(?:sub|sup|subsup)>|<(?P<leaf>m[ino])[^>]*>[^<]*</(?P=leaf)></msubsup>)"
)
FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$\n]+\$|(?P<code>`+)(?!`).*?[^`](?P=code)(?!`)", re.DOTALL)
# The words are the course's own; an anchor with a colon in it is no protocol.
OWN = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
RENDER = mistune.create_markdown(renderer=OWN, plugins=["table"])
# A line may break between a formula and what follows it, so that one would begin with a comma: such
# signs go into the last piece of the formula, and an opening bracket into the first one.
OPENING = re.compile(r"[(\[“‘]+$")
CLOSING = re.compile(r"^[.,;:!?…)\]”’]+")
FIRST_PIECE = re.compile(r'<span class="katex-base"><span class="katex-strut"[^>]*></span>')
LAST_PIECE = re.compile(r"</span></span></span>$")  # of the piece, of all pieces, of the formula
HOLD = "\ue100{}\ue101"  # of Unicode's private area: no lesson has them
HELD = re.compile("\ue100(\\d+)\ue101")


def joined(html: str, before: str, after: str) -> str:
    """A formula in a line of text with signs before and after it that stay on its line."""
    if before:
        sign = f'<span class="sign">{escape(before)}</span>'
        html = FIRST_PIECE.sub(lambda found: found[0] + sign, html, count=1)
    if after:
        html = LAST_PIECE.sub(
            f'<span class="sign">{escape(after)}</span></span></span></span>', html
        )
    return html


class Formulas:
    """Sets formulas, each once.

    Raises ValueError for one that KaTeX refuses, RuntimeError where KaTeX is not installed.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str, bool], str] = {}
        self.process: subprocess.Popen[str] | None = None

    def html(self, text: str, display: bool = False) -> str:
        """A formula without its dollar signs as HTML, and as MathML for those who hear it."""
        key = (text.strip(), display)
        if key not in self.known:
            self.known[key] = APPLIED_TO_NOTHING.sub("", SOURCE.sub("", self.set(*key)))
        return self.known[key]

    def set(self, text: str, display: bool) -> str:
        """Ask KaTeX."""
        if self.process is None:
            self.process = self.start()
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps({"text": text, "display": display}), file=self.process.stdin, flush=True)
        reply = json.loads(self.process.stdout.readline())
        if "error" in reply:
            raise ValueError(f"KaTeX cannot set ${text}$: {reply['error']}")
        return str(reply["html"])

    def start(self) -> subprocess.Popen[str]:
        """Begin the one process that sets all formulas."""
        script = KATEX / "katex.min.js"
        if not script.exists():
            raise RuntimeError(f"KaTeX is not installed: run `npm ci` in {FRONTEND}.")
        return subprocess.Popen(
            ["node", "-e", SET_LINES, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def table(self, text: str) -> dict[str, str]:
        """Each formula of a Markdown text, with its dollar signs, and what it is as HTML."""
        found = (match[0] for match in FORMULA.finditer(text) if not match["code"])
        return {source: self.set_source(source) for source in found}

    def set_source(self, source: str) -> str:
        """A formula with its dollar signs as HTML."""
        return self.html(source.strip("$"), display=source.startswith("$$"))

    def markdown(self, text: str) -> str:
        """Markdown as HTML, with its formulas, each marked with its source."""
        held: list[str] = []

        def hold(match: re.Match[str]) -> str:
            if match["code"]:
                return match[0]
            source = escape(match[0])
            held.append(f'<span data-source="{source}">{self.set_source(match[0])}</span>')
            return HOLD.format(len(held) - 1)

        html = str(RENDER(FORMULA.sub(hold, text)))
        return HELD.sub(lambda match: held[int(match[1])], html)

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.communicate(timeout=10)
            self.process = None
