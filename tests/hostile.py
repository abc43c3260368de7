"""Texts that a page must show as they are, and never obey."""

from __future__ import annotations

import random

RUN = "window.ran=(window.ran||0)+1"
FRAGMENTS = (
    f'<img src=x onerror="{RUN}">',
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</textarea></title></style><svg/onload={RUN}>",
    f'" onmouseover="{RUN}" x="',
    f"' autofocus onfocus='{RUN}",
    f"[here](javascript:{RUN})",
    f"<javascript:{RUN}>",
    "![alt](http://127.0.0.1:9/x.png)",
    f"$\\href{{javascript:{RUN}}}{{x}}$",
    f"\\(\\href{{javascript:{RUN}}}{{x}}\\)",
    "\\begin{align}x&=1\\end{align}",
    "$$x^2$$",
    "`code`",
    "``<b>``",
    "**bold** _slanted_ ~~struck~~",
    "<!-- comment",
    "<![CDATA[",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "@@0@@",
    "# heading",
    "| a | b |",
    "{{ 7*7 }} {% x %} ${7*7}",
    "http://127.0.0.1:9/ www.example.com",
    "\\",
    "\\`",
    "0,1",
    "x^2",
    "'",
    '"',
    "\ue000\ue002\ue001",
    "\n\n    <b>four spaces</b>\n\n",
    "\u202e\u200b\u0000",
)


def hostile(count: int, seed: int = 0) -> list[str]:
    """Each fragment, and then texts of one to four of them, drawn from a seed."""
    rng = random.Random(seed)
    mixed = ["".join(rng.choices(FRAGMENTS, k=rng.randint(2, 4))) for _ in range(count)]
    return [*FRAGMENTS, *mixed]
