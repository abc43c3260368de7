"""The cards of practice in a real JupyterLab: keys that type, and guesses that wait."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from browser.launch import chromium
from lab import KERNEL_IS_IDLE, jupyterlab
from playwright.sync_api import Locator, Page, expect
from refresh import KERNEL, ROOT

ARTEFACTS = ROOT / "tests" / "artefacts"
CELLS = (
    """\
from calclib import Axis, Panel, Scene, play, practise
from calclib.practice import Span, exercise, predict, progress
from calclib.stage.marks import dots
ask = exercise("Which $x$ lands?", "x^2 + 3x", hints=["Where $2x = 1$.", "Look."], solution="It.")
ahead = predict(r"Is $\\frac{1}{2} < 1$?", ["no", "yes, $x^2$", "never"], answer="yes, $x^2$",
                why="Since $1 < 2$.", link="other.ipynb#There", key=("a", "ahead"))
slope = predict("The slope?", Span(0, 1, 0.05), answer=0.25, key=("a", "slope"))
panel = Panel([dots([0, 1], [0, 1])])
scene = Scene([Axis("step", range(3), play=True)], [panel], alt="Two dots.")""",
    "ask(None)",
    "ahead",
    "play(scene)",
    "ahead.answer()",
    "slope",
    "play(scene)",
    "slope.answer()",
    "practise('chain', 1, seed=1)",
    "progress()",
)
CARD = ".calclib-card"
SHORTCUTS = "dd", "x", "m", "a", "b", "x^2+3x", "00", "z", "y"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    home = tmp_path_factory.mktemp("cards")
    with jupyterlab(home) as address, chromium() as browser:
        cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
        book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
        nbformat.write(book, home / "course" / "cards.ipynb")
        page = browser.new_page(viewport={"width": 1150, "height": 1400})
        page.goto(f"{address}/lab/tree/cards.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
        run_all(page)
        yield page


def run_all(page: Page) -> None:
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)
    page.wait_for_selector("[data-painted]", timeout=60_000)
    page.wait_for_function(f"document.querySelectorAll('{CARD}').length >= 7", timeout=60_000)
    page.wait_for_timeout(500)


def state(page: Page) -> list[str]:
    """The cells of the notebook: what stands in them, and of what kind they are."""
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
            .map((cell) => cell.model.type + ':' + cell.model.sharedModel.getSource())"""
    )


def card(page: Page, role: str, number: int = 0) -> Locator:
    return page.locator(f'{CARD}[data-calclib="{role}"]').nth(number)


def look(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"cards-{name}.png", full_page=True)


def theme(page: Page, name: str) -> None:
    change = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
    page.evaluate(change, name)
    page.wait_for_timeout(800)


def test_formulas_of_a_card_are_set(tab: Page) -> None:
    expect(card(tab, "guess").locator(".question mjx-container")).to_be_visible(timeout=20_000)
    expect(card(tab, "guess").locator("label mjx-container")).to_be_visible()
    expect(card(tab, "guess").locator(".question")).not_to_contain_text("$")
    look(tab, "light")
    theme(tab, "JupyterLab Dark")
    look(tab, "dark")
    theme(tab, "JupyterLab Light")


def test_no_key_on_a_control_reaches_the_notebook(tab: Page) -> None:
    before = state(tab)
    assert len(before) == len(CELLS)
    controls = tab.locator(f"{CARD} :is(input, button, a)")
    for number in range(controls.count()):
        control = controls.nth(number)
        assert control.get_attribute("data-lm-suppress-shortcuts") == "true"
        for text in SHORTCUTS:
            control.focus()
            tab.keyboard.type(text)
    tab.wait_for_timeout(300)
    assert state(tab) == before


def test_after_a_check_the_focus_is_back_in_the_field(tab: Page) -> None:
    before = state(tab)
    field = card(tab, "exercise").locator("input[type=text]")
    verdict = tab.locator(".jp-Cell").nth(1).locator(".jp-RenderedMarkdown").first
    field.fill("x^2 + 3x + 1")
    card(tab, "exercise").locator("[data-role=check]").click()
    expect(verdict).to_contain_text("+1 off, everywhere")
    expect(field).to_be_focused()
    tab.keyboard.type("dd")
    expect(field).to_have_value("x^2 + 3x + 1dd")
    field.fill("x^2 + 3x")
    field.press("Enter")
    expect(verdict).to_contain_text("Right.")
    expect(field).to_be_focused()
    expect(card(tab, "exercise").locator(".spoken")).to_have_text("Right.")
    hint = card(tab, "exercise").locator("[data-role=hint]")
    for label in ("Hint 1 of 2", "Hint 2 of 2", "Solution"):
        expect(hint).to_have_text(label)
        hint.click()
    expect(hint).to_have_attribute("aria-disabled", "true")
    expect(hint).to_be_focused()  # a button that does nothing any more still keeps the keys
    tab.keyboard.type("ddx")
    expect(card(tab, "exercise").locator(".told")).to_contain_text("Solution. It.")
    expect(card(tab, "exercise").locator(".told mjx-container")).to_be_visible()
    assert state(tab) == before


