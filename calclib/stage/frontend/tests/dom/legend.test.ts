// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from "vitest";
import { open, setUp, tearDown } from "../opened";
import { mark, Packer, panel, spec } from "../scenes";

beforeEach(setUp);
afterEach(tearDown);

test("a patch of the key is as opaque as the mark that it names", () => {
  const pack = new Packer();
  const [x, y, base] = [[1], [6], [0]].map((values) => pack.channel(values, [1]));
  const [u, v] = [1, 2].map((value) => pack.channel([value, value], [1, 2]));
  const marks = [
    mark("bars", { x, y, base }, { color: "#0072b2", label: "solid" }),
    mark("area", { x: u, y: v, base: u }, { color: "#0072b2", label: "veil", opacity: 0.25 }),
  ];
  const { host } = open({ made: { spec: spec([], [panel(marks)]), buffers: pack.buffers } });
  const patches = [...host.querySelectorAll(".key rect")];
  expect(patches.map((one) => one.getAttribute("fill-opacity"))).toEqual(["1", "0.25"]);
});

/** A scene of two panels, with so many names below each, and where its keys stand. */
function keyed(...counts: number[]): boolean[] {
  const pack = new Packer();
  const [x, y] = [0, 1].map((value) => pack.channel([value, value], [1, 2]));
  const names = (count: number) => Array.from({ length: count }, (_, k) => `run ${k}`);
  const panels = counts.map((count) =>
    panel(names(count).map((label) => mark("line", { x, y }, { color: "#0072b2", label }))),
  );
  const { host } = open({ made: { spec: spec([], panels), buffers: pack.buffers } });
  const shown = [...host.querySelectorAll<HTMLElement>(".key")].filter((one) => !one.hidden);
  return shown.map((one) => one.closest(".panels") === null);
}

test.each([
  ["a long key that is the only one stands below all panels", [0, 7], [true]],
  ["a short key stands below its own panel", [0, 6], [false]],
  ["so does a long one beside another", [2, 7], [false, false]],
])("%s", (_, counts, below) => {
  expect(keyed(...counts)).toEqual(below);
});
