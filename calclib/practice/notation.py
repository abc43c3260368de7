r"""The notations from which answers are copied, brought to one: LaTeX, Python and print.

\frac{1}{2} is ((1)/(2)), np.exp(x) is exp(x), array([1, 2]) is [1, 2], １−½ is 1-½. What has a
meaning in a formula already stays as it is.
"""

import re
import unicodedata
from collections.abc import Container

from calclib.practice.spelling import split_at

LONGEST = 4000  # characters in which notations are looked for: a longer text stays as it is
MOST_CALLS = 30  # powers written as calls that are looked at, in one formula
DASHES = str.maketrans(dict.fromkeys("−–—‑‐﹣－", "-"))
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2007\t", " "))
PRINTED = str.maketrans(
    {"∗": "*", "∕": "/", "⟨": "(", "⟩": ")", "’": "'", "‘": "'", "ℯ": "e", "ⅇ": "e"}
    | {"⟶": "→", "⟹": "⇒"}
    | dict.fromkeys("│∣ǀ", "|")
)
QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "`": "`", "$": "$"}
DISPLAYED = re.compile(r"\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)
RAISED = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
RAISED_TERM = re.compile(f"[{RAISED}]*[{RAISED[:-12]}][{RAISED}]*")
ROOT = re.compile(r"\\sqrt\s*\[(?P<index>[^\[\]]*)\]\s*\{")
DIFFERENTIALS = re.compile(r"\(\(\s*([d∂]\s*\w*)\s*\)/\(\s*([d∂]\s*\w+)\s*\)\)")  # of a slope
SMALL_FRACTION = re.compile("([⁰¹²³⁴-⁹]+)⁄([₀-₉]+)")  # ³⁄₇
DEGREES = re.compile(r"(\d*\.?\d+)\s*°")
ANGLED = re.compile(r"<([^<>=]*[,;][^<>=]*)>")
LIBRARIES = re.compile(r"\b(?:np|numpy|[mM]ath|cmath|sp|sympy|torch|jnp|jax)\.(?=[A-Za-z])")
BY_ENTRIES = re.compile(r"(?<=[\w)\]])\s*\.(?=[*/^])")  # the dot of Octave, in x.^2
POWER_CALL = re.compile(r"\b(?:pow|power)\(")
CAPITAL = re.compile(r"\b(?:[A-Z][A-Za-z]+(?=\[)|(?:M_)?P[iI]\b)")  # of Mathematica
ARRAYS = re.compile(
    r"\s*(?:as)?(?:array|Array|tensor|list|tuple|Matrix|ImmutableDenseMatrix|Series)"
    r"\s*\((.*)\)\s*",
    re.DOTALL,
)
PRINTED_SERIES = re.compile(r"\s*(?:\bName:\s*[\w ]+,\s*)?\bdtype:\s*\w+\s*$")  # its last line
OPTIONS = re.compile(  # what is printed behind the numbers of an array
    r",\s*(?:dtype|device|name|grad_fn|requires_grad|layout|weak_type)\s*=\s*(?:<[^<>]*>|[\w.':]+)"
)
TRANSPOSED = re.compile(r"(\s*[(\[][^()\[\];\n]*[)\]])\s*(?:\^\(?T\)?|\.T|')\s*")  # of one line
NUMBERS = re.compile(r"\b(?:float(?:16|32|64)?|int(?:8|16|32|64)?|Float|Integer)\(([^()]*)\)")
FRACTIONS = re.compile(r"\b(?:Fraction|Rational)\(([^(),]+),([^(),]+)\)")
OTHER_NAMES = {
    "ReLU": "relu",
    "sgn": "sign",
    "signum": "sign",
    "Sqrt": "sqrt",
    "Exp": "exp",
    "Ln": "ln",
    "fabs": "abs",
}
CALLED = re.compile(rf"\b(?:{'|'.join(OTHER_NAMES)})(?=\s*[\w(])")
MATRIX = re.compile(
    r"\\begin\{[a-zA-Z]*matrix\*?\}|\\begin\{array\}(?:\{[lcr|]*\})?|\\end\{[a-zA-Z*]+\}"
)
SHORT_FRACTION = re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)")
FRACTION = re.compile(r"\\[dt]?frac\s*\{")
WORD_OF_LATEX = re.compile(r"\\(?:operatorname|mathrm|text|mathbf)\*?\s*\{\s*([a-zA-Z]+)\s*\}")
SET_ASIDE = re.compile(
    r"\\(?:left|right|displaystyle|[bB]igg?[lr]?|limits|text|mathrm|mathbf|operatorname|quad|qquad"
    r"|hspace\{[^}]*\})(?![a-zA-Z])|\\[,;!: ]"
)
COMMANDS = {
    "cdot": "*",
    "times": "*",
    "div": "/",
    "varepsilon": " epsilon ",
    "varphi": " phi ",
    "vartheta": " theta ",
    "approx": "≈",
    "simeq": "≈",
    "pm": "±",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "partial": "∂",
    "nabla": "∇",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "to": "→",
}


