"""One interpreter of scenes: matplotlib, for every place where nothing can move.

This room is the only one that imports matplotlib. The page sets panels side by side, a table in
`flat` and one in `solid` have a painter for each kind of mark.
"""

from importlib.util import find_spec

if not (find_spec("matplotlib") and find_spec("PIL")):
    raise ModuleNotFoundError(
        "A picture of a scene is drawn by matplotlib and Pillow, and they are not installed here; "
        'install them by: pip install "calclib-course[pictures]"'
    )

from calclib.stage.picture.film import film
from calclib.stage.picture.flat import PAINT
from calclib.stage.picture.ink import INKS
from calclib.stage.picture.page import LIMIT, picture, picture_png, pixels, strip
from calclib.stage.picture.solid import SOLIDS

__all__ = ["INKS", "LIMIT", "PAINT", "SOLIDS", "film", "picture", "picture_png", "pixels", "strip"]
