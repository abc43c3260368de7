"""A scene as a file: a page that plays anywhere, data for a page, a clip, or a picture.

The page holds the player and the data, and asks neither a network nor a kernel. A .scene holds the
data alone, which `<calclib-scene src>` plays on any page that loads calclib.js. Clips are made of
pictures, one a step, by matplotlib and Pillow; for .mp4 the program ffmpeg joins them.
"""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from string import Template

import numpy as np

from calclib.arrays import Array
from calclib.stage.axis import Axis
from calclib.stage.composition import Composition
from calclib.stage.pack import Packet, pack
from calclib.stage.scenefile import scene_file
from calclib.words import language, say, translated

__all__ = ["gif", "mp4", "page", "save"]

HERE = Path(__file__).parent
EXPORT = re.compile(r"export\s*\{[^}]*?([\w$]+) as default[^}]*\};?\s*\Z")
RATE = 12  # pictures a second of a clip
MOST = 96  # pictures of a clip
REST = 1.0  # seconds that a clip stays at its end
SHORTEST_PAUSE = 20  # milliseconds, the least that browsers play


def page(
    scene: Composition,
    state: Mapping[str, object] | None = None,
    answers: Mapping[str, object] | None = None,
    packet: Packet | None = None,
) -> str:
    """Return a self-contained page that plays a scene.

    state: where a player is, at which the page opens.
    answers: what the questions of a player are answered with.
    packet: the scene packed, where it is so already.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> scene = Composition([], [Panel([line([0, 1], [0, 1])])], alt="A line.", title="a < b")
    >>> "<title>a &lt; b</title>" in page(scene)
    True
    """
    spec, buffers = packet or pack(scene)
    data = {
        "spec": spec,
        "buffers": [b64encode(block).decode() for block in buffers],
        "state": dict(state or {}),
        "answers": dict(answers or {}),
    }
    # No word of the scene can end the script that holds it.
    text = json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    form = Template((HERE / "page.html").read_text(encoding="utf-8"))
    return form.substitute(
        language=language(),
        title=escape(translated(scene.title or scene.alt)),
        alt=escape(translated(scene.alt)),
        plays=say("player.playsWithJavaScript"),
        scene=text,
        module=_inline_player(),
    )


# A page within a page tells the frame around it how high it is, where it may.
FIT = """<script>
new ResizeObserver(() => {
  try {
    frameElement.style.height = `${document.documentElement.offsetHeight}px`;
  } catch {
    // The place keeps its frames apart from their pages; the height stays as it was.
  }
}).observe(document.documentElement);
</script>"""


def frame(page: str, name: str) -> str:
    """Return a page as HTML that stands within another one.

    page: a whole page, as `page` makes it.
    name: what a screen reader calls it.

    >>> frame("<p>a & b</p>", "Two letters").partition(" srcdoc=")[0]
    '<iframe title="Two letters" width="100%" height="560" style="border: 0"'
    """
    inside = escape(page.replace("</html>", f"{FIT}</html>"))
    look = 'width="100%" height="560" style="border: 0"'
    return f'<iframe title="{escape(name)}" {look} srcdoc="{inside}"></iframe>'


def _inline_player() -> str:
    """The player as a script that stands in a page, and gives the page the name `player`.

    An import would need an address of its own (blob: or data:), which strict hosts forbid.
    """
    source = (HERE / "static" / "player.js").read_text(encoding="utf-8")
    script, found = EXPORT.subn(r"const player = \1;", source)
    if found != 1:
        raise RuntimeError("player.js does not end in one default export; build it again.")
    return script.replace("</script", "<\\/script")


def save(scene: Composition, path: str | Path, **at: int) -> None:
    """Write a scene as .html, .scene, .gif, .mp4 or .png, by the ending of the path.

    at: the index of what does not move, as in `picture`.
    Raises ValueError for another ending.

    >>> from calclib.stage.marks import line
    >>> from calclib.stage.panel import Panel
    >>> save(Composition([], [Panel([line([0, 1], [0, 1])])], alt="A line."), "line.tiff")
    Traceback (most recent call last):
    ValueError: A scene is saved as .html, .scene, .gif, .mp4 or .png, not 'line.tiff'.
    """
    makers: Mapping[str, Callable[..., bytes]] = {
        ".html": _page_bytes,
        ".scene": _scene_bytes,
        ".gif": gif,
        ".mp4": mp4,
        ".png": _png,
    }
    make = makers.get(Path(path).suffix.lower())
    if make is None:
        raise ValueError(
            f"A scene is saved as .html, .scene, .gif, .mp4 or .png, not {str(path)!r}."
        )
    Path(path).write_bytes(make(scene, **at))


