"""A pole that the learner holds by hand, and watches the trained policy hold.

This is the one place of the course where a browser computes: a learner's push cannot wait for a
kernel. `pole()` of lessons/shared/cart_pole.py is written a second time, in
stage/frontend/src/model/pole.ts, and one stored table of steps tests both.
"""

import json
import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from calclib.lessons.decide.scenes import film, pole_panel, pole_training
from calclib.lessons.shared.cart_pole import LONGEST_HOLD, STEP_TIME
from calclib.stage.lifetime import claim
from calclib.stage.scene import Scene
from calclib.words import ENGLISH, language, translated

STARTS = 20  # tries after which the starts come again
ALT = (
    "A cart in the middle of a track, with an upright pole on it. Two dashed lines beside the pole "
    "show how far it may lean."
)


class PoleByHand(anywidget.AnyWidget):
    """A cart on a page, which arrow keys or two buttons push, and the times that the pole stood.

    given: where the tries begin, and the states of one hold of the trained policy, one a step.
    rows: the mean times of policies, in seconds, that stand beside the learner's.
    tries: the learner's times so far, in seconds, and whether they were slow; kept by the page.
    language: of what the page says about them.

    >>> hold_by_hand()
    A pole that you hold yourself, by keys or by touch; 10 seconds at most.
      pushed at random: 0.42 s
      five numbers, trained: 10.00 s
    """

    _esm = Path(__file__).parent / "static" / "pole.js"

    given = traitlets.Dict().tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    tries = traitlets.List(traitlets.Dict()).tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def element(self, inside: str = "") -> str:
        """The same as HTML, for a page without a kernel that loads static/pole.js as a module.

        inside: what a reader without JavaScript sees, as HTML.

        >>> hold_by_hand().element("<p>The pole.</p>")[:52]
        '<calclib-pole><script type="application/json">{"give'
        """
        traits = {"given": self.given, "rows": self.rows, "tries": []}
        if self.language != ENGLISH:
            traits["language"] = self.language
        data = json.dumps(traits).replace("<", "\\u003c")
        script = f'<script type="application/json">{data}</script>'
        return f"<calclib-pole>{script}{inside}</calclib-pole>"

    def __repr__(self) -> str:
        seconds = LONGEST_HOLD * STEP_TIME
        head = f"A pole that you hold yourself, by keys or by touch; {seconds:g} seconds at most."
        return "\n".join([head, *(f"  {row['name']}: {row['seconds']:.2f} s" for row in self.rows)])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Return the live view and the text; for a saved notebook also a picture and its alt."""
        claim(self)
        view = super()._repr_mimebundle_(**options)
        data, metadata = view if isinstance(view, tuple) else (view or {}, {})
        data = data | {"text/plain": repr(self)}
        if os.environ.get("CALCLIB_PICTURES") == "1":
            from calclib.stage.picture import picture_png

            data["image/png"] = b64encode(picture_png(still())).decode()
            metadata = metadata | {"image/png": {"alt": ALT}}
        return data, metadata


def hold_by_hand() -> PoleByHand:
    """Show a pole to hold, and the times of an untrained and of a trained policy beside yours.

    >>> len(hold_by_hand().given["hold"]) - 1
    500
    """
    trained = pole_training()
    means = STEP_TIME * trained.scores[[0, -1], 0]
    names = ("pushed at random", "five numbers, trained")
    hold, _ = film(trained.thetas[-1:, 0], every=1)
    starts = np.random.default_rng(21).uniform(-0.05, 0.05, (STARTS, 4))
    widget = PoleByHand(
        given={
            "starts": starts.round(4).tolist(),
            "hold": hold[:, 0].round(4).tolist(),
            "longest": LONGEST_HOLD,
        },
        rows=[
            {"name": translated(name), "seconds": round(float(mean), 2)}
            for name, mean in zip(names, means, strict=True)
        ],
        language=language(),
    )
    claim(widget)
    return widget


def still() -> Scene:
    """The picture of it where nothing runs: the pole before the first push.

    >>> still().alt[:6]
    'A cart'
    """
    return Scene([], [pole_panel(np.array(0.0), np.array(0.03), ())], alt=ALT)
