import { expect, test } from "vitest";
import { type Event, reduce } from "../../src/model/events";
import type { State } from "../../src/model/state";
import { joined, openAt, Packer, panel, playFor, spec, walk } from "../scenes";

const scene = joined(walk());
const start: State = openAt(scene);
const after = (events: Event[], from = start) => events.reduce(reduce, from);

test("a play of its duration ends on the last step and stops", () => {
  const ended = playFor(after([{ type: "toggle" }]), 2);
  expect(ended.index.step).toBe(4);
  expect(ended.playing).toBe(false);
});

test("many short frames play as far as few long ones", () => {
  const playing = after([{ type: "toggle" }]);
  const [slow, fast] = [playFor(playing, 1, 0.01), playFor(playing, 1)];
  expect(slow.index.step + slow.fraction).toBeCloseTo(fast.index.step + fast.fraction, 9);
});

test("a frame after a long pause of the page plays no longer than the longest frame", () => {
  const playing = after([{ type: "toggle" }]);
  const far = playFor(playing, 100, 100);
  const near = playFor(playing, 0.25);
  expect(far.index.step + far.fraction).toBeCloseTo(near.index.step + near.fraction, 9);
});

test("the first frame only reads the clock, also after a pause", () => {
  const paused = after([{ type: "pause" }], playFor(after([{ type: "toggle" }]), 0.25));
  const again = after([{ type: "toggle" }, { type: "frame", now: 99_000 }], paused);
  expect([again.index.step, again.fraction]).toEqual([paused.index.step, paused.fraction]);
});

test("speed multiplies the pace", () => {
  const quick = playFor(after([{ type: "speed", speed: 2 }, { type: "toggle" }]), 0.5);
  expect(quick.index.step).toBe(2);
});

test("play at the end starts again", () => {
  const again = after([{ type: "step", by: Infinity }, { type: "toggle" }]);
  expect(again).toMatchObject({ playing: true, index: { step: 0 } });
});

test("pausing on the last step does not rewind", () => {
  const state: State = { ...start, playing: true, index: { ...start.index, step: 4 } };
  expect(reduce(state, { type: "toggle" })).toMatchObject({
    playing: false,
    index: { step: 4 },
  });
});

test("scrubbing the axis that plays takes over; another axis moves while it plays", () => {
  const scrubbed = after([{ type: "toggle" }, { type: "move", axis: "step", to: 3 }]);
  expect(scrubbed).toMatchObject({ playing: false, index: { step: 3 } });
  const moved = after([{ type: "toggle" }, { type: "move", axis: "learning rate", to: 1 }]);
  expect(moved).toMatchObject({ playing: true, index: { "learning rate": 1 } });
});

test("no event leaves the axis", () => {
  for (const by of [-Infinity, -7, 9, Infinity]) {
    const { step } = after([{ type: "step", by }]).index;
    expect(step).toBe(by < 0 ? 0 : 4);
  }
  expect(after([{ type: "move", axis: "nowhere", to: 1 }])).toEqual(start);
});

test("a jump goes to the end, and from the end to the start", () => {
  expect(after([{ type: "jump" }]).index.step).toBe(4);
  expect(after([{ type: "jump" }, { type: "jump" }]).index.step).toBe(0);
});

test("without an axis that plays, arrows move the first and nothing plays", () => {
  const pack = new Packer();
  const still = joined({
    spec: spec([pack.axis("h", [1, 2, 3])], [panel([])]),
    buffers: pack.buffers,
  });
  const state = openAt(still);
  expect(reduce(state, { type: "step", by: 1 }).index.h).toBe(1);
  expect(reduce(state, { type: "toggle" })).toEqual(state);
});

test("a state opens where it was wanted, within what the axes have", () => {
  const first = { step: 1, "learning rate": 0 };
  expect(openAt({ ...scene, first }, { index: { step: 99, gone: 3 } }).index).toEqual({
    step: 4,
    "learning rate": 0,
  });
  expect(openAt({ ...scene, first }).index).toEqual(first);
});

test("events never change the state they are given", () => {
  const frozen = Object.freeze({ ...start, index: Object.freeze({ ...start.index }) });
  expect(() =>
    after([{ type: "toggle" }, { type: "frame", now: 0 }, { type: "frame", now: 200 }], frozen),
  ).not.toThrow();
});
