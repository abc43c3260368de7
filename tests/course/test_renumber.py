"""The command that moves lessons: after it, everything that the course asks of its pages holds."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pages
import pytest
import renumber
from refresh import ROOT


def git(root: Path, *words: str) -> str:
    author = ("-c", "user.name=calclib", "-c", "user.email=calclib@example.org")
    command = ["git", *author, *words]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A repository of its own with every tracked file of this one, as it is now."""
    for name in git(ROOT, "ls-files").splitlines():
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all", "--force")
    git(tmp_path, "commit", "--quiet", "--message", "A copy")
    return tmp_path


def test_two_lessons_swap_and_every_page_agrees(course: Path) -> None:
    before = {lesson.stem[3:]: pages.title(lesson) for lesson in pages.lessons(course)}
    renumber.renumber_course(course, ["roll-downhill=11", "add-momentum=9"])
    assert (course / "notebooks" / f"{9:02}-add-momentum.ipynb").exists()
    assert (course / "notebooks" / "teachers" / f"{11:02}-roll-downhill.md").exists()
    assert pages.faults(course) == []
    after = {lesson.stem[3:]: pages.title(lesson) for lesson in pages.lessons(course)}
    before["roll-downhill"] = before["roll-downhill"].replace("9 ·", "11 ·")
    before["add-momentum"] = before["add-momentum"].replace("11 ·", "9 ·")
    assert after == before


def test_swapping_back_restores_every_byte(course: Path) -> None:
    renumber.renumber_course(course, ["roll-downhill=11", "add-momentum=9"])
    assert git(course, "diff", "HEAD", "--name-only")
    renumber.renumber_course(course, ["roll-downhill=9", "add-momentum=11"])
    assert git(course, "diff", "HEAD", "--stat") == ""


def test_a_lesson_gets_another_name_in_all_places(course: Path) -> None:
    renumber.renumber_course(course, ["zoom-in=2-look-closer"])
    assert (course / "calclib" / "lessons" / "look_closer" / "scenes.py").exists()
    assert (course / "tests" / "lessons" / "look_closer" / "solution.py").exists()
    assert pages.faults(course) == []
    found = git(course, "grep", "--fixed-strings", "--name-only", "lessons.look_closer").split()
    assert "notebooks/02-look-closer.ipynb" in found
    old = ["grep", "--extended-regexp", "lessons[./]zoom_in|02-zoom-in"]
    told = subprocess.run(["git", *old], cwd=course, capture_output=True, text=True, check=False)
    assert told.stdout == ""


def test_a_word_that_is_also_a_lesson_stays_a_word() -> None:
    move = renumber.Move(18, "see", 19, "look")
    text = "You see it in lesson 18: from calclib.lessons.see import scenes, as you see."
    assert renumber.renumbered(text, [move]) == (
        "You see it in lesson 19: from calclib.lessons.look import scenes, as you see."
    )


def test_a_mention_over_two_lines_of_a_notebook_is_rewritten() -> None:
    move = renumber.Move(7, "a", 8, "a")
    text = '    "as in lesson\\n",\n    "7, and lessons 3,\\n",\n    "7 and 12; exercise 7"'
    told = renumber.renumbered(text, [move])
    assert told == text.replace('"7', '"8')


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (["no-such-lesson=3"], "no lesson no-such-lesson"),
        ([], "name=number"),
        (["zoom-in=1"], "the number 1"),
    ],
)
def test_what_no_course_can_fulfil_is_refused_before_anything_moves(
    wishes: list[str], words: str, course: Path
) -> None:
    with pytest.raises(SystemExit, match=words):
        renumber.renumber_course(course, wishes)
    assert git(course, "status", "--porcelain") == ""
