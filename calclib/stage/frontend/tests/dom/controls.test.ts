// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { State } from "../../src/model/state";
import { visiblePanels } from "../../src/model/visibility";
import { open, point, setUp, tearDown } from "../opened";
import { joined, mark, openAt, Packer, panel, playFor, spec, walk } from "../scenes";

beforeEach(setUp);
afterEach(tearDown);

const range = (low: number, high: number) => ({
  label: "z",
  scale: "linear" as const,
  domain: [low, high] as const,
});

/** Two runs over three steps, told apart by label and colour, and their unlabelled dots. */
function two() {
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 1, 2], { play: true })];
  const x = pack.channel([1, 2, 3, 1, 2, 3], [2, 3]);
  const y = pack.channel([1, 2, 3, 7, 8, 9], [2, 3]);
  const now = pack.channel([1, 1, 2, 2, 3, 3], [3, 2], ["step"]);
  const high = pack.channel([1, 7, 2, 8, 3, 9], [3, 2], ["step"]);
  const color = ["#0072b2", "#d55e00"];
  const marks = [
    mark("trail", { x, y }, { color, label: ["plain", "Adam"] }, "step"),
    mark("dots", { x: now, y: high }, { color }),
    mark("line", { x, y }, { color: "ink" }),
  ];
  const loss = pack.channel([9, 4, 1], [3, 1], ["step"]);
  const readout = [{ label: "loss", format: ".3g", channel: loss }];
  return { spec: spec(axes, [panel(marks)], { readout }), buffers: pack.buffers };
}

/** A panel that is seen from a camera. */
function solid() {
  const pack = new Packer();
  const more = { camera: [30, 40] as const, z: range(0, 10) };
  return { spec: spec([], [panel([], more), panel([])]), buffers: pack.buffers };
}

const playOn = (state: Partial<State>, seconds: number) =>
  playFor({ ...openAt(joined(two())), playing: true, loop: true, ...state }, seconds, 0.01);

test("a loop rests at its end, then starts again and never stops", () => {
  expect(playOn({}, 2.5)).toMatchObject({ index: { step: 2 }, playing: true });
  expect(playOn({}, 3.2)).toMatchObject({ index: { step: 0 }, playing: true });
  expect(playOn({ loop: false }, 3.2)).toMatchObject({ index: { step: 2 }, playing: false });
});

test("words that fill more than their column get a line of their own", () => {
  const pack = new Packer();
  const long = { labels: ["z = m + b", "a step with a long name"], play: true };
  const axes = [pack.axis("step", [0, 1], long), pack.axis("rate", [0.1, 0.2])];
  const { find } = open({ made: { spec: spec(axes, [panel([])]), buffers: pack.buffers } });
  expect(find('[data-axis="step"]').closest(".row")?.className).toBe("row long deck");
  expect(find('[data-axis="rate"]').closest(".row")?.className).toBe("row");
});

test("the loop button is a switch", () => {
  const { find, model, census } = open();
  find("[data-role=loop]").click();
  census.turn();
  expect(find("[data-role=loop]").getAttribute("aria-pressed")).toBe("true");
  vi.advanceTimersByTime(1000);
  expect(model.saves.at(-1)).toMatchObject({ loop: true });
});

test("a label that is switched off takes its run and the dots of its colour with it", () => {
  const [flat] = visiblePanels(joined(two()).panels, ["Adam"]);
  const heights = flat.marks.map(({ channels }) => [...channels.y.data]);
  expect(heights[0]).toEqual([1, 2, 3, Number.NaN, Number.NaN, Number.NaN]);
  expect(heights[1]).toEqual([1, Number.NaN, 2, Number.NaN, 3, Number.NaN]);
  expect(heights[2]).toEqual([1, 2, 3, 7, 8, 9]);
});

test("a label takes along what names it as its group, in every panel and in any colour", () => {
  const pack = new Packer();
  const [x, y] = [1, 2].map((value) => pack.channel([value, value], [1, 2]));
  const curve = mark("line", { x, y }, { color: "ink", label: "Newton" });
  const runner = mark("dots", { x, y }, { color: "ink", group: "Newton" });
  const other = mark("dots", { x, y }, { color: "ink", group: "BFGS" });
  const panels = [panel([curve]), panel([runner, other]), panel([other, runner])];
  const left = visiblePanels(joined({ spec: spec([], panels), buffers: pack.buffers }).panels, [
    "Newton",
  ]);
  const groups = left.map(({ marks }) => marks.map(({ style }) => style.group));
  expect(groups).toEqual([[], ["BFGS"], ["BFGS"]]);
});

