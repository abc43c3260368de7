"""Answer every question of the course in a real JupyterLab, as a learner does, right and wrong.

    uv run python tests/course/walk_in_jupyterlab.py          # all lessons
    uv run python tests/course/walk_in_jupyterlab.py 09 15    # some

By hand, not in CI: it takes about a minute a lesson. Each lesson is run twice. The first time every
guess is right, and its scene is played so that the answer opens; the second time every guess is
wrong, and the answer is asked for. Into the field under each exercise every answer of the lesson's
slips.py is typed. Into each cell with a blank goes the solution, and after it the same code with
one mistake in it. What is said to each is compared with what the tests say of it.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from playwright.sync_api import Browser, Locator, Page, WebSocket
from playwright.sync_api import Error as BrowserError

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
sys.path.insert(0, str(Path(__file__).parents[2] / "site"))

from answers import as_typed
from browser.launch import chromium
from course.spoilt_code import fill, fill_blank, parts_of, spoilt
from lab import KERNEL_IS_IDLE, SAID_BY_JUPYTERLAB, jupyterlab
from refresh import LESSONS, ROOT, folder_of
from watch import Watch

CARD = ".jp-Notebook .calclib-card"
PLAYER = ".jp-Notebook [data-calclib=player]"
RIGHT = ("Right.", "As you said.", "You said")
# What a cell shows: [errors, verdicts]; a verdict comes as Markdown too, and what else it shows
# does not.
OUTPUTS = """(number) => {
  const cell = jupyterapp.shell.currentWidget.content.widgets[number];
  const { outputs } = cell.model.sharedModel.toJSON();
  const errors = outputs.filter((one) => one.output_type === "error");
  const verdicts = outputs.filter((one) => one.data?.["text/markdown"]);
  return [
    errors.map(({ ename, evalue }) => `${ename}: ${evalue}`),
    verdicts.map(({ data }) => String(data["text/plain"])),
  ];
}"""
RUN = """async ([number, source]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = number;
  notebook.widgets[number].model.sharedModel.setSource(source);
  await jupyterapp.commands.execute("notebook:run-cell");
}"""
SHOW = """async (number) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = number;
  await notebook.scrollToItem(number, "start");
}"""
RESTART = "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"


class Walk:
    """A lesson that is open in JupyterLab, and what a learner met in it."""

    def __init__(self, browser: Browser, address: str, lesson: Path) -> None:
        self.name = lesson.stem
        self.cells = nbformat.read(lesson, as_version=4).cells
        self.checks = import_module(f"calclib.lessons.{folder_of(lesson.stem)}.checks")
        tests = ROOT / "tests" / "lessons" / folder_of(lesson.stem)
        self.table: dict[str, Any] = runpy.run_path(str(tests / "slips.py"))["TABLE"]
        self.solution = parts_of((tests / "solution.py").read_text(encoding="utf-8"))
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.unopened: list[str] = []
        self.replies = 0
        self.page: Page = browser.new_page(viewport={"width": 1150, "height": 1000})
        self.watch = Watch(self.page, f"{address}/", known=SAID_BY_JUPYTERLAB)
        self.page.on("websocket", self.hear_websocket)
        self.page.goto(f"{address}/lab/tree/notebooks/{lesson.name}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_for_kernel()

    def hear_websocket(self, socket: WebSocket) -> None:
        """Count what Python answers to cards."""
        socket.on("framereceived", self.hear_frame)

    def hear_frame(self, frame: str | bytes) -> None:
        """Count the frame if it ends what a card asked for."""
        content = frame if isinstance(frame, bytes) else frame.encode()
        self.replies += b'"done"' in content

    def wait_for_kernel(self) -> None:
        """Wait until the kernel rests, and goes on resting."""
        calm = 0
        while calm < 3:
            self.page.wait_for_function(KERNEL_IS_IDLE, timeout=300_000)
            self.page.wait_for_timeout(150)
            calm = calm + 1 if self.page.evaluate(KERNEL_IS_IDLE) else 0

    def wait_for_reply(self, replies: int) -> None:
        """Wait until Python has answered a card once more, and the page has shown it."""
        for _ in range(1200):
            if self.replies > replies:
                self.page.wait_for_timeout(60)
                return
            self.page.wait_for_timeout(25)
        raise BrowserError("The kernel did not answer a card within 30 s.")

    def fault(self, sentence: str) -> None:
        """Something is wrong."""
        self.faults.append(sentence)
        print(f"{self.name}: {sentence}", flush=True)

    def run_all(self) -> None:
        """Run every cell."""
        self.page.evaluate(RUN_ALL)  # comes back when all have run
        self.wait_for_kernel()
        self.page.wait_for_selector("[data-painted]", state="attached")
        for number, cell in enumerate(self.cells):
            if cell.cell_type == "code":
                for error in self.page.evaluate(OUTPUTS, number)[0]:
                    self.fault(f"the cell {cell.id} fails: {error[:200]}")

    def run(self, number: int, source: str) -> None:
        """Write a cell and run it."""
        self.page.evaluate(RUN, [number, source])  # comes back when it has run
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=300_000)
        self.page.wait_for_timeout(60)

    def begin_again(self, asked: Iterable[str]) -> None:
        """Restart the kernel, and run what asks these questions and nothing else."""
        self.page.evaluate(RESTART)
        self.wait_for_kernel()
        calls = {f"checks.{name}{call}" for name in asked for call in ("", ".answer()")}
        for number, cell in enumerate(self.cells):
            is_set_up = "from calclib.lessons." in cell.source
            if cell.cell_type == "code" and (is_set_up or calls & set(cell.source.splitlines())):
                self.run(number, cell.source)

    def cell_of(self, code: str) -> int | None:
        """The number of the cell that is this code, or ends in it."""
        for number, cell in enumerate(self.cells):
            if cell.cell_type == "code" and cell.source.splitlines()[-1:] == [code]:
                return number
        return None

    def show(self, number: int) -> Locator:
        """Scroll to a cell as a learner does: cells out of sight may not be on the page."""
        self.page.evaluate(SHOW, number)
        self.page.wait_for_timeout(150)
        cell = self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{number}']")
        if not cell.count():
            cell = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        return cell.first

    def card(self, name: str, role: str) -> Locator | None:
        """The card of a question; None where the page has none."""
        key = f"{folder_of(self.name)}/{name}"
        found = self.page.locator(f"{CARD}[data-calclib={role}][data-key='{key}']").first
        try:
            found.wait_for(timeout=8000)
        except BrowserError:
            return None
        return found

    # Predictions

    def guess(self, name: str, answer: Any, told: str = "") -> None:
        """Make a guess; a right one waits until its scene is played, a wrong one asks."""
        asked, answered = self.cell_of(f"checks.{name}"), self.cell_of(f"checks.{name}.answer()")
        if asked is None or answered is None:
            return self.fault(f"{name} is not asked by a cell of its own.")
        self.show(asked)
        card = self.card(name, "guess")
        if card is None:
            return self.fault(f"{name} has no card.")
        replies = self.replies
        self.choose(card, name, answer)
        self.wait_for_reply(replies)
        kept = card.locator(".said").inner_text()
        if not kept.startswith("Your guess is kept"):
            return self.fault(f"to the guess {answer!r} {name} says {kept!r}.")
        if not told:
            self.play(asked, answered)
        self.show(answered)
        place = self.card(name, "answer")
        if place is None:
            return self.fault(f"{name} has no card for its answer.")
        button = place.locator("[data-role=show]")
        if button.count() and button.is_visible():
            if not told:
                self.unopened.append(name)
            replies = self.replies
            button.click()
            self.wait_for_reply(replies)
        said = place.locator(".spoken").inner_text() or place.locator(".said").inner_text()
        self.judge(f"{name}, guessed {answer!r}", said, told)

    def choose(self, card: Locator, name: str, answer: Any) -> None:
        """Press what means this guess."""
        slider = card.locator("input[type=range]")
        if slider.count():
            slider.fill(str(answer))
            card.locator("button").first.click()
            return
        labels = [text.strip() for text in card.locator("label").all_inner_texts()]
        number = answer - 1 if isinstance(answer, int) else self.number_of(name, answer)
        if number >= len(labels):
            raise BrowserError(f"{name} has {len(labels)} choices, and not {answer!r}.")
        card.locator("input[type=radio]").nth(number).click()

    def number_of(self, name: str, answer: Any) -> int:
        """Which choice an answer is, from 0."""
        return int(getattr(self.checks, name).asked.listed.index(answer))

    def play(self, asked: int, answered: int) -> None:
        """Play to the end whatever plays between a question and its answer."""
        for number in range(asked + 1, answered):
            if "play(" not in self.cells[number].source:
                continue
            cell = self.show(number)
            player = cell.locator("[data-calclib=player]")
            if not player.count():
                continue
            deck = player.first.locator(".deck input[type=range]")
            if deck.count():
                player.first.locator("[data-role=speed]").select_option(index=4)
                player.first.locator("[data-role=play]").click()
                last = deck.get_attribute("max") or "0"
                for _ in range(400):
                    if deck.input_value() == last:
                        break
                    self.page.wait_for_timeout(50)
                self.page.wait_for_timeout(300)
            else:
                slider = player.first.locator("input[type=range]").first
                if slider.count():
                    slider.press("End")
                    slider.press("Home")
                    self.page.wait_for_timeout(300)

    def judge(self, what: str, said: str, told: str) -> None:
        """Compare what is said to an answer with what it must be told.

        told: words of a slip; nothing where the answer is right.
        """
        self.counts["right answers" if not told else "wrong answers"] += 1
        passed = said.startswith(RIGHT)
        if passed and told:
            self.fault(f"WRONG ACCEPTED: {what}: {said!r}")
        if not passed and not told:
            self.fault(f"RIGHT REFUSED: {what}: {said!r}")
        if not passed and told and told not in said:
            self.fault(f"{what} is told {said!r} and not {told!r}.")

    # Exercises

    def type_answers(self, name: str, right: list[Any], wrong: list[tuple[Any, str]]) -> None:
        """Type every answer that can be typed into the field of an exercise."""
        card = self.card(name, "exercise")
        if card is None or not card.locator("input[type=text]").count():
            return
        self.counts["exercises with a field"] += 1
        good = {as_typed(answer): "" for answer in right}
        # A list of one number is wrong in a cell, and is a number when it is typed; and to what is
        # typed Python may say something else than to the list or the number itself.
        exercise = getattr(self.checks, name)
        bad = {
            text: told if isinstance(answer, str) else exercise.compare(text).message
            for answer, told in wrong
            if (text := as_typed(answer)) is not None
        }
        given = bad | good
        for turn, (text, told) in enumerate(given.items()):
            if not text:
                continue
            field = card.locator("input[type=text]")
            field.fill(text)
            replies = self.replies
            if turn % 2:
                field.press("Enter")
            else:
                card.locator("[data-role=check]").click()
            self.wait_for_reply(replies)
            self.judge(f"{name}, typed {text!r}", card.locator(".spoken").inner_text(), told)
            if not field.evaluate("field => document.activeElement === field"):
                self.fault(f"{name}: after Check the focus is not in the field.")

    def code_cells(self, name: str) -> Iterator[int]:
        """The cells in which a learner fills a blank of an exercise."""
        for number, cell in enumerate(self.cells):
            if cell.cell_type == "code" and f"checks.{name}(" in cell.source:
                yield number

    def write_code(self, name: str) -> None:
        """Put the solution into the cells of an exercise, and then spoilt ones."""
        for number in self.code_cells(name):
            source = self.cells[number].source
            filled = fill(source, self.solution)
            if filled == source:
                continue
            self.show(number)
            self.counts["exercises in code"] += 1
            self.judge(f"{name}, its solution run", self.said_to(number, filled, name), "")
            exercise = f"{folder_of(self.name)} {name}"
            for line, changed in spoilt(filled, source, exercise):
                said = self.said_to(number, changed, name)
                if said.startswith(RIGHT):
                    self.fault(f"WRONG ACCEPTED: {name} with {line!r}: {said!r}")
                self.counts["spoilt solutions"] += 1
            said = self.said_to(number, filled, name)
            self.judge(f"{name}, its solution run again", said, "")

    def said_to(self, number: int, source: str, name: str) -> str:
        """What the check of an exercise says when its cell is run with other code."""
        self.run(number, source)
        errors, verdicts = self.page.evaluate(OUTPUTS, number)
        if errors:
            return f"The cell fails. {errors[0]}"
        asked = [line for line in source.splitlines() if "checks." in line]
        place = next((k for k, line in enumerate(asked) if f"checks.{name}(" in line), 0)
        return str(verdicts[place]) if place < len(verdicts) else "Nothing is said."

    def assign(self, name: str, right: list[Any], wrong: list[tuple[Any, str]]) -> None:
        """Fill the blank of a cell `answer = …` with right answers and wrong ones, and run it."""
        for number in self.code_cells(name):
            source = self.cells[number].source
            for answer, told in [*((one, "") for one in right[:2]), *wrong[:2]]:
                filled = fill_blank(source, answer)
                if filled is None:
                    continue
                self.counts["cells filled"] += 1
                said = self.said_to(number, filled, name)
                self.judge(f"{name}, {filled.splitlines()[0]!r} run", said, told)

    # All of it

    def walk(self) -> None:
        """The whole lesson, twice."""
        questions = self.table.items()
        asked = {name for name, _ in questions if self.cell_of(f"checks.{name}") is not None}
        self.run_all()
        for name, (right, _) in questions:
            if name in asked:
                self.attempt(name, self.guess, name, right[0])
        for name, (right, wrong) in questions:
            if name not in asked:
                cells = list(self.code_cells(name))
                if not cells:
                    self.fault(f"{name} is asked by no cell.")
                    continue
                self.show(cells[0])
                self.attempt(name, self.type_answers, name, right, wrong)
                self.attempt(name, self.assign, name, right, wrong)
                self.attempt(name, self.write_code, name)
        self.begin_again(asked)
        for name, (_, wrong) in questions:
            if name in asked:
                self.attempt(name, self.guess, name, *wrong[0])
        for sentence in self.watch.said:
            self.fault(f"the console says: {sentence}")
        for url in self.watch.away:
            self.fault(f"it asks {url}, which is another site.")

    def attempt(self, name: str, act: Any, *given: Any) -> None:
        """Do something; that it comes to no end is a fault like others."""
        try:
            act(*given)
        except BrowserError as error:
            self.fault(f"{name}: {act.__name__} stopped: {error.message[:300]}")


def main() -> None:
    """Walk through the lessons, and say what was found."""
    parser = argparse.ArgumentParser(description="Answer every question in a real JupyterLab.")
    parser.add_argument("lessons", nargs="*", metavar="NN", help="the numbers of lessons")
    numbers = parser.parse_args().lessons
    chosen = [path for path in LESSONS if not numbers or path.name[:2] in numbers]
    faults = 0
    with TemporaryDirectory() as folder:
        os.environ["CALCLIB_PROGRESS"] = f"{folder}/progress.jsonl"
        with jupyterlab(Path(folder)) as address, chromium() as browser:
            for lesson in chosen:
                walk = Walk(browser, address, lesson)
                walk.attempt("the lesson", walk.walk)
                told = ", ".join(f"{number} {name}" for name, number in walk.counts.items())
                print(f"{walk.name}: {told}; {len(walk.faults)} faults", flush=True)
                if walk.unopened:
                    print(f"{walk.name}: no played scene opened the answers to {walk.unopened}")
                faults += len(walk.faults)
                walk.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
                walk.page.close()
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
