"""What the scenes of each lesson send to a page, by the kilobyte.

    PYTHONPATH=. python tests/benchmarks/wire.py 09 12        (all lessons by default)

Runs the code of each lesson in a process of its own and packs every scene that it shows. A row says
how many there are, what they send, the same compressed by gzip, and as the .scene files that the
web edition loads; how much of it are whole numbers of 16 bits, bytes, and numbers of 32 and 64
bits; and how much stands in two blocks of a scene, in whatever order. The largest scenes follow.
It asserts nothing; a lesson should stay below 1.5 MB compressed.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import nbformat
import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from refresh import LESSONS

from calclib.arrays import Array
from calclib.stage.pack import Packet
from calclib.stage.player import Player
from calclib.stage.scene import Scene
from calclib.stage.scenefile import scene_file

LARGEST = 2
TYPES = ("int16", "uint8", "float32", "float64")


@dataclass
class Sent:
    """What one scene sends, in bytes; `types` by the kind of its numbers."""

    alt: str
    plain: int
    gzipped: int
    packed: int
    twice: int
    types: dict[str, int]


def measure(path: Path) -> list[Sent]:
    """What each scene that a lesson shows sends."""
    shown: list[Scene] = []
    make = Player.__init__

    def note(player: Player, *given: Any, **named: Any) -> None:
        make(player, *given, **named)
        shown.append(player.scene)

    Player.__init__ = note  # type: ignore[method-assign]
    os.chdir(path.parent)
    shell = InteractiveShell.instance()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source).raise_error()
    return [measure_scene(scene, scene.packet) for scene in shown]


def measure_scene(scene: Scene, packet: Packet) -> Sent:
    spec = json.dumps(packet.spec, ensure_ascii=False).encode()
    kinds = {address["buffer"]: address["dtype"] for address in addresses(packet.spec)}
    types: Counter[str] = Counter()
    for number, block in enumerate(packet.buffers):
        types[kinds[number]] += len(block)
    return Sent(
        alt=scene.alt,
        plain=len(spec) + sum(types.values()),
        gzipped=len(gzip.compress(spec + b"".join(packet.buffers), 6)),
        packed=len(scene_file(scene, {}, {}, packet)),
        twice=sent_twice(packet, kinds),
        types=dict(types),
    )


def addresses(spec: Any) -> list[dict[str, Any]]:
    """Every channel of a spec that says where its numbers lie."""
    if isinstance(spec, dict):
        own = [spec] if "buffer" in spec else []
        return own + [found for value in spec.values() for found in addresses(value)]
    return [found for value in spec for found in addresses(value)] if isinstance(spec, list) else []


def sent_twice(packet: Packet, kinds: dict[int, str]) -> int:
    """Bytes of blocks that hold the same numbers as a block before them, in whatever order."""
    known: set[bytes] = set()
    twice = 0
    for number, block in enumerate(packet.buffers):
        numbers: Array = np.sort(np.frombuffer(block, np.dtype(kinds[number])))
        if numbers.size > 16 and numbers.tobytes() in known:
            twice += len(block)
        known.add(numbers.tobytes())
    return twice


def print_row(name: str, found: list[Sent]) -> None:
    sums = [sum(getattr(one, of) for one in found) for of in ("plain", "gzipped", "packed")]
    types = [sum(one.types.get(kind, 0) for one in found) for kind in TYPES]
    cells = [*sums, *types, sum(one.twice for one in found)]
    print(f"{name:30} {len(found):6}" + "".join(f"{cell / 1e3:9.0f}" for cell in cells))


def main() -> None:
    wanted = tuple(sys.argv[1:]) or ("",)
    heads = ("sent", "gzip", ".scene", *TYPES, "twice")
    print(f"{'kB':30} {'scenes':>6}" + "".join(f"{head:>9}" for head in heads))
    for path in (path for path in LESSONS if path.stem.startswith(wanted)):
        command = [sys.executable, __file__, "--child", str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        # After all that the lesson printed.
        found = [Sent(**one) for one in json.loads(run.stdout.splitlines()[-1])]
        print_row(path.stem, found)
        for one in sorted(found, key=lambda one: -one.gzipped)[:LARGEST]:
            print(f"    {one.gzipped / 1e3:7.0f}  {one.alt[:80]}")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print("\n" + json.dumps([asdict(one) for one in measure(Path(sys.argv[2]))]))
    else:
        main()
