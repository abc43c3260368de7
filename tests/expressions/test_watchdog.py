"""Work on a typed formula that takes long says so while it runs, and how to stop it."""

from threading import Thread
from time import process_time

import pytest

from calclib.expressions import parse, watchdog
from calclib.expressions.watchdog import watched


def compute(seconds: float) -> None:
    """Keep the processor busy for so long."""
    until = process_time() + seconds
    while process_time() < until:
        sum(range(1000))


def test_long_work_names_interrupt_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watchdog, "SECONDS", 0.05)
    with watched(), watched():
        compute(0.4)
    assert capsys.readouterr().err.count("Interrupt") == 1


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    parse("x^2 + 3x y")
    assert not capsys.readouterr().err


def test_without_threads_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    assert str(parse("x + x")) == "2*x"


def test_an_error_inside_comes_out_and_ends_the_watch() -> None:
    def fail() -> None:
        with watched():
            raise KeyError("inside")

    for _ in range(2):
        with pytest.raises(KeyError):
            fail()
    assert not watchdog._is_watched.get()
