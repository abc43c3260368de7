"""The browser side: its own tests, by the Node that uv installs, and what it must say of others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser.axe import FRONTEND, installed, npm

import calclib.stage
from calclib.stage.export import page
from calclib.stage.marks import line
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

__all__ = ["installed"]

STAGE = Path(calclib.stage.__file__).parent
LICENSE = Path(__file__).parents[2] / "LICENSE"


@pytest.mark.usefixtures("installed")
def test_vitest_passes() -> None:
    run = npm("test")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "passed" in run.stdout


def shipped() -> list[str]:
    """The names of the packages that the built player may hold parts of."""
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    own = (path for path, package in lock["packages"].items() if path and not package.get("dev"))
    return [path.removeprefix("node_modules/") for path in own]


def notice_stands_in(text: str) -> None:
    """Every shipped package is named, with its copyright and the words that must go with it."""
    for name in shipped():
        licence = (FRONTEND / "node_modules" / name / "LICENSE").read_text(encoding="utf-8")
        assert licence.splitlines()[0] in text
    assert "copyright notice\nand this permission notice appear in all copies" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES' in text
    assert [name for name in shipped() if name not in text] == []


@pytest.mark.usefixtures("installed")
def test_the_licence_names_every_package_in_the_player() -> None:
    notice_stands_in(LICENSE.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("installed")
def test_the_player_carries_the_notices_of_what_it_holds() -> None:
    notice_stands_in((STAGE / "static" / "player.js").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("installed")
def test_an_exported_page_carries_the_notices_too() -> None:
    exported = page(Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line."))
    _, opened, rest = exported.partition('<script type="module">')
    assert opened
    player, _, _ = rest.partition("</script>")
    notice_stands_in(player)
