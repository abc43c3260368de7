// A 3-D panel is as large as its room lets it be, and stays inside at every turn.
import { expect, test } from "vitest";
import { type Point, rotation } from "../../src/model/camera";
import { fitBox } from "../../src/model/fit";
import { join } from "../../src/model/scene";
import type { Camera } from "../../src/model/types";
import { makePanel3d } from "../../src/solid/panel3d";
import { recording } from "../recording";
import { numbersFrom, Packer, panel, range, spec, theme } from "../scenes";

const random = numbersFrom(3);
const between = (low: number, high: number) => low + (high - low) * random();

/** A box, a frame and the room of its words, each as one may be. */
function some() {
  const half: Point = random() < 0.5 ? [1, between(0.3, 1), 0.6] : [between(0.3, 1), 1, 0.6];
  const frame = { left: 2, right: between(180, 700), top: 18, bottom: between(200, 440) };
  const room = { left: between(7, 45), right: between(7, 35), corner: 19, label: 38 };
  return { half, frame, room, elevation: between(0, 90) };
}

const corners = ([a, b, c]: Point) =>
  [-a, a].flatMap((x) => [-b, b].flatMap((y) => [-c, c].map((z): Point => [x, y, z])));

test("the box and the room for its words lie in the frame at every turn", () => {
  for (let k = 0; k < 400; k++) {
    const { half, frame, room, elevation } = some();
    const { unit, x, y } = fitBox(half, elevation, frame, room);
    expect(unit).toBeGreaterThan(20);
    for (const corner of corners(half)) {
      const [right, up] = rotation([between(-180, 180), elevation])(...corner);
      expect(x + unit * right).toBeGreaterThan(frame.left + room.left - 1e-6);
      expect(x + unit * right).toBeLessThan(frame.right - room.right + 1e-6);
      expect(y - unit * up).toBeGreaterThan(frame.top - 1e-6);
      expect(y - unit * up).toBeLessThan(frame.bottom - room.corner + 1e-6);
    }
  }
});

test("a box that were larger by a hundredth would leave its frame at some turn", () => {
  for (let k = 0; k < 100; k++) {
    const { half, frame, elevation } = some();
    const room = { left: 20, right: 20, corner: 19, label: 0 };
    const { unit } = fitBox(half, elevation, frame, room);
    const turned = Array.from({ length: 360 }, (_, azimuth) => rotation([azimuth, elevation]));
    const seen = turned.flatMap((turn) => corners(half).map((corner) => turn(...corner)));
    const spread = (way: 0 | 1) =>
      Math.max(...seen.map((point) => point[way])) - Math.min(...seen.map((point) => point[way]));
    const fills = [
      (unit * spread(0)) / (frame.right - frame.left - 40),
      (unit * spread(1)) / (frame.bottom - frame.top - 19),
    ];
    expect(Math.max(...fills)).toBeGreaterThan(0.99);
  }
});

test("a small turn changes the size of the box a little", () => {
  for (let k = 0; k < 200; k++) {
    const { half, frame, room, elevation } = some();
    const [here, there] = [elevation, Math.max(0, elevation - 0.5)].map(
      (angle) => fitBox(half, angle, frame, room).unit,
    );
    expect(Math.abs(here / there - 1)).toBeLessThan(0.02);
  }
});

/** What a panel of a width writes from a camera: (words, x, y) each, 20 pixels wide. */
function wordsFrom(camera: Camera, width: number) {
  const labels = { x: range(0, 10, "along x"), y: range(-1, 1, "y"), z: range(0, 300, "loss") };
  const pack = new Packer();
  const scene = join(spec([], [panel([], { camera, ...labels })]), pack.buffers);
  const still = recording();
  const canvases = {
    still: still.context,
    moving: recording().context,
    spare: () => recording().context,
  };
  const look = { size: { width, height: 240 }, theme, ratio: 1 };
  makePanel3d(scene, scene.panels[0], canvases, look).paint({}, camera);
  return still.calls("fillText") as [string, number, number][];
}

test("every word beside the box lies in the panel at every turn", () => {
  for (let azimuth = -180; azimuth < 180; azimuth += 17)
    for (const elevation of [0, 15, 45, 75, 90])
      for (const width of [200, 360]) {
        const words = wordsFrom([azimuth, elevation], width);
        const beside = words.filter(([text]) => text !== "loss");
        expect(beside.map(([text]) => text)).toContain("along x");
        for (const [, x, y] of beside) {
          expect(x - 10).toBeGreaterThanOrEqual(0);
          expect(x + 10).toBeLessThanOrEqual(width);
          expect(y - 5).toBeGreaterThanOrEqual(18);
          expect(y + 5).toBeLessThanOrEqual(240);
        }
      }
});

test("a panel that is zoomed writes only at the ticks that it shows", () => {
  const all = wordsFrom([-60, 30], 300).length;
  const near = wordsFrom([-60, 30, 4, 0.5, 0.5], 300).length;
  expect(near).toBeLessThan(all);
});

test("no two words beside the box stand on each other, at any turn and in any panel", () => {
  const overlapping: string[] = [];
  for (let azimuth = -180; azimuth < 180; azimuth += 17)
    for (const elevation of [0, 15, 30, 52, 75, 90])
      for (const width of [160, 200, 360]) {
        const words = wordsFrom([azimuth, elevation], width).filter(([text]) => text !== "loss");
        for (const [k, [one, x, y]] of words.entries())
          for (const [other, u, v] of words.slice(k + 1))
            if (Math.abs(x - u) < 20 && Math.abs(y - v) < 10)
              overlapping.push(`${one} on ${other} from ${azimuth}, ${elevation} at ${width}`);
      }
  expect(overlapping).toEqual([]);
});
