"""A number is written the same in the readout, in the picture and on the page."""

import json
from pathlib import Path

import pytest

from calclib.stage.formats import fill_in, format_number

ROWS = json.loads((Path(__file__).parents[1] / "data" / "numbers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("start", range(0, len(ROWS), 500))
def test_python_writes_a_number_as_d3_does(start: int) -> None:
    """The table was made by d3-format; frontend/tests/model/formats.test.ts reads it as well."""
    for value, form, written in ROWS[start : start + 500]:
        assert format_number(float(value), form) == written, (value, form)


def test_words_without_a_format_have_four_figures() -> None:
    assert fill_in("f = {}", 1 / 3) == "f = 0.3333"
    assert fill_in("{:.3g} m", -1e-5) == "−0.00001 m"
