"""The words of the package: one table a language, and a decimal sign."""

import ast
import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lessons.start_here import slips

import calclib
from calclib import words
from calclib.lessons.start_here import checks, scenes
from calclib.practice import Exercise
from calclib.practice.predictions import Prediction
from calclib.stage.formats import format_number
from calclib.stage.picture import picture
from calclib.stage.readout import readout

HERE = Path(words.__file__).parent
OTHERS = [name for name in words.languages() if name != "en"]
QUESTIONS = [one for one in vars(checks).values() if isinstance(one, (Exercise, Prediction))]


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCLIB_LANGUAGE", "de")


def blanks(text: str) -> int:
    return text.count("{}")


@pytest.mark.parametrize("name", OTHERS)
def test_every_word_stands_in_each_language_with_its_blanks(name: str) -> None:
    english = words.table("en")
    other = words.table(name)
    assert list(other) == list(english)
    for section, table in english.items():
        counts = {key: blanks(text) for key, text in table.items()}
        assert {key: blanks(text) for key, text in other[section].items()} == counts


@pytest.mark.parametrize("name", OTHERS)
def test_every_sentence_keeps_its_blanks_in_a_translation(name: str) -> None:
    for english, other in words.sentences(name).items():
        assert blanks(english) == blanks(other), english
        assert other.strip(), english


def said_keys() -> Iterator[tuple[Path, str]]:
    """Every key that Python says."""
    for path in HERE.parent.rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                key = node.args[0]
                assert isinstance(key, ast.Constant), f"{path}: say() a key that can be read"
                yield path, str(key.value)


def test_every_key_that_is_said_has_a_word() -> None:
    known = {f"{section}.{key}" for section, table in words.table("en").items() for key in table}
    said = list(said_keys())
    assert len(said) > 20
    assert [(path, key) for path, key in said if key not in known] == []


def test_an_unknown_language_is_refused_and_one_of_the_environment_is_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValueError, match="no words in 'xx'"):
        calclib.language("xx")
    monkeypatch.setenv("CALCLIB_LANGUAGE", "xx")
    assert calclib.language() == "en"


def test_a_scene_speaks_its_language_and_its_numbers_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    english = scenes.controls()
    spec, buffers = english.packet
    assert "language" not in spec
    monkeypatch.setenv("CALCLIB_LANGUAGE", "de")
    scene = scenes.controls()
    german, same = scene.packet
    assert german["language"] == "de"
    assert german["panels"][0]["title"] == "Von oben gesehen"
    assert german["names"]["learning rate"] == "Lernrate"
    assert [axis["name"] for axis in german["axes"]] == [axis["name"] for axis in spec["axes"]]
    assert same == buffers
    assert scene.digest == english.digest


def test_a_picture_has_the_decimal_comma_in_its_ticks_and_below_it(german: None) -> None:
    scene = scenes.controls()
    figure = picture(scene)
    figure.canvas.draw()
    ticks = [tick.get_text() for tick in figure.axes[1].get_yticklabels()]
    assert "0,0" in ticks or "5" in ticks or "0" in ticks
    assert not any("." in tick for ax in figure.axes for tick in map(str, ticks))
    assert "Lernrate 0,05" in readout(scene, scene.index())
    assert figure.axes[0].get_title(loc="left") == "Von oben gesehen"


def test_numbers_are_written_with_a_decimal_comma(german: None) -> None:
    assert format_number(0.125, ".3g") == "0,125"
    assert format_number(-12345.6, ",.1f") == "−12.345,6"
    assert words.listed(["0,5", "1"]) == "0,5; 1"


def test_a_comma_is_the_decimal_sign_of_a_typed_answer(german: None) -> None:
    assert checks.leaves_the_frame("0,13").passed
    assert checks.leaves_the_frame("0.13").passed
    assert checks.height_after("0,64x^2").passed
    assert checks.height_after("(0,8x)^2").passed
    pair = calclib.exercise("Two numbers?", [0.5, 1.25])
    for typed in ("0,5; 1,25", "[0,5; 1,25]", "0,5, 1,25", "0.5, 1.25"):
        assert pair(typed).passed, typed
    assert calclib.exercise("Two numbers?", [1.0, 2.0])("1,2").passed
    assert calclib.exercise("The larger?", "max(x, 0.5)", variables=("x",))("max(x; 0,5)").passed


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.key[1])
def test_lesson_0_says_no_english_in_german(question: Exercise | Prediction, german: None) -> None:
    """Each question, hint, choice and verdict of it is translated."""
    said = [repr(question)]
    if isinstance(question, Prediction):
        content = question._guess_content()
        said += [content["label"], question._answer_content()["question"]]
        for choice in question.asked.listed:  # type: ignore[attr-defined]
            guessed = copy.copy(question)
            guessed.guess = choice
            said.append(guessed.verdict.message)
    else:
        right, wrong = slips.TABLE[question.key[1]] if question.key else ([], [])
        said += [question.compare(answer).message for answer in right]
        said += [question.compare(answer).message for answer, _ in wrong]
        said += [question.clue(number) for number in range(1, len(question.hints) + 1)]
    english = re.compile(r"\b(the|is|it|not|that|you|your|of|with|what|at|should)\b", re.IGNORECASE)
    foreign = re.compile(r"`[^`]*`|[\w-]+\.ipynb\S*")
    for sentence in said:
        assert not english.search(foreign.sub("", sentence)), sentence


def test_what_is_translated_is_said_somewhere() -> None:
    """No table keeps a sentence that the lesson has not had for long."""
    folder = HERE.parent / "lessons" / "start_here"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    source += (HERE.parent / "optimize" / "rules.py").read_text(encoding="utf-8")
    flat = re.sub(r'"\s*\n\s*f?"', "", source)
    table = json.loads((HERE / "sentences" / "de" / "start_here.json").read_text(encoding="utf-8"))
    assert [text for text in table if text not in flat and text.lower() not in flat.lower()] == []


@pytest.mark.parametrize("name", OTHERS)
def test_every_fold_of_a_translated_lesson_has_its_name_in_the_language(name: str) -> None:
    notebook = (HERE.parents[1] / "notebooks" / "00-start-here.ipynb").read_text(encoding="utf-8")
    titles = set(re.findall(r"<summary>([^<]*)</summary>", notebook))
    assert titles
    assert titles <= set(words.sentences(name))