def plain_notation(text: str, names: Container[str] = ()) -> str:
    r"""A typed answer in the notation of formulas; see above.

    names: the variables. A letter or a word among them stays as it is.

    >>> plain_notation(r"$\frac{2}{a+b}$"), plain_notation("np.exp(-x)"), plain_notation("eˣ")
    ('((2)/(a+b))', 'exp(-x)', 'e^(x)')
    >>> plain_notation("d_1 + d1", ["d1"]), plain_notation("array([1.5, 2.5])")
    ('d1 + d1', '[1.5, 2.5]')
    """
    if len(text) > LONGEST:
        return text
    text = unquoted(without_widths(text).translate(DASHES).translate(SPACES).strip())
    text = text.translate(PRINTED)
    text = SMALL_FRACTION.sub(
        lambda found: "(({})/({}))".format(
            *(unicodedata.normalize("NFKC", n) for n in found.groups())
        ),
        text,
    )
    text = DEGREES.sub(r"(\1*pi/180)", text)
    if (pointed := ANGLED.fullmatch(text)) is not None:
        text = f"({pointed[1]})"
    if "\\" in text or "{" in text:
        text = without_latex(text)
    if text.count("$") > 1:  # $a$, $b$
        text = text.replace("$", "")
    text = DIFFERENTIALS.sub(r"\1/\2", text)
    text = without_code(text, names)
    text = RAISED_TERM.sub(lambda run: f"^({unicodedata.normalize('NFKC', run[0])})", text)
    text = text.translate(DASHES)
    if (line := TRANSPOSED.fullmatch(text)) is not None:
        text = line[1]
    text = re.sub(r"(?<=[\w.]),\s*(?=[)\]])", "", text)  # (1.5,)
    text = re.sub(
        r"(?<![^\W_])([^\W\d_]+)_(\w+)",
        lambda word: word[1] + word[2] if word[1] + word[2] in names else word[0],
        text,
    )
    text = re.sub(r"(?<=\d)\s?\.\.\.+", "…", text)
    if "x" not in names and not re.search(r"[^\W\d_xXe]", text):
        text = re.sub(r"(?<=\d)\s*[xX]\s*(?=\d)(?!0x)", "·", text)  # 8 x 5
    return text.rstrip(" .;,") if re.search(r"[^\s.]\s*[.;,]+\s*$", text) else text


def without_widths(text: str) -> str:
    """Letters and digits of East Asian width as those of ASCII.

    >>> without_widths("＝０．５")
    '=0.5'
    """
    return re.sub("[\uff01-\uff5e]", lambda wide: unicodedata.normalize("NFKC", wide[0]), text)


def unquoted(text: str) -> str:
    r"""A text without the quotation marks, or the signs of a formula, around all of it.

    >>> unquoted('"2x"'), unquoted("$$2x$$"), unquoted("f'"), unquoted(r"\(2x\)")
    ('2x', '2x', "f'", '2x')
    """
    if (formula := DISPLAYED.fullmatch(text)) is not None:
        text = (formula[1] or formula[2] or "").strip()
    while (
        len(text) > 1 and QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1].strip("$")
    ):
        text = text[1:-1].strip()
    return text


def without_latex(text: str) -> str:
    r"""A formula of LaTeX in plain characters.

    >>> without_latex(r"\frac{1}{2}\sqrt{2} \cdot 10^{-3}"), without_latex("12{,}800")
    ('((1)/(2))sqrt(2) * 10^(-3)', '12,800')
    >>> without_latex(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"), without_latex("x_{n+1}")
    ('[ 1 , 2 ; 3 , 4 ]', 'x_n1')
    >>> without_latex(r"1 - \beta_{1}"), without_latex(r"\varphi_2 \theta")
    ('1 -  beta_1', 'phi_2  theta')
    """
    text = text.replace("{,}", ",").replace("$", "").replace("\\%", "%")
    text = MATRIX.sub(lambda found: "[" if found[0].startswith("\\begin") else "]", text)
    text = text.replace("\\\\", ";").replace("\\{", "{").replace("\\}", "}")
    if "\\" in text or "[" in text:
        text = text.replace("&", ",")
    text = SET_ASIDE.sub("", WORD_OF_LATEX.sub(r" \1 ", text))
    text = SHORT_FRACTION.sub(r"((\1)/(\2))", text)
    text = re.sub(r"_\{([^{}]*)\}", lambda index: "_" + re.sub(r"\W", "", index[1]), text)
    text = without_fractions(text)
    text = without_roots(text)
    text = re.sub(r"\\sqrt\s*\{", "sqrt{", text)
    text = re.sub(r"\\([a-zA-Z]+)", lambda word: COMMANDS.get(word[1], f" {word[1]} "), text)
    text = text.replace(" _", "_")  # a letter keeps its index
    return text.replace("{", "(").replace("}", ")").strip()


