// The state of a scene in an address: what is written is read again, and nonsense is ignored.
import { expect, test } from "vitest";
import type { Spec } from "../../src/model/types";
import { fragmentOf, readFragment, readState, stateText, wantedOf } from "../../src/web/address";

const axes = [
  { name: "step", slug: "step", count: 41 },
  { name: "learning rate", slug: "learning-rate", count: 5 },
];
const panels = [{ camera: null }, { camera: [10, 20] }];
const spec = { axes, panels } as unknown as Spec;
const place = (hash: string, search = "") => ({ hash, search });

test("a state in an address is the state that it was written from", () => {
  const plain = { index: { step: 3, "learning rate": 2 } };
  const more = { ...plain, speed: 2, loop: true, hidden: ["a, b?", "ü & <i>"] };
  const turned = { ...plain, views: { 1: [30, 40] as const } };
  for (const report of [plain, more, turned, { ...plain, speed: 0.25 }])
    expect(wantedOf(place(fragmentOf("cell-04", report, spec)), "cell-04", spec)).toEqual({
      report,
      isWhole: true,
    });
});

test("the older form of an address, in its query, still opens a scene", () => {
  const plain = { index: { step: 3, "learning rate": 2 } };
  const search = `?cell-04=${stateText(plain, spec)}`;
  expect(wantedOf(place("#cell-04", search), "cell-04", spec)?.report).toEqual(plain);
});

test("each scene reads its own part of the address", () => {
  expect(wantedOf(place("#cell-04?step:3"), "cell-06", spec)).toBeNull();
  expect(wantedOf(place("#cell-04?step:3"), "", spec)).toBeNull();
  expect(wantedOf(place("", "?cell-04=step:3"), "cell-06", spec)).toBeNull();
  expect(readFragment("#cell-04")).toBeNull();
  expect(readFragment("#a-heading")).toBeNull();
});

test("what the scene does not have is left out, and that is known", () => {
  const read = (text: string) => readState(text, spec);
  expect(read("speed:3,step:x,learning-rate:1,,:")).toEqual({
    report: { index: { "learning rate": 1 } },
    isWhole: false,
  });
  for (const text of ["step:41", "step:-1", "step:1.5", "step:1e3", "step", "step:Infinity", ":"])
    expect(read(text)).toEqual({ report: { index: {} }, isWhole: false });
  expect(read("step:40")?.isWhole).toBe(true);
  expect(read("")).toBeNull();
});

test("no preset of another form reaches the player, whatever stands in it", () => {
  for (const text of [
    "{oops",
    '{"index": 3}',
    '{"index": {"step": "<img src=x onerror=alert(1)>"}}',
    '{"index": {"step": 1e9}}',
    '{"index": {"__proto__": 1}, "hidden": "all"}',
    '{"speed": -1}',
    '{"speed": "fast"}',
    '{"loop": 1}',
    '{"hidden": [1]}',
    '{"views": {"0": [1, 2]}}',
    '{"views": {"1": [null, 2]}}',
    '{"constructor": 1}',
    '{"toString": []}',
  ])
    expect([text, readState(text, spec)]).toEqual([text, { report: {}, isWhole: false }]);
  expect(readState('{"answers": {"loss": "x"}, "loop": true}', spec)).toEqual({
    report: { loop: true },
    isWhole: true,
  });
});

test("a fragment that is no text asks for nothing that a scene has", () => {
  expect(wantedOf(place("#cell-04?%E0%A4%A"), "cell-04", spec)?.isWhole).toBe(false);
});
