"""What the scenes of each lesson send to a page, by the kilobyte.

    uv run python tests/benchmarks/wire.py 09 12        (all lessons by default)

Runs the code of each lesson in a process of its own and packs every scene that it shows. Prints how
many there are, their numbers as they travel, all of them as the .scene files that the web edition
loads (gzip), and the three largest by those with the bytes of their longest blocks. It asserts
nothing; a lesson should stay below 1.5 MB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell

from calclib.stage.pack import Packet
from calclib.stage.player import Player
from calclib.stage.scene import Scene
from calclib.stage.scenefile import scene_file

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 3
BLOCKS = 8


def measure(path: Path) -> list[tuple[str, int, int, list[int]]]:
    """Of each scene that a lesson shows: its alt, bytes as they travel and packed, and blocks."""
    shown: list[Scene] = []
    make = Player.__init__

    def note(player: Player, *given: object, **named: object) -> None:
        make(player, *given, **named)  # type: ignore[arg-type]
        shown.append(player.scene)

    Player.__init__ = note  # type: ignore[method-assign]
    os.chdir(path.parent)
    shell = InteractiveShell.instance()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source)
    return [measured(scene, scene.packet) for scene in shown]


def measured(scene: Scene, packet: Packet) -> tuple[str, int, int, list[int]]:
    blocks = [len(block) for block in packet.buffers]
    size = sum(blocks) + len(json.dumps(packet.spec))
    return scene.alt, size, len(scene_file(scene, {}, {}, packet)), blocks


def child(path: Path) -> None:
    """Measure one lesson, and tell it after all that the lesson printed."""
    found = measure(path)
    print("\n" + json.dumps(found), flush=True)


def main() -> None:
    wanted = tuple(sys.argv[1:]) or ("",)
    for path in (path for path in LESSONS if path.stem.startswith(wanted)):
        command = [sys.executable, __file__, "--child", str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(run.stdout.splitlines()[-1])
        sent = sum(size for _, size, _, _ in found)
        packed = sum(size for _, _, size, _ in found)
        print(
            f"{path.stem:32} {len(found):3} scenes {sent / 1e3:8.0f} kB {packed / 1e3:7.0f} packed"
        )
        for alt, size, small, blocks in sorted(found, key=lambda row: -row[2])[:LARGEST]:
            longest = sorted(blocks, reverse=True)[:BLOCKS]
            print(f"    {size / 1e3:8.0f} {small / 1e3:7.0f}  {alt[:70]}  {longest}")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]))
    else:
        main()
