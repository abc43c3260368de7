"""A number that a lesson prints for an answer is a right answer, as it is printed."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from refresh import LESSONS, folder_of

from calclib.practice import Exercise
from calclib.practice.rounding import half_unit
from calclib.practice.verdict import Verdict

NUMBER = re.compile(
    r"[-−]?(?<![\w.])\d[\d,]*(?:\.\d+)?"
    r"(?:\s*(?:·|\\cdot)\s*10(?:\^\{?[-−]?\d+\}?|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?"
)


def lessons() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each lesson that has checks: its module, and its cells and outputs, kind and text."""
    for path in LESSONS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        texts += [("output", "".join(output.get("text", ""))) for output in outputs]
        yield folder_of(path.stem), texts


def questions() -> Iterator[tuple[str, str]]:
    """Each exercise with its lesson."""
    for lesson, _ in lessons():
        module = checks_of(lesson)
        for name, value in vars(module).items():
            if isinstance(value, Exercise) and expected_numbers(value) is not None:
                yield lesson, name


def checks_of(lesson: str) -> object:
    """The module with the questions of a lesson."""
    from importlib import import_module

    return import_module(f"calclib.lessons.{lesson}.checks")


def expected_numbers(exercise: Exercise) -> np.ndarray | None:
    """The numbers that an exercise expects, if it expects numbers that are measured."""
    if exercise.judge or not exercise.options.get("ordered", True):
        return None
    try:
        return np.asarray(exercise.expected, dtype=float)
    except (TypeError, ValueError):
        return None


def solution_of(lesson: str, name: str) -> str:
    """The folded solution under the cell that asks the check."""
    cells = dict(lessons())[lesson]
    for (kind, source), (_, after) in pairwise(cells):
        if kind == "code" and f"checks.{name}(" in source:
            return after.partition("<details>")[2].partition("</details>")[0]
    return ""


def printed_in(text: str) -> Iterator[str]:
    """The numbers in a text, as a learner would copy them."""
    text = text.replace("{,}", ",").replace("\\,", "")
    for match in NUMBER.finditer(text):
        number = match[0].replace("\\cdot", "·").strip().rstrip(",")
        yield re.sub(r"\^\{?([-−]?\d+)\}?", r"^\1", number)


def value_of(number: str) -> float:
    """What a printed number is."""
    plain = number.replace(",", "").replace("−", "-")
    plain = plain.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    factor, ten, power = re.sub(r"\s*·\s*10\^?", "e", plain).partition("e")
    return float(f"{factor}{ten}{power}")


def digits_in(number: str) -> int:
    """Significant digits of a printed number."""
    factor = re.split("[·]", number)[0]
    return len(re.sub(r"\D", "", factor).lstrip("0"))


def copies(exercise: Exercise, text: str, least: int) -> Iterator[tuple[str, Verdict]]:
    """Each number of a text that is an entry of the answer, rounded, put in the place of it."""
    expected = expected_numbers(exercise)
    assert expected is not None
    for number in printed_in(text):
        half = max(half_unit(number.replace(",", ""), 1), 1e-12)
        for place, entry in np.ndenumerate(expected):
            whole = float(entry).is_integer() and value_of(number) != entry
            rough = digits_in(number) < least and value_of(number) != entry
            if rough or whole or abs(value_of(number) - entry) > half:
                continue
            answer: object = number
            if place:
                listed = expected.astype(object)
                listed[place] = number.replace(",", "")
                answer = listed.tolist()
            yield number, exercise(answer)


@pytest.mark.parametrize(("lesson", "name"), list(questions()))
def test_a_number_that_is_printed_for_the_answer_passes_as_printed(lesson: str, name: str) -> None:
    exercise = getattr(checks_of(lesson), name)
    further = exercise.options.get("further", "")
    near = f"{solution_of(lesson, name)} {further} {exercise.worked}"
    prose = " ".join(source for kind, source in dict(lessons())[lesson] if kind != "code")
    for number, verdict in [*copies(exercise, near, 2), *copies(exercise, prose, 3)]:
        assert verdict.passed, f"{number}: {verdict}"