def _page_bytes(scene: Composition, **at: int) -> bytes:
    return page(scene, {"index": scene.index(**at)} if at else None).encode()


def _scene_bytes(scene: Composition, **at: int) -> bytes:
    return scene_file(scene, {"index": scene.index(**at)} if at else None)


def _png(scene: Composition, **at: int) -> bytes:
    from calclib.stage.picture import picture_png

    return picture_png(scene, **at)


def gif(scene: Composition, **at: int) -> bytes:
    """Return a clip of the play axis as an animated GIF, all pictures in one palette.

    at: the index of what does not move.
    Raises ValueError where no axis plays.
    """
    axis, steps = _steps(scene)
    drawn = list(_frames(scene, axis, steps, at))  # says what to install where Pillow is missing
    from PIL import Image

    pictures = [Image.fromarray(frame) for frame in drawn]
    # One palette for all, or a colour that stays would flicker from picture to picture.
    sample = np.concatenate([np.asarray(pictures[k]) for k in (0, len(pictures) // 2, -1)])
    palette = Image.fromarray(sample).quantize(255, Image.Quantize.MEDIANCUT)
    frames = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in pictures]
    pauses = [_pause(axis, steps)] * (len(frames) - 1) + [int(1000 * REST)]
    stream = BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:], duration=pauses, loop=0)
    return stream.getvalue()


def mp4(scene: Composition, **at: int) -> bytes:
    """Return a clip of the play axis as H.264 video, which the program ffmpeg writes.

    at: the index of what does not move.
    Raises ValueError where no axis plays, without ffmpeg, and with its words where it fails.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise ValueError(
            "A scene is saved as .mp4 by the program ffmpeg, which is not installed here; "
            "install it, or save a .gif."
        )
    axis, steps = _steps(scene)
    frames = list(_frames(scene, axis, steps, at))
    frames += [frames[-1]] * round(REST * 1000 / _pause(axis, steps))
    height, width, _ = frames[0].shape
    raw_pictures = [
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{width}x{height}",
        "-r",
        f"{1000 / _pause(axis, steps):.3f}",
        "-i",
        "-",
    ]
    # Players read 4:2:0 colour, and that needs sides of even length.
    video = ["-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p"]
    to_a_pipe = ["-f", "mp4", "-movflags", "frag_keyframe+empty_moov", "-"]
    done = subprocess.run(
        [program, "-loglevel", "error", *raw_pictures, *video, *to_a_pipe],
        input=b"".join(frame.tobytes() for frame in frames),
        capture_output=True,
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise ValueError(f"ffmpeg could not write the clip: {reason[-1]}")
    return done.stdout


def _steps(scene: Composition) -> tuple[Axis, list[int]]:
    """Choose the axis that a clip runs along, and the steps that it shows."""
    axis = next((one for one in scene.axes if one.play), None)
    if axis is None or axis.count < 2:
        raise ValueError("A clip runs along an axis with play=True, and this scene has none.")
    count = min(axis.count, MOST, 1 + round(axis.duration * RATE))
    spread = np.linspace(0, axis.count - 1, count).round().astype(int)
    return axis, sorted(set(spread.tolist()))


def _pause(axis: Axis, steps: Sequence[int]) -> int:
    """Return the milliseconds from one picture to the next; a GIF counts in tens of them."""
    return max(SHORTEST_PAUSE, 10 * round(100 * axis.duration / (len(steps) - 1)))


def _frames(
    scene: Composition, axis: Axis, steps: Sequence[int], at: Mapping[str, int]
) -> Iterator[Array]:
    from calclib.stage.picture import film

    return film(scene, axis.name, steps, **at)
