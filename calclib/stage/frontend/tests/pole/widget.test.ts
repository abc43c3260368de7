// @vitest-environment jsdom
// The pole in jsdom: what keys, buttons and switches do, what is said, and what is kept.
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PoleState } from "../../src/model/pole";
import pole from "../../src/pole/pole";
import type { Model, Traits } from "../../src/pole/widget";
import { rowsOf } from "../../src/pole/words";

let calm = false;
const hold = [0, 1, 2].map((k): PoleState => [0.1 * k, 0, 0, 0]);
const given = { starts: [[0, 0, 0.02, 0]] as PoleState[], hold, longest: 500 };
const policies = [{ name: "pushed at random", seconds: 0.42 }];

class Fake implements Model {
  saved = 0;
  constructor(readonly traits: Traits) {}
  get = <Name extends keyof Traits>(name: Name) => this.traits[name];
  set = (name: "tries", value: Traits["tries"]) => {
    Object.assign(this.traits, { [name]: value });
  };
  save_changes = () => {
    this.saved += 1;
  };
}

function open(tries: Traits["tries"] = []) {
  const model = new Fake({ given, rows: policies, tries });
  const el = document.body.appendChild(document.createElement("div"));
  const close = pole.render({ model, el });
  const find = <E extends HTMLElement>(selector: string) => el.querySelector(selector) as E;
  return { model, el, close, find, canvas: find("canvas"), said: find("[role=status]") };
}

const key = (type: string, name: string, more = {}) =>
  new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true, ...more });

beforeEach(() => {
  vi.useFakeTimers();
  calm = false;
  const nothing = { observe() {}, disconnect() {} };
  for (const name of ["ResizeObserver", "IntersectionObserver"])
    vi.stubGlobal(
      name,
      vi.fn(function observer() {
        return nothing;
      }),
    );
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: calm && query.includes("reduced-motion"),
    addEventListener() {},
  }));
  HTMLCanvasElement.prototype.getContext = () => null;
});
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("nothing moves by itself; an arrow key begins, and is kept from the page around", () => {
  const { canvas, find, said } = open();
  const heard = vi.fn();
  document.addEventListener("keydown", heard);
  vi.advanceTimersByTime(2000);
  expect(find("figure").dataset.phase).toBe("waiting");
  const press = key("keydown", "ArrowRight");
  canvas.dispatchEvent(press);
  vi.advanceTimersByTime(40);
  expect(find("figure").dataset.phase).toBe("trying");
  expect(said.textContent).toBe("Try 1.");
  expect(press.defaultPrevented).toBe(true);
  expect(heard).not.toHaveBeenCalled();
  canvas.dispatchEvent(key("keydown", "d"));
  expect(heard).toHaveBeenCalledOnce();
  document.removeEventListener("keydown", heard);
});

test("at the end it says how long the pole stood, once, and keeps it", () => {
  const { canvas, find, model, said } = open();
  canvas.dispatchEvent(key("keydown", "ArrowRight"));
  vi.advanceTimersByTime(3000);
  expect(find("figure").dataset.phase).toBe("over");
  expect(said.textContent).toMatch(/^It stood for 0\.\d\d s and fell to the left\.$/);
  expect(model.saved).toBe(1);
  const [{ seconds }] = model.traits.tries;
  expect(find("tr.own").textContent).toBe(`you, try 1${seconds.toFixed(2)} s`);
  expect(find("tr.policy").textContent).toBe("pushed at random0.42 s");
});

test("a button pushes while it is held, by a finger or by Space", () => {
  const { find } = open();
  const button = find("[data-side=left]");
  const down = () => {
    vi.advanceTimersByTime(20);
    return button.classList.contains("down");
  };
  button.dispatchEvent(new MouseEvent("pointerdown", { button: 0 }));
  expect(down()).toBe(true);
  button.dispatchEvent(new MouseEvent("pointerup"));
  expect(down()).toBe(false);
  button.dispatchEvent(key("keydown", " "));
  expect(down()).toBe(true);
  button.dispatchEvent(key("keyup", " "));
  expect(down()).toBe(false);
});

test("who leaves the picture lets go of the keys", () => {
  const { canvas, find } = open();
  canvas.dispatchEvent(key("keydown", "ArrowRight"));
  canvas.dispatchEvent(new FocusEvent("blur"));
  vi.advanceTimersByTime(20);
  expect(find("[data-side=right]").classList.contains("down")).toBe(false);
});

test("every control keeps JupyterLab's shortcuts off its own keys", () => {
  const { el } = open();
  const controls = el.querySelectorAll("canvas, button, input");
  expect(controls.length).toBe(5);
  for (const one of controls) expect(one.getAttribute("data-lm-suppress-shortcuts")).toBe("true");
});

test("a policy's hold plays at a press; without motion its end is shown at once", () => {
  const playing = open();
  playing.find("[data-role=watch]").click();
  vi.advanceTimersByTime(20);
  expect(playing.find("figure").dataset.phase).toBe("watching");
  vi.advanceTimersByTime(200);
  expect(playing.said.textContent).toBe("The five numbers held it for 0.04 s.");
  calm = true;
  const still = open();
  expect(still.find<HTMLInputElement>("[data-role=slow]").checked).toBe(true);
  still.find("[data-role=watch]").click();
  vi.advanceTimersByTime(20);
  expect(still.said.textContent).toBe("The five numbers held it for 0.04 s.");
});

test("a view that opens again lists the tries that were kept", () => {
  const { el } = open([
    { seconds: 1, slow: false },
    { seconds: 3, slow: true },
  ]);
  const names = [...el.querySelectorAll("th")].map((one) => one.textContent);
  expect(names).toEqual(["you, try 1", "you, try 2, slow (your longest)", "pushed at random"]);
});

test("the element plays what stands in it, and lets go of it with the page", () => {
  const traits = JSON.stringify({ given, rows: policies, tries: [] });
  document.body.innerHTML = `<calclib-pole><script type="application/json">${traits}</script><p>
    The pole.</p></calclib-pole>`;
  const element = document.querySelector("calclib-pole") as HTMLElement;
  const figure = () => element.shadowRoot?.querySelector("figure") as HTMLElement;
  figure().querySelector("canvas")?.dispatchEvent(key("keydown", "ArrowRight"));
  vi.advanceTimersByTime(3000);
  expect(figure().dataset.phase).toBe("over");
  element.remove();
  expect(figure()).toBeNull();
  document.body.append(element);
  expect(figure().querySelector("tr.own")?.textContent).toMatch(/^you, try 1/);
});

test("the table keeps the longest try when it is no longer among the last", () => {
  const tries = [5, 1, 2, 3].map((seconds) => ({ seconds, slow: false }));
  expect(rowsOf(tries, []).map((row) => row.name)).toEqual([
    "you, try 1 (your longest)",
    "you, try 2",
    "you, try 3",
    "you, try 4",
  ]);
});

test("axe finds nothing, and closing leaves nothing behind", async () => {
  vi.useRealTimers();
  const { el, close } = open([{ seconds: 1, slow: false }]);
  const rules = { "color-contrast": { enabled: false } }; // jsdom paints nothing
  const { violations } = await axe.run(el, { rules });
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  close();
  expect(el.childElementCount).toBe(0);
});
