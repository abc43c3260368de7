import { expect, test } from "vitest";
import { join } from "../../src/model/scene";
import type { Camera } from "../../src/model/types";
import { makePanel3d } from "../../src/solid/panel3d";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

const side = 9;
const scale = (low: number, high: number) => ({
  label: "",
  scale: "linear" as const,
  domain: [low, high] as [number, number],
});

/** A panel with one surface of 9 × 9 points over [0, 8]², seen from a camera. */
function seenFrom(camera: Camera, height: (x: number, y: number) => number) {
  const pack = new Packer();
  const grid = Array.from({ length: side * side }, (_, k) =>
    height(k % side, Math.floor(k / side)),
  );
  const z = pack.channel(grid, [side, side]);
  const cells = new Array((side - 1) ** 2).fill(1);
  const color = pack.bytes(cells, [side - 1, side - 1]);
  const light = pack.bytes(cells, [side - 1, side - 1]);
  const style = { box: [0, 8, 0, 8] as const, palette: ["#000000", "#ffffff"] };
  const marks = [mark("surface", { z, color, light }, style)];
  const frame = { x: scale(0, 8), y: scale(0, 8), z: scale(0, 10) };
  const made = spec([], [panel(marks, { ...frame, camera })]);
  const scene = join(made, pack.buffers);
  const canvases = {
    still: recording().context,
    moving: recording().context,
    spare: () => recording().context,
  };
  const look = { size: { width: 400, height: 300 }, theme, ratio: 1 };
  return makePanel3d(scene, scene.panels[0], canvases, look).view({}, camera);
}

const bowl = (x: number, y: number) => ((x - 4) ** 2 + (y - 4) ** 2) / 4;
const tilt = (x: number, y: number) => x / 2 + y / 4;

test.each([
  [-60, 30],
  [20, 70],
  [150, 50],
  [0, 90],
  [-60, 30, 2.5, 0.4, 0.6],
  [100, 0.5, 4, 0.5, 0.4],
])("what lies under the pixel of a place is that place, from %s°, %s°", (...camera) => {
  const view = seenFrom(camera as unknown as Camera, tilt);
  for (const [x, y] of [
    [1.5, 2.25],
    [4, 4],
    [7.75, 0.5],
  ]) {
    const [px, py] = view.surfacePixel?.(x, y) ?? [0, 0];
    const [u, v] = view.surfaceAt?.(px, py) ?? [];
    expect(u).toBeCloseTo(x, 2);
    expect(v).toBeCloseTo(y, 2);
  }
});

test("of two places on one line of sight the nearer one is taken", () => {
  const view = seenFrom([-90, 2], bowl);
  const [px, py] = view.surfacePixel?.(4, 7) ?? [0, 0];
  const [u, v] = view.surfaceAt?.(px, py) ?? [];
  expect(u).toBeCloseTo(4, 1);
  expect(v).toBeLessThan(4);
});

test("beside the surface the nearest corner is taken", () => {
  const view = seenFrom([-90, 60], tilt);
  expect(view.surfaceAt?.(-500, 900)).toEqual([0, 0]);
});
