"""The refresh command: what it keeps, what it drops, and what it notices."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import nbformat
import numpy as np
import pytest
import refresh
from nbformat import NotebookNode
from PIL import Image


def png(pixels: np.ndarray) -> str:
    stream = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def notebook(*outputs: dict) -> NotebookNode:
    cell = nbformat.v4.new_code_cell("1", id="a", outputs=[nbformat.from_dict(o) for o in outputs])
    return nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {"state": "large"}})


def shown(**data: str) -> dict:
    metadata = {"image/png": {"alt": "A line.", "width": 3}, "odd": 1}
    return {"output_type": "display_data", "data": data, "metadata": metadata}


BLACK = np.zeros((100, 100, 3))


def test_widgets_and_volatile_metadata_are_dropped_and_alt_text_is_kept() -> None:
    given = shown(**{"text/plain": "digest", refresh.WIDGET: "view", "image/png": png(BLACK)})
    clean = refresh.clean(notebook(given))
    (output,) = clean.cells[0].outputs
    assert set(output.data) == {"text/plain", "image/png"}
    assert output.metadata == {"image/png": {"alt": "A line."}}
    assert "widgets" not in clean.metadata
    assert clean.cells[0].execution_count == 1


def test_cleaning_twice_is_cleaning_once() -> None:
    once = refresh.clean(notebook(shown(**{"text/plain": "digest"})))
    assert refresh.clean(once) == once


def test_pieces_of_a_stream_are_joined() -> None:
    pieces = [{"output_type": "stream", "name": "stdout", "text": word} for word in ("a", "b")]
    assert [o.text for o in refresh.clean(notebook(*pieces)).cells[0].outputs] == ["ab"]


def test_a_moved_dot_in_a_picture_is_noticed_and_a_pale_edge_is_not() -> None:
    dot, edge = BLACK.copy(), BLACK.copy()
    dot[10:16, 10:16] = 255
    edge[:, 3] = 20
    before, moved, blurred = (
        refresh.clean(notebook(shown(**{"image/png": png(p)}))) for p in (BLACK, dot, edge)
    )
    assert refresh.differences(before, moved)
    assert not refresh.differences(before, blurred)


@pytest.mark.parametrize("text", ["1.235", ""])
def test_a_changed_digit_is_noticed(text: str) -> None:
    before, after = (refresh.clean(notebook(shown(**{"text/plain": t}))) for t in ("1.234", text))
    assert refresh.differences(before, after)


def test_refreshing_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "book.ipynb"
    source = "from calclib import play\nfrom tests_scene import scene\nplay(scene)"
    (tmp_path / "tests_scene.py").write_text(
        "from calclib import Panel, Scene\n"
        "from calclib.stage.marks import line\n"
        "scene = Scene([], [Panel([line([0, 1], [0, 1])])], alt='A line rises.')\n",
        encoding="utf-8",
    )
    cell = nbformat.v4.new_code_cell(source, id="a")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    assert refresh.refresh(path)
    assert not refresh.refresh(path)
    saved = nbformat.read(path, as_version=4)
    (output,) = saved.cells[0].outputs
    assert output.data["text/plain"].startswith("A line rises.")
    assert output.metadata["image/png"]["alt"] == "A line rises."
    assert refresh.WIDGET not in output.data
