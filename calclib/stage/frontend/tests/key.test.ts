import { afterEach, beforeEach, expect, test } from "vitest";
import { open, setUp, tearDown } from "./opened";
import { mark, Packer, panel, spec } from "./scenes";

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
