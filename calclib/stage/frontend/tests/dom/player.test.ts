// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kinds } from "../../src/dom/player";
import { open, setUp, tearDown } from "../opened";
import { Packer, panel, spec, walk } from "../scenes";

beforeEach(setUp);
afterEach(tearDown);

test("a player that was closed leaves nothing behind", () => {
  const { census, close, host, model, slide } = open();
  slide("learning rate", 1).dispatchEvent(new Event("change"));
  expect(census.alive()).toBeGreaterThan(10);
  close();
  expect(census.alive()).toBe(0);
  expect([...model.calls.values()].every((calls) => calls.size === 0)).toBe(true);
  expect(host.childElementCount).toBe(0);
});

test("replacing the scene many times leaves no more behind than once", () => {
  const { census, model } = open();
  const before = census.alive();
  for (let k = 0; k < 5; k++) {
    model.receive(walk());
    census.turn();
  }
  vi.advanceTimersByTime(1000);
  expect(census.alive()).toBe(before);
});

test("a scene opens on its first index and does not play", () => {
  const { census, root } = open();
  expect(root.dataset).toMatchObject({ indexStep: "0", indexLearningRate: "0", painted: "1" });
  expect(census.frames.size).toBe(0);
});

test("a scene reopens where Python last saw it", () => {
  const { root } = open({ state: { index: { step: 3 }, speed: 2 } });
  expect(root.dataset.indexStep).toBe("3");
});

test("no message while playing; one at the end", () => {
  const { census, model, find, root } = open();
  find("[data-role=play]").click();
  for (let k = 0; k < 30; k++) {
    vi.advanceTimersByTime(100);
    census.turn();
    if (Number(root.dataset.indexStep) < 4) expect(model.saves).toEqual([]);
  }
  vi.advanceTimersByTime(1000);
  expect(root.dataset.indexStep).toBe("4");
  expect(model.saves).toEqual([{ index: { step: 4, "learning rate": 0 }, speed: 1 }]);
});

test("many moves of a slider make one paint and no message; letting go makes one", () => {
  const { census, model, root, slide } = open();
  const painted = Number(root.dataset.painted);
  for (const to of [1, 2, 3]) slide("step", to);
  census.turn();
  vi.advanceTimersByTime(1000);
  expect(Number(root.dataset.painted)).toBe(painted + 1);
  expect(root.dataset.indexStep).toBe("3");
  expect(model.saves).toEqual([]);
  slide("step", 3).dispatchEvent(new Event("change"));
  vi.advanceTimersByTime(1000);
  expect(model.saves).toHaveLength(1);
});

test("arrows, Home, End and Space do what they say", () => {
  const { census, press, root, find } = open();
  const after = (key: string) => {
    press(key);
    census.turn();
    return root.dataset.indexStep;
  };
  expect([after("ArrowRight"), after("ArrowRight"), after("ArrowLeft")]).toEqual(["1", "2", "1"]);
  expect([after("End"), after("Home")]).toEqual(["4", "0"]);
  press(" ");
  census.turn();
  expect(find("[data-role=play]").getAttribute("aria-label")).toBe("Pause");
});

test("whoever prefers reduced motion sees the end, and play jumps", () => {
  const { census, root, find } = open({ calm: true });
  expect(root.dataset.indexStep).toBe("4");
  find("[data-role=play]").click();
  census.turn();
  expect(root.dataset.indexStep).toBe("0");
  expect(census.frames.size).toBe(0);
});

test("a new scene keeps the index where its axes still exist", () => {
  const { census, model, root, slide } = open();
  slide("step", 4);
  slide("learning rate", 1);
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 1, 2], { play: true }), pack.axis("beta", [0, 1])];
  model.receive({ spec: spec(axes, [panel([])]), buffers: pack.buffers });
  census.turn();
  expect(root.dataset).toMatchObject({ indexStep: "2", indexBeta: "0" });
});

