"""The self-assessment over the course: the questions of every lesson that has some.

A lesson keeps its questions in questions.py of its folder, as QUESTIONS; nothing lists them.
"""

from importlib import import_module
from pathlib import Path

from calclib.practice.assessment import Assessment, Question, assess

HERE = Path(__file__).parent


def lessons() -> tuple[str, ...]:
    """The folders of the lessons that have questions.

    >>> "roll_downhill" in lessons()
    True
    """
    return tuple(sorted(path.parent.name for path in HERE.glob("*/questions.py")))


def questions_of(lesson: str) -> tuple[Question, ...]:
    """The questions of one lesson, named as its folder.

    Raises ValueError for a lesson that is not there, or has none.

    >>> len(questions_of("roll_downhill"))
    5
    """
    if lesson not in lessons():
        raise ValueError(f"There are no questions on {lesson!r}; choose of {', '.join(lessons())}.")
    found: tuple[Question, ...] = import_module(f"calclib.lessons.{lesson}.questions").QUESTIONS
    return found


def self_assessment(*named: str, seed: int | None = None) -> Assessment:
    """Show a self-assessment over the named lessons, or over all: one question an objective.

    named: folders of lessons, such as "roll_downhill"; none means all.
    seed: the same seed gives the same numbers; without one they are new each time.

    >>> self_assessment("roll_downhill")
    5 questions on 1 lesson, one an objective, with new numbers each time.
    """
    chosen = named or lessons()
    return assess([question for lesson in chosen for question in questions_of(lesson)], seed)