def test_a_guess_is_locked_and_the_answer_opens_when_its_own_scene_was_played(tab: Page) -> None:
    first, second = card(tab, "guess"), card(tab, "guess", 1)
    answer, other = card(tab, "answer"), card(tab, "answer", 1)
    first.locator("input[type=radio]").first.focus()
    tab.keyboard.press("ArrowDown")  # looks at the next choice and chooses nothing
    expect(first.locator(".said")).to_be_empty()
    tab.keyboard.press("Space")
    expect(first.locator(".said")).to_contain_text("Your guess is kept: yes")
    expect(answer).to_contain_text("Your guess: yes")
    expect(answer).not_to_contain_text("As you said")
    first.locator("input[type=radio]").nth(2).click(force=True)
    expect(first.locator("input[type=radio]").nth(1)).to_be_checked()
    dispatch = """(number) => {
        const scene = document.querySelectorAll('[data-calclib=player]')[number];
        scene.dispatchEvent(new CustomEvent('calclib-played', { bubbles: true, composed: true }));
    }"""
    tab.evaluate(dispatch, 1)  # the scene of the other question
    tab.wait_for_timeout(500)
    expect(answer).not_to_contain_text("As you said")
    tab.evaluate(dispatch, 0)
    expect(answer).to_contain_text("As you said.")
    expect(answer).to_contain_text("Since")
    expect(first.locator(".said")).to_contain_text("The answer: yes")
    expect(other).not_to_contain_text("It is")
    second.locator("input[type=range]").fill("0.6")
    expect(second.locator("output")).to_have_text("0.6")
    second.locator("button").click()
    expect(second.locator(".said")).to_contain_text("Your guess is kept: 0.6.")
    expect(other).to_contain_text("It is 0.25, and you said 0.6")  # its scene was played before


def test_the_practice_card_goes_on_in_the_same_place(tab: Page) -> None:
    practice = card(tab, "exercise", 1)
    question = practice.locator(".question").inner_text()
    practice.locator("input").fill("<img src=x onerror='window.ran=1'>")
    practice.locator("input").press("Enter")
    expect(practice.locator(".said")).to_contain_text("Not yet.")
    assert tab.evaluate("window.ran") is None
    assert practice.locator("img").count() == 0
    practice.locator("[data-role=next]").click()
    expect(practice.locator(".said")).to_be_empty()
    expect(practice.locator(".question mjx-container").first).to_be_visible()
    assert practice.locator(".question").inner_text() != question
    expect(practice.locator("[data-role=next]")).to_be_focused()


def test_two_views_of_a_card_agree(tab: Page) -> None:
    """A second view of an output, as JupyterLab opens beside the notebook, shows the same."""
    run_all(tab)
    expect(card(tab, "exercise").locator("[data-role=check]")).to_be_visible()
    tab.evaluate(
        """async () => {
            const { commands, shell } = window.jupyterapp;
            shell.currentWidget.content.activeCellIndex = 1;
            await commands.execute('notebook:create-output-view');
        }"""
    )
    views = tab.locator(f'{CARD}[data-calclib="exercise"]:has([placeholder^="or type"])')
    expect(views).to_have_count(2, timeout=15_000)
    views.nth(0).locator("input").fill("2x")
    views.nth(0).locator("input").press("Enter")
    expect(views.nth(1).locator("input")).to_have_value("2x")
    for view in views.all():
        expect(view.locator(".spoken")).not_to_be_empty()
    tab.evaluate(
        """() => [...window.jupyterapp.shell.widgets('main')]
            .filter((widget) => widget.node.querySelector('.jp-LinkedOutputView'))
            .forEach((widget) => widget.close())"""
    )
    expect(views).to_have_count(1)


def test_a_card_fits_a_phone(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 1400})
    toggle = "() => window.jupyterapp.commands.execute('application:toggle-left-area')"
    tab.evaluate(toggle)
    tab.wait_for_timeout(800)
    look(tab, "390")
    for element in tab.locator(CARD).all():
        box = element.evaluate("(e) => [e.scrollWidth, e.clientWidth]")
        assert box[0] <= box[1] + 1
    tab.evaluate(toggle)
    tab.set_viewport_size({"width": 1150, "height": 1400})


def test_without_a_kernel_a_card_says_so(tab: Page) -> None:
    tab.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    field = card(tab, "exercise").locator("input[type=text]")
    field.fill("2x")
    field.press("Enter")
    expect(card(tab, "exercise").locator(".note")).to_contain_text(
        "The kernel does not answer", timeout=15_000
    )