test("words are buttons of which one is pressed", () => {
  const pack = new Packer();
  const rule = { ...pack.axis("rule", [0, 0]), values: null, labels: ["plain", "Adam"] };
  const made = { spec: spec([rule], [panel([])]), buffers: pack.buffers };
  const { census, root, find } = open({ made });
  const group = find("[data-axis=rule]");
  expect(group.getAttribute("role")).toBe("group");
  (group.children[1] as HTMLElement).click();
  census.turn();
  const pressed = [...group.children].map((one) => one.getAttribute("aria-pressed"));
  expect(pressed).toEqual(["false", "true"]);
  expect(root.dataset.indexRule).toBe("1");
});

test("the readout and the live region say the numbers of the index", () => {
  const { census, find, slide } = open();
  slide("step", 4).dispatchEvent(new Event("change"));
  census.turn();
  vi.advanceTimersByTime(1000);
  expect(find(".readout").textContent).toBe("loss1");
  expect(find("[aria-live]").textContent).toBe("step 4, learning rate 0.1, loss 1");
});

test("every element that takes keys keeps JupyterLab's shortcuts away", () => {
  const { host } = open();
  const taking = [...host.querySelectorAll("button, input, select, [tabindex]")];
  expect(taking.length).toBeGreaterThan(5);
  for (const one of taking) expect(one.getAttribute("data-lm-suppress-shortcuts")).toBe("true");
});

test("every picture has the alt text, and words of the scene never become markup", () => {
  const pack = new Packer();
  const alt = '<img src=x onerror="alert(1)">';
  const made = { spec: spec([], [panel([], { title: alt })], { alt }), buffers: pack.buffers };
  const { host, find } = open({ made });
  expect(find("[role=img]").getAttribute("aria-label")).toBe(alt);
  expect(host.querySelector("img")).toBeNull();
});

test("a player out of sight pauses", () => {
  const { census, find } = open();
  find("[data-role=play]").click();
  census.visible(false);
  census.turn();
  expect(find("[data-role=play]").getAttribute("aria-label")).toBe("Play");
});

test("a player that is started out of sight runs unpainted, until it is seen or ends", () => {
  const { census, root, press } = open();
  census.visible(false);
  press(" ");
  const painted = root.dataset.painted;
  for (const later of [200, 400, 600, 800]) census.turn(performance.now() + later);
  expect(root.dataset.painted).toBe(painted);
  census.visible(true);
  census.turn(performance.now() + 1000);
  expect(root.dataset.painted).not.toBe(painted);
  expect(Number(root.dataset.indexStep)).toBeGreaterThan(0);
});

test("there is a painter for every kind", () => {
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds).toContain("trail");
});

/** How often a page hears that the learner has played. */
function ear() {
  const heard: Event[] = [];
  const life = new AbortController();
  const hear = (event: Event) => heard.push(event);
  document.addEventListener("calclib-played", hear, { signal: life.signal });
  return { heard, close: () => life.abort() };
}

test("the page hears once that play has reached its end", () => {
  const { heard, close } = ear();
  const { census, find, root } = open();
  const play = (before: () => void) => {
    find("[data-role=play]").click();
    for (let k = 0; k < 30; k++) {
      before();
      vi.advanceTimersByTime(100);
      census.turn();
    }
  };
  play(() => root.dataset.indexStep !== "4" && expect(heard).toEqual([]));
  play(() => {});
  expect(heard).toHaveLength(1);
  expect(heard[0].target).toBe(root);
  expect([heard[0].bubbles, heard[0].composed]).toEqual([true, true]);
  close();
});

test.each([
  ["a scrub to the last step", () => open().slide("step", 4), 1],
  ["the key End", () => open().press("End"), 1],
  ["another control", () => open().slide("learning rate", 1), 1],
  [
    "a jump, where motion is reduced",
    () => open({ calm: true }).find("[data-role=play]").click(),
    1,
  ],
  ["a start of play", () => open().find("[data-role=play]").click(), 0],
  ["a scrub to a step in between", () => open().slide("step", 3), 0],
  ["a change of speed or loop", () => open().find("[data-role=loop]").click(), 0],
  ["a scene that opens at its end", () => open({ state: { index: { step: 4 } } }), 0],
  [
    "another scene from Python",
    () => open({ state: { index: { step: 4 } } }).model.receive(walk()),
    0,
  ],
])("who has played is known after %s: %#", (_, act, times) => {
  const { heard, close } = ear();
  act();
  expect(heard).toHaveLength(times);
  close();
});
