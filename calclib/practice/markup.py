r"""The one place where what a learner typed becomes Markdown: it is shown as typed, never obeyed.

A message is a sentence of the course, in which formulas ($…$) and code (`…`) are set, with a
learner's own words in it. `echo` and `echo_sentence` mark these words; the marks are taken out
where the message is shown as text, and where it is shown as Markdown the words become code, or
are escaped. Words that nobody marked still cannot hold a tag, for every < of a message is escaped.
"""

import re

# Two characters of Unicode's private area open an echo, of code or of a sentence; one closes it.
CODE = "\ue000"
SENTENCE = "\ue001"
END = "\ue002"
MARKS = re.compile(f"[{CODE}{SENTENCE}{END}]")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
PIECES = re.compile(
    rf"`?{CODE}(?P<code>[^{END}]*){END}`?"
    rf"|{SENTENCE}(?P<sentence>[^{END}]*){END}"
    r"|(?P<kept>\$[^$\n]+\$|`[^`\n]+`)"
)
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# A backslash before these would not keep MathJax, JupyterLab or a reader of entities from them.
STRONG = re.compile(r"[\\$`&@]")


def echo(typed: object) -> str:
    """Mark what a learner typed, to be shown as code.

    >>> plain(f"I read {echo('<b>')}."), markdown(f"I read {echo('<b>')}.")
    ('I read <b>.', 'I read `<b>`.')
    """
    return CODE + plain(str(typed)) + END


def echo_sentence(message: object) -> str:
    r"""Mark a sentence that may quote a learner, such as an error's; what is in quotes is code.

    >>> markdown(echo_sentence("I do not know '<b>' after *."))
    "I do not know `'<b>'` after \\*\\."
    """
    text = plain(str(message))
    if STRONG.search(text):
        return echo(text)
    marked = ""
    end = 0
    for quoted in QUOTED.finditer(text):
        marked += SENTENCE + text[end : quoted.start()] + END + echo(quoted[0])
        end = quoted.end()
    return marked + SENTENCE + text[end:] + END


def plain(message: str) -> str:
    """A message as text: without the marks."""
    return MARKS.sub("", message)


def markdown(message: str) -> str:
    r"""A message as Markdown: echoes as code or escaped, and no tag anywhere.

    >>> markdown("Where $a < b$ and x < 3, `<i>` is code.")
    'Where $a < b$ and x &lt; 3, `<i>` is code.'
    """
    shown = ""
    end = 0
    for piece in PIECES.finditer(message):
        shown += without_tags(message[end : piece.start()])
        if piece["code"] is not None:
            shown += code(piece["code"])
        elif piece["sentence"] is not None:
            shown += escape(piece["sentence"])
        else:
            shown += piece["kept"]
        end = piece.end()
    return plain(shown + without_tags(message[end:]))


def without_tags(text: str) -> str:
    """Text of the course: Markdown, in which no tag can begin."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def code(text: str) -> str:
    r"""Text as inline code, whatever is in it.

    >>> code("a `b`"), code(" "), code("x\n\ny")
    ('`` a `b` ``', '` `', '`x y`')
    """
    line = " ".join(text.split()) or " "
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{line}{space}{fence}"


def escape(text: str) -> str:
    r"""Text in which no character means anything to Markdown or HTML, in one line.

    >>> escape("*x* is [1]")
    '\\*x\\* is \\[1\\]'
    """
    return PUNCTUATION.sub(lambda match: "\\" + match[0], re.sub(r"\s+", " ", text))
