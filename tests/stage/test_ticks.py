"""A picture has the ticks of the page, where the page has them and in its words."""

import json
from pathlib import Path

import pytest

from calclib.stage.limits import Limits
from calclib.stage.ticks import ticks_of

ROWS = json.loads((Path(__file__).parents[1] / "data" / "ticks.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("start", range(0, len(ROWS), 200))
def test_python_has_the_ticks_of_the_page(start: int) -> None:
    """The table was made by the page; frontend/tests/model/scales.test.ts reads it as well."""
    for scale, (low, high), count, expected in ROWS[start : start + 200]:
        found = ticks_of(Limits(scale, (low, high)), count)
        assert [tick.words for tick in found] == [words for _, words in expected]
        assert [tick.at for tick in found] == pytest.approx([at for at, _ in expected], rel=1e-12)
