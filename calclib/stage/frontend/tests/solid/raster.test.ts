import { describe, expect, it } from "vitest";
import { makeRaster, triangle } from "../../src/solid/raster";

const [width, height] = [40, 30];
const color = 0xff112233;

/** Numbers that look random, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Three corners (x, y, near), some of them out of the raster. */
function someCorners(random: () => number): Float32Array {
  return Float32Array.from({ length: 9 }, (_, k) =>
    k % 3 === 2 ? random() : (1.4 * random() - 0.2) * (k % 3 === 0 ? width : height),
  );
}

/** How far inside a triangle a point lies; negative outside. */
function insideBy(at: Float32Array, x: number, y: number): number {
  const side = (px: number, py: number, qx: number, qy: number) =>
    (qx - px) * (y - py) - (qy - py) * (x - px);
  const [ax, ay, , bx, by, , cx, cy] = at;
  const turn = Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  return Math.min(
    turn * side(ax, ay, bx, by),
    turn * side(bx, by, cx, cy),
    turn * side(cx, cy, ax, ay),
  );
}

const filled = () => {
  const raster = makeRaster(width, height, new Uint32Array(width * height));
  const paint = (at: Float32Array, a: number, b: number, c: number, word = color) =>
    triangle(raster, at, a, b, c, word);
  return { ...raster, paint };
};

describe("a triangle", () => {
  it("fills the pixels whose centres lie in it, in whatever order its corners are given", () => {
    const random = numbers(7);
    for (let n = 0; n < 30; n++) {
      const at = someCorners(random);
      const orders = [
        [0, 1, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
        [1, 0, 2],
        [0, 2, 1],
      ];
      for (const [a, b, c] of orders) {
        const { pixels, paint } = filled();
        paint(at, a, b, c);
        const wrong = Array.from(pixels.keys()).filter((k) => {
          const inside = insideBy(at, (k % width) + 0.5, Math.floor(k / width) + 0.5);
          // On a side itself either answer is right.
          return Math.abs(inside) > 1e-3 && (pixels[k] === color) !== inside > 0;
        });
        expect(wrong).toEqual([]);
      }
    }
  });

  it("shares a side with its neighbour: no pixel is left out, none is filled twice", () => {
    const random = numbers(11);
    for (let n = 0; n < 200; n++) {
      const [x, y] = [width / 2, height / 2];
      // Four corners around the middle, and two triangles that make one area of them.
      const at = Float32Array.from(
        [0, 1, 2, 3].flatMap((k) => {
          const angle = (k + 0.8 * random()) * (Math.PI / 2);
          return [x + 12 * Math.cos(angle), y + 12 * Math.sin(angle), 0];
        }),
      );
      const [one, other] = [filled(), filled()];
      one.paint(at, 0, 1, 2);
      other.paint(at, 0, 2, 3);
      const both = one.pixels.some((pixel, k) => pixel !== 0 && other.pixels[k] !== 0);
      expect(both).toBe(false);
      for (let row = 0; row < height; row++) {
        const here = Array.from(
          { length: width },
          (_, k) => (one.pixels[row * width + k] || other.pixels[row * width + k]) !== 0,
        );
        const [first, last] = [here.indexOf(true), here.lastIndexOf(true)];
        if (first >= 0) expect(here.slice(first, last + 1).every(Boolean)).toBe(true);
      }
    }
  });

  it("hides what is farther away, and keeps how near it is in every pixel", () => {
    const random = numbers(13);
    const { pixels, near, paint } = filled();
    const far = Float32Array.of(-5, -5, 0.2, 200, -5, 0.2, -5, 200, 0.2);
    paint(far, 0, 1, 2, 0xff000001);
    const slope = (x: number, y: number) => 0.1 + 0.01 * x - 0.005 * y;
    const corners = [0, 1, 2].flatMap(() => {
      const [x, y] = [60 * random() - 10, 50 * random() - 10];
      return [x, y, slope(x, y)];
    });
    paint(Float32Array.from(corners), 0, 1, 2, 0xff000002);
    const wrong = Array.from(near.keys()).filter((k) => {
      const depth = slope((k % width) + 0.5, Math.floor(k / width) + 0.5);
      const expected = pixels[k] === 0xff000002 ? depth : 0.2;
      return !(Math.abs(near[k] - expected) < 1e-4) || expected < 0.2 - 1e-4;
    });
    expect(wrong).toEqual([]);
    expect(new Set(pixels).size).toBe(2);
  });
});
