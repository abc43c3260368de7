"""Formulas of the web edition: the MathML that KaTeX makes, and that readers hear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import conf
import formulas
import pytest
from docutils import nodes

PARTS = {"msub": 2, "msup": 2, "mfrac": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3}
APPLIED = "\u2061"  # a function is applied to what follows


@pytest.fixture(scope="module")
def setter() -> Iterator[formulas.Formulas]:
    if not (formulas.KATEX / "katex.min.js").exists():
        pytest.skip("KaTeX is not installed: run `npm ci` in calclib/stage/frontend.")
    one = formulas.Formulas()
    yield one
    one.close()


def mathml(html: str) -> ElementTree.Element:
    found = re.search(r"<math.*?</math>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0].replace("&nbsp;", " "))


@pytest.mark.parametrize(
    "formula",
    [
        r"2/\lambda_{\max}",
        r"x^{\max}",
        r"\lambda_{\max}^2",
        r"x_a^{\max}",
        r"\max_{x} f(x)",
        r"\log_2 \max(x, y)",
        r"\frac{1}{2}\sum_{i=1}^n x_i^2",
    ],
)
def test_every_part_of_a_formula_has_as_many_parts_as_it_must(
    setter: formulas.Formulas, formula: str
) -> None:
    for one in mathml(setter.html(formula)).iter():
        assert len(one) == PARTS.get(one.tag, len(one)), ElementTree.tostring(one, "unicode")


def test_a_function_that_is_applied_to_something_says_so(setter: formulas.Formulas) -> None:
    assert APPLIED in "".join(mathml(setter.html(r"\max(x, y)")).itertext())
    assert APPLIED not in "".join(mathml(setter.html(r"\lambda_{\max}")).itertext())


def test_a_sign_beside_a_formula_stays_in_the_piece_that_it_touches(
    setter: formulas.Formulas,
) -> None:
    html = setter.html("x = y + 1")
    whole = formulas.joined(html, "(", "),")
    words = re.sub(r"<math.*?</math>|<[^>]+>", "", whole)
    assert words == "(x=y+1),"
    pieces = whole.split("katex-base")[1:]
    assert [piece.count('class="sign"') for piece in pieces] == [1, 0, 1]
    assert formulas.joined(html, "", "") == html


def test_a_formula_takes_the_signs_beside_it_and_no_others() -> None:
    line = nodes.paragraph()
    line += [nodes.emphasis("", "x"), nodes.Text(", "), nodes.emphasis("", "y"), nodes.Text(", (")]
    line += [nodes.math("", "a"), nodes.Text("), "), nodes.math("", "b"), nodes.Text(", z.")]
    conf.keep_signs_beside_formulas(None, line)
    assert [part.astext() for part in line] == ["x", ", ", "y", ", ", "a", " ", "b", " z."]
    signs = [(one["before"], one["after"]) for one in line.findall(nodes.math) if one.get("before")]
    assert signs == [("(", "),")]
    assert line[6]["after"] == ","
