"""Work on a typed formula that takes long says so while it runs, and how to stop it."""

import os
from contextvars import ContextVar, copy_context
from io import StringIO
from threading import Thread
from time import process_time

import pytest

from calclib.expressions import parse, watchdog
from calclib.expressions.watchdog import Watch, watched


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
    alone = Watch()
    monkeypatch.setattr(watchdog, "watch_of", lambda process: alone)
    assert str(parse("x + x")) == "2*x"
    assert not alone.under_way


def test_all_work_of_a_process_has_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr(Thread, "start", started.append)
    with watched():
        pass
    before = len(started)
    for text in ("x^2", "x^3", "x^4"):
        parse(text)
    assert len(started) == before <= 1


def test_a_fork_has_a_watch_of_its_own() -> None:
    assert watchdog.watch_of(os.getpid()) is watchdog.watch_of(os.getpid())
    assert watchdog.watch_of(os.getpid()) is not watchdog.watch_of(-1)


def test_work_after_a_rest_is_watched_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watchdog, "SECONDS", 0.05)
    monkeypatch.setattr(watchdog, "PAUSE", 0.01)
    for _ in range(2):
        with watched():
            compute(0.4)
        assert capsys.readouterr().err.count("Interrupt") == 1
        assert not watchdog.watch_of(os.getpid()).under_way
        compute(0.1)


def test_what_is_said_of_work_belongs_to_its_surroundings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A notebook writes what is printed below the cell that its context names.
    cell: ContextVar[str] = ContextVar("cell", default="none")

    class Stream(StringIO):
        def write(self, words: str) -> int:
            return super().write(f"{cell.get()} " if words.strip() else "")

    def work(name: str) -> None:
        cell.set(name)
        with watched():
            compute(0.4)

    stream = Stream()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(watchdog, "SECONDS", 0.05)
    for name in ("first", "second"):
        copy_context().run(work, name)
    assert stream.getvalue().split() == ["first", "second"]


def test_an_error_inside_comes_out_and_ends_the_watch() -> None:
    def fail() -> None:
        with watched():
            raise KeyError("inside")

    for _ in range(2):
        with pytest.raises(KeyError):
            fail()
    assert not watchdog._is_watched.get()