test("what is wholly switched off is gone, and what is on is the very same", () => {
  const { panels } = joined(two());
  const kinds = visiblePanels(panels, ["Adam", "plain"])[0].marks.map(({ kind }) => kind);
  expect(kinds).toEqual(["line"]);
  expect(visiblePanels(panels, [])).toBe(panels);
});

test("a click on a label is a switch that keeps the focus", () => {
  const { find, host, census } = open({ made: two() });
  const button = host.querySelectorAll<HTMLElement>(".switch")[1];
  button.focus();
  button.click();
  census.turn();
  expect(host.querySelectorAll(".switch")[1]).toBe(button);
  expect(button.getAttribute("aria-pressed")).toBe("false");
  expect(document.activeElement).toBe(button);
  expect(find(".switch").getAttribute("aria-pressed")).toBe("true");
});

test("a pointer near a run reads its step, its place, and no number of another run", () => {
  const { find, press, census } = open({ made: two() });
  press("End");
  census.turn();
  const canvas = find("canvas.moving");
  let words = "";
  for (let x = 40; x < 300 && !words.includes("step"); x += 4)
    for (let y = 20; y < 400 && !words.includes("step"); y += 4) {
      point(canvas, "pointermove", x, y);
      words = find(".tip").textContent ?? "";
    }
  expect(words).toMatch(/^step \d · \(\d, \d\)$/);
  expect(find(".ring").hidden).toBe(false);
  point(canvas, "pointerleave", 0, 0);
  expect(find(".ring").hidden).toBe(true);
});

test("a drag turns the panel it is in, Shift and arrows turn it too, 0 turns it back", () => {
  const { find, press, census, model } = open({ made: solid() });
  const canvas = find("canvas.moving");
  const views = () => {
    vi.advanceTimersByTime(1000);
    return (model.saves.at(-1) as { views?: Record<string, number[]> }).views;
  };
  point(canvas, "pointerdown", 100, 100);
  point(canvas, "pointermove", 120, 100);
  point(canvas, "pointerup", 120, 100);
  expect(views()).toEqual({ 0: [20, 40] });
  press("ArrowUp", { shiftKey: true });
  expect(views()).toEqual({ 0: [20, 45] });
  press("0");
  expect(views()).toBeUndefined();
  press("ArrowLeft", { shiftKey: true });
  find(".reset").click();
  expect(views()).toBeUndefined();
  census.turn();
});

test("in a 3-D panel that has the focus Shift and arrows turn, + and − zoom, 0 resets, and it is said", () => {
  const { find, model, host } = open({ made: solid() });
  const key = (name: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key: name, bubbles: true, ...more });
    find("[data-panel]").dispatchEvent(event);
    vi.advanceTimersByTime(1000);
    const { views } = model.saves.at(-1) as { views?: Record<string, number[]> };
    return [views?.[0], host.querySelector(".spoken")?.textContent];
  };
  expect(key("ArrowRight", { shiftKey: true })).toEqual([
    [35, 40],
    "Seen from 35° around, 40° up; zoom 1.",
  ]);
  expect(key("+")[0]).toEqual([35, 40, 1.25, 0.5, 0.5]);
  expect(key("ArrowDown", { shiftKey: true })[1]).toBe("Seen from 35° around, 35° up; zoom 1.25.");
  for (let k = 0; k < 20; k++) key("+");
  expect(key("+")[0]).toEqual([35, 35, 4, 0.5, 0.5]);
  expect(key("ArrowLeft", { altKey: true })[0]).toEqual([35, 35, 4, 0.475, 0.5]);
  expect(key("ArrowUp", { altKey: true })[0]).toEqual([35, 35, 4, 0.475, 0.475]);
  expect(key("0", { altKey: true })[0]).toEqual([35, 35, 4, 0.475, 0.475]);
  for (let k = 0; k < 20; k++) key("-");
  expect(key("-")[0]).toEqual([35, 35]);
  expect(key("0")).toEqual([undefined, "Seen from 30° around, 40° up; zoom 1."]);
  expect(key("+", { ctrlKey: true })[0]).toBeUndefined();
});

