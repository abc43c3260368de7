"""Time what a learner waits for after asking: Python's part of a new picture, scene by scene.

PYTHONPATH=. python tests/benchmarks/asked.py      (processor time, nothing is asserted)

Every `play(scene, ask=…)` of the notebooks is made once as it stands there and then again for other
answers, as after a drag or a newly typed function: each number is moved a little, and each text
is taken as one that no cache has seen. As while a player answers, no garbage is searched for. What
the browser adds, from the message to the pixels, is in asked_in_jupyterlab.py.
"""

import ast
import gc
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def asked() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """The lesson, the scene's function and its first answers, of every question in the course."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
        names: dict[str, Any] = {}
        for source in cells:
            for node in ast.parse(source).body:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    exec(ast.unparse(node), names)
            if "ask=" in source and "own=" not in source:
                *before, call = ast.parse(source).body
                for node in before:
                    exec(ast.unparse(node), names)
                ask = next(k.value for k in call.value.keywords if k.arg == "ask")  # type: ignore
                scene_of = eval(ast.unparse(call.value.args[0]), names)  # type: ignore
                yield path.stem, scene_of, eval(ast.unparse(ask), names)


def moved(answer: Any, k: int) -> Any:
    """Another answer, close to the first."""
    if isinstance(answer, str):
        if answer == "all":
            return answer  # rules of a race
        if answer.isalpha() and len(answer) > 1:
            return answer + "abcdefg"[k - 1]  # the beginning of a name
        numbers_alone = not re.search(r"[^\d. ;]", answer)
        return f"{answer}{k}" if numbers_alone else f"{answer} + {k}/1000"
    if isinstance(answer, tuple):
        return tuple(moved(a, k) for a in answer)
    return answer + k / 1000


def milliseconds(scene_of: Any, answers: dict[str, Any]) -> float:
    gc.disable()
    began = time.process_time()
    _ = scene_of(**answers).packet
    took = (time.process_time() - began) * 1e3
    gc.enable()
    return took


def main() -> None:
    for lesson, scene_of, answers in asked():
        milliseconds(scene_of, answers)
        numbers = {name for name, answer in answers.items() if not isinstance(answer, str)}
        told = []
        for kind, names in (("dragged", numbers), ("typed", set(answers) - numbers)):
            if names:
                times = [
                    milliseconds(
                        scene_of, {n: moved(a, k) if n in names else a for n, a in answers.items()}
                    )
                    for k in range(1, 8)
                ]
                told.append(f"{kind} {sorted(times)[3]:6.1f} ms")
        print(f"{lesson:32} {scene_of.__name__:28} {'   '.join(told)}")


if __name__ == "__main__":
    main()
