"""A right answer is right however it is typed, and a wrong one stays wrong in the same notation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from test_printed_numbers import checks_of, expected_numbers, questions
from typed_answers import TYPED

from calclib.practice import Exercise, check

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def question(name: str) -> Exercise:
    """An exercise by its lesson and its name."""
    lesson, _, called = name.partition(" ")
    found = getattr(checks_of(lesson), called)
    assert isinstance(found, Exercise)
    return found


@pytest.mark.parametrize("name", TYPED)
def test_a_right_answer_passes_as_learners_type_it(name: str) -> None:
    asked = question(name)
    verdicts = {repr(given): asked(given) for given in TYPED[name]}
    assert {given: found for given, found in verdicts.items() if not found.passed} == {}


def decimals(number: float, digits: int) -> str:
    """A number in so many significant digits, without an exponent."""
    places = digits - 1 - int(np.floor(np.log10(abs(number))))
    return f"{number:.{max(0, places)}f}"


def spellings(written: str) -> Iterator[str]:
    """A written decimal number, with what learners leave around it or write in its place."""
    yield from (f"{word} {written}" for word in ("≈", "~", "=", "==", "about", "ca.", "approx."))
    yield from (f"{name} = {written}" for name in ("x", "α", "λ*", "κ", "L′", "the answer", "e"))
    yield from (f"{name} ≈ {written}" for name in ("θ₁", "E", "‖g‖"[1:2]))
    yield from (
        f"{written} {unit}" for unit in ("steps", "kg", "m/s", "random trials", "(exactly)")
    )
    yield from (f"{written}{unit}" for unit in ("kg", "px"))
    yield from (f"${written}$", f'"{written}"', f"({written})", f"np.float64({written})")
    yield from (f"the slope is {written}", f"answer: {written}", f"\\approx {written}")
    yield from (f"number {written}", f"by a factor of {written}", f"\\({written}\\)")
    yield from ("".join(chr(ord(c) + 0xFEE0) for c in written),)
    if written.startswith("-"):
        yield from (sign + written[1:] for sign in ("−", "–", "‑", "minus "))


def powers_of_ten(number: float, digits: int) -> Iterator[str]:
    """A number with its power of ten, as calculators, books, code and LaTeX write it."""
    factor, _, exponent = f"{number:.{digits - 1}e}".partition("e")
    power = int(exponent)
    yield from (f"{factor}e{power}", f"{factor}E{power:+03d}", f"{factor}*1e{power}")
    yield from (f"{factor}·10^{power}", f"{factor} x 10^{power}", f"{factor} × 10**({power})")
    yield from (f"{factor}·10{str(power).translate(RAISED)}", f"{factor} \\cdot 10^{{{power}}}")


def fractions(number: float) -> Iterator[str]:
    """A number that is a fraction of small numbers, as such."""
    found = Fraction(number).limit_denominator(1000)
    above, below = found.numerator, found.denominator
    if below == 1 or abs(float(found) - number) > 1e-12:
        return
    yield from (
        f"{above}/{below}",
        f"{above} ÷ {below}",
        f"({above})/({below})",
        f"{above}⁄{below}",
    )
    yield from (f"\\frac{{{above}}}{{{below}}}", f"Fraction({above}, {below})", f"{above}:{below}")
    yield from (f"{2 * above}/{2 * below} steps", f"x = {above}/{below} = {number!r}")
    if abs(found) > 1:
        whole, rest = divmod(abs(above), below)
        sign = "-" if above < 0 else ""
        yield f"{sign}{whole} {rest}/{below}"
    for character in map(chr, [*range(0xBC, 0xBF), *range(0x2150, 0x215F)]):
        if unicodedata.normalize("NFKC", character) == f"{above}⁄{below}":
            yield character


def groups(number: float) -> Iterator[str]:
    """A whole number in groups of three digits."""
    if number == round(number) and abs(number) >= 1000:
        yield from (f"{int(number):,}".replace(",", mark) for mark in ", _'’\u00a0\u2009\u202f")
        yield f"{int(number):,}".replace(",", "{,}")


def forms(number: float) -> Iterator[str]:
    """A number in every form in which it may be typed, rounded to three digits or to five."""
    whole = number == round(number)
    for digits in (3, 5):
        if number and not (whole and abs(number) >= 10.0**digits):
            yield from powers_of_ten(number, digits)
            yield from spellings(decimals(number, digits))
    if whole:
        yield from spellings(str(int(number)))
        yield from (f"{int(number)}.", f"{int(number)};")
    yield from fractions(number)
    yield from groups(number)


NUMBERS = [
    f"{lesson} {name}"
    for lesson, name in questions()
    if np.ndim(getattr(checks_of(lesson), name).expected) == 0
]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_right_in_every_form(name: str) -> None:
    asked = question(name)
    expected = expected_numbers(asked)
    assert expected is not None
    verdicts = {form: asked(form) for form in forms(float(expected))}
    assert {form: found for form, found in verdicts.items() if not found.passed} == {}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_wrong_number_is_wrong_in_every_form(name: str) -> None:
    asked = question(name)
    expected = expected_numbers(asked)
    assert expected is not None
    x = float(expected)
    wrong = sorted(w for w in {-x, x / 2, x + 1, 10 * x, 1.02 * x} if abs(w - x) > 0.009 * abs(x))
    for turn, number in enumerate(wrong):
        some = list(forms(number))[turn :: len(wrong)]  # each form with one of the wrong numbers
        accepted = [form for form in some if asked(form).passed is not False]
        assert not accepted, number


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("5 halves", 5),
        ("8 ninths", 8),
        ("9 or 10", 9),
        ("not 9", 9),
        ("minus 8", 8),
        ("5 over 2", 5),
        ("5 percent", 5),
        ("3 thousand", 3),
        ("45 degrees", 45),
        ("sine 1", 1),
        ("1/4 = 0.26", 0.25),
        ("0.25 = 1/3", 0.25),
        ("1/2 = 3/4", 0.75),
        ("2x = 6", 6),
        ("h <= 0.02", 0.02),
        ("h ≥ 0.02", 0.02),
        ("-1 1/2", -0.5),
        ("4/3 -1/3", [4 / 3, 1 / 3]),
        ("two thirds", 2),
        ("two thirds", 1 / 3),
        ("minus three", 3),
        ("one or two", 1),
        ("a hundredth", 100),
        ("1.000", 1000),
        ("1.000.00", 1000),
        ("³⁄₇", 37),
        ("sin(45°)", 0.8509035245341184),  # the sine of 45
        ("[0.14]", 1 / 7),
        ("a) 5 b) 7", [7, 5]),
        ("b) 5 a) 7", [5, 7]),
        ("[[1, 3], [2, 4]]^T", [[1, 3], [2, 4]]),
        ("5e-3 - 7e-3", [0.005, 0.007]),
        ("1,5 2,5", [15, 25]),
        ("5 and 7 or 8", [5, 7]),
        ("0    5\n1    8\ndtype: int64", [5, 7]),
        ("1 2", [2, 1]),
        ("1,333; -0,333", [1.333, 0.333]),
        ("[[1, 2], [3, 4]]", [[1, 3], [2, 4]]),
        ("1 3; 2 4", [[1, 2], [3, 4]]),
        ("[[1, 2], [3]]", [[1, 2], [3, 4]]),
        ("1, 2, 3, 4", [[1, 2], [3, 4]]),
        ("\\frac{1}{3}", 3),
        ("\\frac13", 13),
        ("1,333", 1.333),
        ("12,800; 213,248", [12.8, 213.2]),
        ("x = 2 = 3", "3"),
        ("2x = 3x", "3x"),
        ("np.log(x)", "exp(x)"),
        ("\\sqrt{x+1}", "sqrt(x) + 1"),
        ("e^{2x}", "e^2 x"),
        ("±x", "x"),
    ],
)
def test_what_is_typed_is_not_read_as_something_else(given: str, expected: object) -> None:
    assert check(given, expected).passed is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("α = 1/4 = 0.25", 0.25),
        ("2/3 ≈ 0.67", 2 / 3),
        ("5 - 0.2*10 = 3", 3),
        ("0.333…", 1 / 3),
        ("two thirds", 2 / 3),
        ("one seventh", 1 / 7),
        ("a half", 0.5),
        ("half", 0.5),
        ("minus three", -3),
        ("negative 3", -3),
        ("5 halves", 2.5),
        ("a million", 1e6),
        ("ten thousand", 1e4),
        ("1.000.000", 1e6),
        ("³⁄₇", 3 / 7),
        ("sin(45°)", 0.5**0.5),
        ("cos 60°", 0.5),
        ("ℯ²", np.exp(2)),
        ("array([0.1429])", 1 / 7),
        ("a) 5 b) 7", [5, 7]),
        ("(a) 5, (b) 7", [5, 7]),
        ("1. 5\n2. 7", [5, 7]),
        ("<5, 7>", [5, 7]),
        ("[5.e+00 7.e-03]", [5, 0.007]),
        ("5e-3 7e-3", [0.005, 0.007]),
        ("2^-1 3^-1", [1 / 2, 1 / 3]),
        ("1,5 -2,5", [1.5, -2.5]),
        ("50 % and 25 %", [0.5, 0.25]),
        ("tensor([5., 7.], grad_fn=<AddBackward0>)", [5, 7]),
        ("tensor([5., 7.], device='cuda:0', requires_grad=True)", [5, 7]),
        ("Array([5., 7.], dtype=float32)", [5, 7]),
        ("(5, 7)^T", [5, 7]),
        ("[5, 7]ᵀ", [5, 7]),
        ("(5.25,)", 5.25),
        ("I think 5", 5),
        ("number 5", 5),
        ("Number 5.", 5),
        ("option 5", 5),
        ("my choice is 5", 5),
        ("test 5", 5),
        ("it should be nearly 5", 5),
        ("0    5\n1    7\ndtype: int64", [5, 7]),
        ("a    5.0\nb    7.0\nName: w, dtype: float64", [5, 7]),
        ("1,333; 2,667", [4 / 3, 8 / 3]),
        ("1,333; 2,667", [1333, 2667]),
        ("12,800; 213,248", [12_800, 213_248]),
        ("f'(x) = 2x·3 = 6x", "6x"),
        ("x = x(2 - y x)", "2x - y x^2"),
        ("\\frac{1}{\\sqrt{1+x^{2}}}", "1/sqrt(1 + x^2)"),
        ("$x^2 \\cdot e^{-x}$", "x^2 e^(-x)"),
        ("\\left(1 - \\sqrt{y}\\right)^2", "(1 - sqrt(y))^2"),
        ("eˣ y²", "e^x y^2"),
        ("np.exp(-x)*np.sin(y)", "e^(-x) sin y"),
        ("x sgn(y)", "x sign(y)"),
        ("\\frac{dy}{dx} = 2xe^{-x^2}", "2x e^(-x^2)"),
        ("return 2*x*np.exp(-x**2)", "2x e^(-x^2)"),
        ("\\sqrt[3]{x}", "cbrt(x)"),
        ("\\sqrt[4]{x + \\sqrt[3]{y}}", "(x + cbrt y)^(1/4)"),
        ("∛x", "cbrt(x)"),
        ("log_2(x)", "log2(x)"),
        ("\\log_2 x", "log2(x)"),
        ("\\log_{10}(x)", "log10(x)"),
        ("sec²x", "1 + tan(x)^2"),
        ("sech^2 x", "1 - tanh(x)^2"),
        ("csc x", "1/sin(x)"),
        ("ReLU(x - y)", "max(x - y, 0)"),
        ("<2x, 2y>", ["2x", "2y"]),
        ("a) 2x b) 2y", ["2x", "2y"]),
    ],
)
def test_a_notation_is_read_as_it_is_meant(given: str, expected: object) -> None:
    domain = (0.0, np.inf) if isinstance(expected, str) else (-np.inf, np.inf)
    verdict = check(given, expected, domain=domain)
    assert verdict.passed, verdict


def test_a_greek_letter_has_the_names_that_latex_gives_it() -> None:
    for written in ("\\alpha/\\sqrt{v+\\varepsilon}", "\\alpha(v+\\epsilon)^{-\\frac12}"):
        assert check(written, "alpha/sqrt(v + epsilon)", variables=("alpha", "v", "epsilon")).passed


@pytest.mark.parametrize("letter", ["alpha", "beta", "lambda", "theta", "varepsilon", "varphi"])
@pytest.mark.parametrize("index", ["_1", "_{1}"])
def test_a_greek_letter_of_latex_keeps_its_index(letter: str, index: str) -> None:
    name = letter.removeprefix("var") + "1"
    written = f"1 - \\{letter}{index} \\cdot x"
    assert check(written, f"1 - {name} x", variables=("x", name)).passed
    assert check(written, f"1 - {name}", variables=("x", name)).passed is False


def test_a_column_a_row_and_an_array_of_formulas_are_the_formulas() -> None:
    x, y = sp.symbols("x y")
    right = [sp.Matrix([2 * x, 2 * y]), sp.Matrix([[2 * x, 2 * y]]), np.array(["2x", "2y"])]
    wrong = [sp.Matrix([2 * y, 2 * x]), np.array(["2x", "2x"]), sp.Matrix([2 * x])]
    assert all(check(given, ["2x", "2y"]).passed for given in right)
    assert not any(check(given, ["2x", "2y"]).passed for given in wrong)


def test_an_if_in_a_formula_is_told_what_to_write() -> None:
    assert "max(x, 0)" in check("x if x > 0 else 0", "relu(x)").message


def branches() -> Iterator[tuple[str, str]]:
    """Formulas, and others that equal them in a box around 0 and nowhere else."""
    for right in ("x^2 + y", "3x - y", "x y", "sin(x) + y"):
        for bend in (
            "max(0, x - 40)",
            "max(0, -60 - y)",
            "relu(x - 200)",
            "(|y - 90| - |y| + 90)/2",
        ):
            shift = "90" if "90" in bend else "0"
            yield right, f"{right} + ({bend}) - ({shift} - {shift})"
        yield right, f"{right} + 0.001 max(0, 0.1 - |x|)"


@pytest.mark.parametrize(("right", "wrong"), list(branches()))
def test_a_formula_that_departs_far_out_is_refused(right: str, wrong: str) -> None:
    same = re.sub(r"^", "0 + ", right)
    assert check(same, right).passed
    assert check(wrong, right).passed is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("e^x/(1 + e^x)", "1/(1 + e^(-x))"),
        ("e^(-x)/(1 + e^(-x))^2", "sigmoid(x)(1 - sigmoid(x))"),
        ("y e^(x y)/(1 + e^(x y))", "y/(1 + e^(-x y))"),
        ("log(1 + e^x)", "softplus(x)"),
        ("x^2 - (x - 1)^2", "2x - 1"),
    ],
)
def test_a_right_formula_may_overflow_far_out(given: str, expected: str) -> None:
    assert check(given, expected).passed


def test_small_formulas_and_functions_are_compared_by_their_own_size() -> None:
    assert check("2 x/10^9", "x/10^9", domain=(0, 1)).passed is False
    assert check("x/10^9 + 0", "x/10^9", domain=(0, 1)).passed
    tiny = check(lambda x: 3e-9 * x, lambda x: 1e-9 * x, inputs=[(1.0,), (2.0,)])
    assert tiny.passed is False
