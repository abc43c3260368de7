import { expect, test } from "vitest";
import { type Event, initial, reduce, type State } from "../../src/model/state";
import { joined, Packer, panel, spec, walk } from "../scenes";

const { axes } = joined(walk());
const start: State = initial(axes, { step: 0, "learning rate": 0 }, {});
const after = (events: Event[], from = start) =>
  events.reduce((state, event) => reduce(axes, state, event), from);

test("a play of its duration ends on the last step and stops", () => {
  const ended = after([{ type: "toggle" }, { type: "tick", seconds: 2 }]);
  expect(ended.index.step).toBe(4);
  expect(ended.playing).toBe(false);
});

test("many small ticks play as far as one large tick", () => {
  const small = Array.from({ length: 100 }, (): Event => ({ type: "tick", seconds: 0.01 }));
  const slow = after([{ type: "toggle" }, ...small]);
  const fast = after([{ type: "toggle" }, { type: "tick", seconds: 1 }]);
  expect(slow.index.step + slow.fraction).toBeCloseTo(fast.index.step + fast.fraction, 9);
});

test("speed multiplies the pace", () => {
  const quick = after([
    { type: "speed", speed: 2 },
    { type: "toggle" },
    { type: "tick", seconds: 0.5 },
  ]);
  expect(quick.index.step).toBe(2);
});

test("play at the end starts again", () => {
  const again = after([{ type: "step", by: Infinity }, { type: "toggle" }]);
  expect(again).toMatchObject({ playing: true, index: { step: 0 } });
});

test("pausing on the last step does not rewind", () => {
  const state: State = { ...start, playing: true, index: { ...start.index, step: 4 } };
  expect(reduce(axes, state, { type: "toggle" })).toMatchObject({
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
  const state = initial(still.axes, { h: 0 }, {});
  expect(reduce(still.axes, state, { type: "step", by: 1 }).index.h).toBe(1);
  expect(reduce(still.axes, state, { type: "toggle" })).toEqual(state);
});

test("a state opens where it was wanted, within what the axes have", () => {
  expect(initial(axes, { step: 1 }, { index: { step: 99, gone: 3 } }).index).toEqual({
    step: 4,
    "learning rate": 0,
  });
});

test("events never change the state they are given", () => {
  const frozen = Object.freeze({ ...start, index: Object.freeze({ ...start.index }) });
  expect(() => after([{ type: "toggle" }, { type: "tick", seconds: 1 }], frozen)).not.toThrow();
});
