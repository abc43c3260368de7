"""The loader in a real browser: players of one page share one module, whose code came once."""

from __future__ import annotations

import json

from browser.launch import chromium, packed

from calclib.stage.axis import Axis
from calclib.stage.bundle import LOADER
from calclib.stage.marks import dots
from calclib.stage.panel import Panel
from calclib.stage.player import play
from calclib.stage.scene import Scene

# A page with a widget manager that knows the models by their ids, as a notebook has one.
PAGE = """<!doctype html><meta charset="utf-8"><title>Models</title><div id="host"></div>
<script type="module">
  class Model {
    constructor(traits) { this.traits = traits; this.calls = new Map(); this.sent = []; }
    get(name) { return this.traits[name]; }
    set(name, value) { this.traits[name] = value; }
    save_changes() {}
    send(content) { this.sent.push(content); }
    on(name, call) { this.calls.set(name, [...(this.calls.get(name) ?? []), call]); }
    off(name, call) {
      this.calls.set(name, (this.calls.get(name) ?? []).filter((one) => one !== call));
    }
    receive(name, value) {
      this.traits[name] = value;
      for (const call of this.calls.get(`change:${name}`) ?? []) call();
    }
    widget_manager = { get_model: async (id) => {
      if (!(id in models)) throw new Error("widget model not found");
      return models[id];
    } };
  }
  const models = {};
  window.models = models;
  window.made = 0;
  const address = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.made += 1; return address.call(URL, blob); };
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  window.open_model = (id, traits) => {
    models[id] = new Model({ ...traits, buffers: traits.buffers?.map(bytes) });
  };
  window.load = async (source) => {
    const blob = new Blob([source], { type: "text/javascript" });
    window.loader = (await import(address.call(URL, blob))).default;
  };
  window.show = (id) => {
    const el = host.appendChild(document.createElement("div"));
    return window.loader.render({ model: models[id], el });
  };
</script>"""


def test_players_of_a_page_share_one_module_and_ask_python_only_where_there_is_no_bundle() -> None:
    axes = [Axis("step", range(3), play=True)]
    scene = Scene(axes, [Panel([dots([0, 1], [0, 1])])], alt="Two dots.")
    player = play(scene)
    traits = packed(scene) | {
        "state": {},
        "edition": player.edition,
        "code": "",
        "bundle": player.get_state()["bundle"],
    }
    bundle = {"edition": player.edition, "code": player.bundle.code, "bundle": None}
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(PAGE)
        page.wait_for_function("() => window.load")
        page.evaluate("(text) => load(text)", LOADER.read_text(encoding="utf-8"))
        opened = json.loads(json.dumps(traits))
        for name in ("one", "two"):
            page.evaluate("([id, traits]) => open_model(id, traits)", [name, opened])
        page.evaluate("([id, traits]) => open_model(id, traits)", [player.bundle.model_id, bundle])
        page.evaluate("() => Promise.all([show('one'), show('two')]).then(() => null)")
        page.wait_for_function("() => document.querySelectorAll('[data-painted]').length === 2")
        assert page.evaluate("() => made") == 1
        assert page.evaluate("() => [models.one.sent, models.two.sent]") == [[], []]

        # Another edition of the code, of which this page has no bundle: Python sends a copy.
        other = opened | {"edition": "another", "bundle": "IPY_MODEL_gone"}
        page.evaluate("(traits) => open_model('late', traits)", other)
        page.evaluate("() => { window.shown = show('late').then(() => null); }")
        page.wait_for_function("() => models.late.sent.length === 1")
        assert page.evaluate("() => models.late.sent") == [{"type": "code"}]
        page.evaluate("(code) => models.late.receive('code', code)", player.bundle.code)
        page.evaluate("() => shown")
        page.wait_for_function("() => document.querySelectorAll('[data-painted]').length === 3")