def without_fractions(text: str) -> str:
    r"""Fractions of LaTeX with a slash; what has no second part stays as it is.

    >>> without_fractions(r"\frac{1}{\frac{2}{3}}"), without_fractions(r"\frac{1}2")
    ('((1)/(((2)/(3))))', '((1)/(2))')
    """
    while (found := FRACTION.search(text)) is not None:
        above = end_of_group(text, found.end())
        start = above + 1
        if text[start : start + 1] == "{":
            end = end_of_group(text, start + 1)
            below = text[start + 1 : end]
        else:
            end = start
            below = text[start : start + 1]
        upper = text[found.end() : above]
        text = f"{text[: found.start()]}(({upper})/({below})){text[end + 1 :]}"
    return text


def without_roots(text: str) -> str:
    r"""Roots of LaTeX with an index as powers, or as a cube root, which is real below 0 too.

    >>> without_roots(r"\sqrt[3]{x}"), without_roots(r"\sqrt[4]{x+1}"), without_roots(r"\sqrt{x}")
    ('cbrt(x)', '((x+1)^(1/(4)))', '\\sqrt{x}')
    """
    while (found := ROOT.search(text)) is not None:
        end = end_of_group(text, found.end())
        inner = text[found.end() : end]
        index = found["index"].strip()
        root = f"cbrt({inner})" if index == "3" else f"(({inner})^(1/({index})))"
        text = f"{text[: found.start()]}{root}{text[end + 1 :]}"
    return text


def end_of_group(text: str, start: int, brackets: str = "{}") -> int:
    """Where the brace closes that was opened just before `start`; the end where none does.

    >>> end_of_group("{a{b}c}d", 1)
    6
    """
    depth = 1
    for place in range(start, len(text)):
        depth += (text[place] == brackets[0]) - (text[place] == brackets[1])
        if not depth:
            return place
    return len(text)


def without_code(text: str, names: Container[str] = ()) -> str:
    """A formula of Python without its libraries, its types and its other names of functions.

    >>> without_code("[np.float64(0.5), math.pi]"), without_code("Fraction(1, 3)")
    ('[(0.5), pi]', '((1)/( 3))')
    >>> without_code("x.^2 .* Math.pow(y, 2)"), without_code("Exp[x] + Pi")
    ('x^2* ((y)^( 2))', 'exp[x] + pi')
    """
    text = re.sub(r"^\s*return\s+", "", LIBRARIES.sub("", text))
    text = re.sub(r"\blog\s?_\s?\(?(2|10)\b\)?", r"log\1", text)
    while (found := ARRAYS.fullmatch(text)) is not None:
        text = OPTIONS.sub("", found[1])
    if (end := PRINTED_SERIES.search(text)) is not None:
        text = text[: end.start()]
        lines = [line.split() for line in text.splitlines()]
        if lines and all(len(line) == 2 for line in lines):  # a label and a number
            text = ", ".join(value for _, value in lines)
    text = NUMBERS.sub(r"(\1)", text)
    text = FRACTIONS.sub(r"((\1)/(\2))", text)
    text = BY_ENTRIES.sub("", text)
    text = CALLED.sub(lambda name: name[0] if name[0] in names else OTHER_NAMES[name[0]], text)
    text = CAPITAL.sub(lambda name: name[0] if name[0] in names else small(name[0]), text)
    if "sigma" not in names:
        text = re.sub(r"\bsigma(?=\s*(?:\^\s*(?:\d+|\(\d+\)))?\s*\()", "sigmoid", text)
    return text if "pow" in names or "power" in names else without_power_calls(text)


def small(name: str) -> str:
    """A name of Mathematica or of C in small letters.

    >>> small("Exp"), small("M_PI")
    ('exp', 'pi')
    """
    return name.lower().removeprefix("m_")


def without_power_calls(text: str) -> str:
    """pow(x, 2), as programs write a power, as x^2; what has not two arguments stays as it is.

    >>> without_power_calls("3*pow(x + 1, pow(y, 2))")
    '3*((x + 1)^( ((y)^( 2))))'
    """
    calls = [*POWER_CALL.finditer(text)]
    if len(calls) > MOST_CALLS:
        return text
    for found in reversed(calls):  # the inner ones first
        end = end_of_group(text, found.end(), "()")
        parts = split_at(text[found.end() : end], ",")
        if len(parts) == 2:
            power = "(({})^({}))".format(*parts)
            text = text[: found.start()] + power + text[end + 1 :]
    return text
