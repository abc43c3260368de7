"""Code that a page runs, sent once by a kernel however many widgets it shows.

A widget of anywidget carries its code, so that twenty players of a notebook would carry twenty
copies. Here each of them carries `static/loader.js`, a few lines, and refers to a hidden model, the
bundle, that holds the code. The page makes a module of it once. Where a page cannot find the
bundle, the loader asks the widget, and its own copy is sent.
"""

import sys
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

import anywidget
import traitlets

__all__ = ["Bundled", "send_ahead"]

LOADER = Path(__file__).parent / "static" / "loader.js"


class Bundle(anywidget.AnyWidget):
    """The hidden model that holds the code.

    edition: what tells this code from any other.
    code: a module of JavaScript whose default export has `render`.
    """

    _esm = LOADER

    edition = traitlets.Unicode().tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)


def _as_reference(bundle: Bundle | None, _: object) -> str | None:
    """What a widget that is the value of a trait becomes on its way, as ipywidgets writes it."""
    return None if bundle is None else f"IPY_MODEL_{bundle.model_id}"


class Bundled(anywidget.AnyWidget):
    """A widget whose code is in a bundle.

    A subclass names its code, a file, in SCRIPT.
    edition, bundle: which code it needs, and the model that holds it.
    code: a copy of its own, once a page has asked for it.
    """

    SCRIPT: Path
    _esm = LOADER

    edition = traitlets.Unicode().tag(sync=True)
    bundle = traitlets.Instance(Bundle, allow_none=True).tag(sync=True, to_json=_as_reference)
    code = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: object) -> None:
        bundle = bundle_of(self.SCRIPT)
        super().__init__(bundle=bundle, edition=bundle.edition, **traits)
        self.on_msg(self._send_code)

    def _send_code(self, _: object, request: object, __: object) -> None:
        """Send the code itself to a page that did not find the bundle."""
        if isinstance(request, Mapping) and request.get("type") == "code":
            self.code = read_script(self.SCRIPT)


def bundle_of(script: Path) -> Bundle:
    """The one bundle of a script in this kernel; one that was closed opens again."""
    bundle = _make_bundle(script)
    # Where a page computes by itself there is no kernel, and nothing that could be closed.
    if getattr(bundle, "comm", bundle) is None:
        bundle.open()
    return bundle


@cache
def _make_bundle(script: Path) -> Bundle:
    code = read_script(script)
    return Bundle(code=code, edition=blake2b(code.encode(), digest_size=8).hexdigest())


@cache
def read_script(script: Path) -> str:
    """The text of a built script."""
    return script.read_text(encoding="utf-8")


def send_ahead(script: Path) -> None:
    """In a notebook, send the code before the first widget needs it.

    >>> send_ahead(LOADER)  # outside of a notebook nothing happens
    """
    loaded = sys.modules.get("IPython")  # where it is not loaded, no notebook runs
    shell = loaded.get_ipython() if loaded else None
    if shell is not None and hasattr(shell, "kernel"):
        bundle_of(script)