test("a panel that is not zoomed leaves Alt with an arrow to the browser", () => {
  const { find, model } = open({ made: solid() });
  const init = { key: "ArrowLeft", altKey: true, bubbles: true, cancelable: true };
  const event = new KeyboardEvent("keydown", init);
  find("[data-panel]").dispatchEvent(event);
  vi.advanceTimersByTime(1000);
  expect(event.defaultPrevented).toBe(false);
  expect(model.saves).toEqual([]);
});

test("a key does the same in a 3-D panel that has the focus as on the whole stage", () => {
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 1, 2, 3], { play: true })];
  const more = { camera: [30, 40] as const, z: range(0, 10) };
  const made = { spec: spec(axes, [panel([], more), panel([])]), buffers: pack.buffers };
  const after = (where: string) => {
    const { find, census, model, root } = open({ made });
    const names = ["Right", "Right", "Left", "Up", "Down"].map((name) => `Arrow${name}`);
    const shifts = [false, true];
    const states = shifts.flatMap((shiftKey) =>
      [...names, "End", "Home", "+", "0"].map((key) => {
        const event = new KeyboardEvent("keydown", { key, shiftKey, bubbles: true });
        find(where).dispatchEvent(event);
        census.turn();
        vi.advanceTimersByTime(1000);
        return [key, shiftKey, root.dataset.indexStep, model.saves.at(-1)];
      }),
    );
    tearDown();
    setUp();
    return states;
  };
  const inPanel = after("[data-panel]");
  expect(inPanel.slice(0, 5).map(([, , step]) => step)).toEqual(["1", "2", "1", "1", "1"]);
  expect(inPanel[8][3]).not.toHaveProperty("views");
  expect(inPanel[9 + 4][3]).toHaveProperty("views", { 0: [35, 40] });
  expect(inPanel).toEqual(after(".panels"));
});

test("a flat panel takes no focus of its own", () => {
  const { host } = open({ made: solid() });
  expect(host.querySelectorAll("[data-panel]")).toHaveLength(1);
});

test("the wheel zooms with Ctrl, and without it the page scrolls", () => {
  const { find, model } = open({ made: solid() });
  const wheel = (ctrlKey: boolean) => {
    const event = new Event("wheel", { cancelable: true });
    Object.assign(event, { deltaY: -100, ctrlKey, offsetX: 100, offsetY: 100 });
    find("canvas.moving").dispatchEvent(event);
    vi.advanceTimersByTime(1000);
    return event.defaultPrevented;
  };
  expect(wheel(false)).toBe(false);
  expect(model.saves).toEqual([]);
  expect(wheel(true)).toBe(true);
  const { views } = model.saves.at(-1) as { views: Record<string, number[]> };
  expect(views[0][2]).toBeGreaterThan(1);
});

test("two fingers that move apart zoom, and one of them alone turns", () => {
  const { find, model } = open({ made: solid() });
  const canvas = find("canvas.moving");
  point(canvas, "pointerdown", 100, 100, 1);
  point(canvas, "pointerdown", 200, 100, 2);
  point(canvas, "pointermove", 300, 100, 2);
  point(canvas, "pointerup", 300, 100, 2);
  vi.advanceTimersByTime(1000);
  const { views } = model.saves.at(-1) as { views: Record<string, number[]> };
  expect(views[0].slice(0, 3)).toEqual([30, 40, 2]);
});

test("what is copied opens the same state again", async () => {
  const written: string[] = [];
  const writeText = async (text: string) => {
    written.push(text);
  };
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const { find, slide, host } = open({ answers: { loss: "x^2" } });
  slide("step", 3);
  find("[data-role=loop]").click();
  find("[data-role=copy]").click();
  await vi.waitFor(() => expect(written).toHaveLength(1));
  expect(JSON.parse(written[0])).toEqual({
    index: { step: 3, "learning rate": 0 },
    loop: true,
    answers: { loss: "x^2" },
  });
  const note = () => host.querySelector("figure > .note")?.textContent;
  await vi.waitFor(() => expect(note()).toContain(written[0]));
});

test("where a page may not copy, the text is there to be marked", async () => {
  vi.stubGlobal("navigator", {});
  const { find, host } = open({ made: walk() });
  find("[data-role=copy]").click();
  const note = () => host.querySelector("figure > .note")?.textContent;
  await vi.waitFor(() => expect(note()).toContain('{"index"'));
});
