"""The code of players and cards: one copy a kernel, and a copy of its own for whoever asks."""

from __future__ import annotations

from pathlib import Path

import calclib.practice.widget
import calclib.stage
from calclib.practice.widget import Card
from calclib.stage.bundle import LOADER, Bundled, bundle_of
from calclib.stage.marks import line
from calclib.stage.panel import Panel
from calclib.stage.player import Player
from calclib.stage.scene import Scene


def player() -> Player:
    return Player(Scene([], [Panel([line([0, 1], [0, 1])])], alt="A line rises."))


def card() -> Card:
    return Card({"label": "A question"}, lambda name, value: None)


def sent(widget: Bundled) -> int:
    """The characters of all texts that a widget sends when it is made."""
    return sum(len(text) for text in widget.get_state().values() if isinstance(text, str))


def test_a_player_and_a_card_carry_a_loader_and_not_their_code() -> None:
    for widget in (player(), card()):
        assert widget._esm == LOADER.read_text(encoding="utf-8")
        assert sent(widget) < 3000


def test_all_players_refer_to_one_bundle_and_all_cards_to_another() -> None:
    assert player().bundle is player().bundle is not card().bundle is card().bundle
    stage = Path(calclib.stage.__file__).parent / "static" / "player.js"
    practice = Path(calclib.practice.widget.__file__).parent / "static" / "cards.js"
    assert player().bundle.code == stage.read_text(encoding="utf-8")
    assert card().bundle.code == practice.read_text(encoding="utf-8")
    assert player().edition == player().bundle.edition != card().edition


def test_the_reference_is_one_that_every_widget_manager_reads() -> None:
    widget = player()
    assert widget.get_state()["bundle"] == f"IPY_MODEL_{widget.bundle.model_id}"


def test_a_page_that_asks_for_the_code_gets_it() -> None:
    for widget in (player(), card()):
        assert widget.code == ""
        widget._handle_custom_msg({"type": "code"}, [])
        assert widget.code == widget.bundle.code


def test_a_bundle_that_was_closed_is_open_for_the_next_player() -> None:
    bundle = bundle_of(Player.SCRIPT)
    bundle.close()
    assert bundle.comm is None
    assert player().bundle is bundle
    assert bundle.comm is not None


def test_a_saved_notebook_holds_the_bundle_beside_what_refers_to_it() -> None:
    from ipywidgets.embed import dependency_state

    widget = player()
    assert widget.bundle.model_id in dependency_state([widget], drop_defaults=True)
