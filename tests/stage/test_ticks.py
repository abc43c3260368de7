"""The ticks of a picture in space are those of the player."""

import json
from pathlib import Path

import pytest

from calclib.stage.limits import Limits
from calclib.stage.ticks import find_ticks

STORED = Path(__file__).parents[1] / "data" / "ticks.json"
ROWS = json.loads(STORED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]} to {row[2]}, {row[3]}")
def test_python_finds_the_ticks_that_the_browser_finds(row):
    """The table was made by the player; frontend/tests/model/ticks.test.ts reads it as well."""
    scale, low, high, count, places, words = row
    found = find_ticks(Limits(scale, (low, high)), count)
    assert [tick.at for tick in found] == pytest.approx(places, rel=1e-14)
    assert [tick.words for tick in found] == words
