import { describe, expect, test } from "vitest";
import { type Event, isMoving, reduce } from "../../src/model/events";
import { ease, isContinuous, seenPosition, seenPositions, stepGlide } from "../../src/model/glide";
import type { State } from "../../src/model/state";
import { joined, openAt, Packer, panel, playFor, spec } from "../scenes";

/** Steps that play, five a second; a rate, a count, a rule in words and a start. */
function scene() {
  const pack = new Packer();
  const axes = [
    pack.axis("step", [0, 1, 2, 3, 4, 5], { play: true, duration: 1 }),
    pack.axis("rate", [0.1, 0.2, 0.3]),
    pack.axis("count", [1, 2, 3]),
    pack.axis("zoom", [1, 10, 100], { scale: "log" }),
    { ...pack.axis("rule", [0, 0]), values: null, labels: ["plain", "Adam"] },
    { ...pack.axis("start", [0, 0]), values: pack.channel([1, 2, 3, 4], [2, 2]) },
  ];
  return joined({ spec: spec(axes, [panel([])]), buffers: pack.buffers });
}

const start = openAt(scene());
const after = (...events: Event[]) => events.reduce(reduce, start);
const seen = ({ index, glides }: State) => seenPositions(index, glides);
const second = 1 / 60;

test("a way begins at its start, ends at its end, never turns back and is quickest at first", () => {
  const shares = Array.from({ length: 101 }, (_, k) => ease(k / 100));
  expect([shares[0], shares[100]]).toEqual([0, 1]);
  const strides = shares.slice(1).map((share, k) => share - shares[k]);
  expect(Math.min(...strides)).toBeGreaterThan(0);
  expect(strides).toEqual([...strides].sort((a, b) => b - a));
});

test("one step is seen on its way, and rests exactly on its index a sixth of a second later", () => {
  const stepped = after({ type: "step", by: 1 });
  expect(stepped.index.step).toBe(1);
  expect(seen(stepped).step).toBeGreaterThan(0);
  expect(seen(stepped).step).toBeLessThan(1);
  const rested = playFor(stepped, 10 * second, second);
  expect(seen(rested)).toEqual(rested.index);
  expect([isMoving(rested), rested.clock, rested.glides]).toEqual([false, null, {}]);
});

test("a step that comes before the last one rests goes on from where it is seen", () => {
  const under = playFor(after({ type: "step", by: 1 }), 3 * second, second);
  const next = reduce(under, { type: "step", by: 1 });
  expect(next.glides.step.from).toBe(seen(under).step);
  expect(seen(next).step).toBeGreaterThanOrEqual(seen(under).step);
});

describe("of the ways to move an axis", () => {
  const glides = (...events: Event[]) => Object.keys(after(...events).glides);
  const move = (axis: string, to: number): Event => ({ type: "move", axis, to });

  test.each([
    ["a scrub of what plays is direct", move("step", 1), []],
    ["a leap of many steps is direct", { type: "step", by: 2 }, []],
    ["so is a leap to the end", { type: "step", by: Infinity }, []],
    ["so is a jump", { type: "jump" }, []],
    ["a step that leads nowhere is none", { type: "step", by: -1 }, []],
    ["numbers with something between them glide", move("rate", 2), ["rate"]],
    ["so do powers", move("zoom", 1), ["zoom"]],
    ["whole numbers count: there is nothing between them", move("count", 1), []],
    ["nor between words", move("rule", 1), []],
    ["nor between starts", move("start", 1), []],
  ] as [string, Event, string[]][])("%s", (_, event, found) => {
    expect(glides(event)).toEqual(found);
  });

  test("nothing glides for who prefers reduced motion", () => {
    const calm = openAt(scene(), { index: { step: 0 } }, true);
    for (const event of [{ type: "step", by: 1 } as const, move("rate", 2)])
      expect(reduce(calm, event).glides).toEqual({});
  });
});

test("an axis of numbers is continuous where one of them is no whole number, or its scale is log", () => {
  const continuous = scene().axes.filter(isContinuous);
  expect(continuous.map(({ name }) => name)).toEqual(["rate", "zoom"]);
});

test("five steps a second are seen to move in most frames, forwards, and to rest between", () => {
  let state = after({ type: "toggle" });
  const positions: number[] = [];
  while (state.playing) {
    state = playFor(state, second, second);
    positions.push(seen(state).step);
  }
  const strides = positions.slice(1).map((at, k) => at - positions[k]);
  expect(Math.min(...strides)).toBeGreaterThanOrEqual(0);
  const moved = strides.filter((stride) => stride > 0).length;
  expect(moved / strides.length).toBeGreaterThan(0.6);
  expect(moved / strides.length).toBeLessThan(0.9);
  expect(seen(playFor(state, 0.2, second)).step).toBe(5);
});

test("steps that leave no time to rest run evenly, and faster ones than frames do not glide", () => {
  const at = (elapsed: number) => seenPosition(stepGlide(7, elapsed, 40) ?? undefined, 7);
  expect([at(0), at(10), at(20), at(40)]).toEqual([6, 6.25, 6.5, 7]);
  expect(stepGlide(7, 0, 10)).toBeNull();
});

test("a new scene, and play that starts again, show their index at once", () => {
  const stepped = after({ type: "step", by: 1 });
  expect(reduce(stepped, { type: "scene", scene: scene() }).glides).toEqual({});
  const ended = reduce(after({ type: "step", by: Infinity }), { type: "toggle" });
  expect([ended.index.step, ended.glides]).toEqual([0, {}]);
});

test("a slider that has gone on while a frame came is seen between, never beyond", () => {
  let state = start;
  for (const to of [0, 1, 1, 2, 2, 2]) {
    state = reduce(state, { type: "move", axis: "rate", to });
    const before = seen(state).rate;
    state = playFor(state, second, second);
    expect(seen(state).rate).toBeGreaterThanOrEqual(before);
    expect(seen(state).rate).toBeLessThanOrEqual(to);
  }
});
