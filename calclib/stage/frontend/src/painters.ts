// One painter per kind of mark: (context, mark, view) → pixels, and nothing else.
import { area, contours, line, trail } from "./curves";
import { within } from "./layout";
import { outline } from "./markers";
import { filled } from "./numbers";
import { slice } from "./scene";
import { inked, nth } from "./theme";
import type { Kind } from "./types";
import { channel, head, type Painter, pen, say } from "./view";

const transparent = 255;
const rimmed = 6;

const dots: Painter = (context, mark, view) => {
  const [x, y] = [channel(mark, "x", view)[0], channel(mark, "y", view)[0]];
  const size = mark.style.size ?? 7;
  context.lineWidth = 2.5;
  context.strokeStyle = view.theme.paper;
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    if (!within(view.frame, px, py)) continue;
    context.fillStyle = inked(nth(mark.style.color, k), view.theme);
    context.beginPath();
    outline(context, mark.style.marker ?? "circle", px, py, size / 2);
    // A rim of paper keeps a strong dot apart from its trail; small ones are a cloud.
    if (size >= rimmed) context.stroke();
    context.fill();
  }
};

const arrows: Painter = (context, mark, view) => {
  const [x, y, u, v] = ["x", "y", "u", "v"].map((name) => channel(mark, name, view)[0]);
  pen(context, mark, 1.5);
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    const [tx, ty] = [view.x.pixel(x[k] + u[k]), view.y.pixel(y[k] + v[k])];
    const length = Math.hypot(tx - px, ty - py);
    if (!(length > 0.5)) continue;
    // Short arrows keep a head in proportion; the shaft ends inside the head.
    const size = Math.min(4 + 2.5 * context.lineWidth, 0.6 * length);
    const shaft = 1 - (0.8 * size) / length;
    context.strokeStyle = context.fillStyle = inked(nth(mark.style.color, k), view.theme);
    context.beginPath();
    context.moveTo(px, py);
    context.lineTo(px + shaft * (tx - px), py + shaft * (ty - py));
    context.stroke();
    head(context, tx, ty, tx - px, ty - py, size);
  }
};

/** Palette colours as the 32-bit words of an ImageData; the last one stays transparent. */
function words(palette: readonly string[]): Uint32Array {
  const table = new Uint32Array(transparent + 1);
  palette.forEach((color, k) => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    // Every browser runs little-endian: the bytes are r, g, b, a.
    table[k] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  return table;
}

const heat: Painter = (context, mark, view) => {
  const { values, shape } = slice(mark.channels.values, view.index);
  const [height, width] = shape;
  const table = words(mark.style.palette ?? []);
  const cells = view.bitmap(mark, width, height);
  const image = cells.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  // Row 0 of the values lies at the bottom of the box; row 0 of an image lies at its top.
  for (let row = 0; row < height; row++) {
    const [from, to] = [(height - 1 - row) * width, row * width];
    for (let column = 0; column < width; column++)
      pixels[to + column] = table[values[from + column]];
  }
  cells.putImageData(image, 0, 0);
  const fill = mark.style.role === "fill";
  const [x0, x1, y0, y1] = mark.style.box ?? [0, 1, 0, 1];
  const [left, top] = [view.x.pixel(x0), view.y.pixel(y1)];
  const [across, down] = [view.x.pixel(x1) - left, view.y.pixel(y0) - top];
  // Pale bands are made for white paper; on dark paper they step back.
  if (fill && view.theme.dark) context.globalAlpha *= 0.8;
  context.imageSmoothingEnabled = fill;
  // Bands are sampled on the box's edges and between them, so half a cell lies outside it.
  const half = fill ? 0.5 : 0;
  const [w, h] = [width - 2 * half, height - 2 * half];
  context.drawImage(cells.canvas, half, half, w, h, left, top, across, down);
};

const text: Painter = (context, mark, view) => {
  const [x, y] = [channel(mark, "x", view)[0], channel(mark, "y", view)[0]];
  const values = channel(mark, "value", view)[0];
  const anchors = { start: "left", middle: "center", end: "right" } as const;
  context.font = `${mark.style.size ?? 12}px ${view.theme.font}`;
  context.textAlign = anchors[mark.style.anchor ?? "middle"];
  context.textBaseline = "middle";
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    if (!within(view.frame, px, py)) continue;
    context.fillStyle = inked(nth(mark.style.color, k), view.theme);
    say(context, filled(mark.style.words ?? "", values?.[k]), px, py, view.theme);
  }
};

const cursor: Painter = (context, mark, view) => {
  const { left, right, top, bottom } = view.frame;
  const value = view.value(mark.style.axis ?? "");
  context.strokeStyle = inked(nth(mark.style.color, 0) ?? "muted", view.theme);
  pen(context, mark, 1.25);
  context.beginPath();
  if (mark.style.direction === "y") {
    const y = view.y.pixel(value);
    context.moveTo(left, y);
    context.lineTo(right, y);
  } else {
    const x = view.x.pixel(value);
    context.moveTo(x, top);
    context.lineTo(x, bottom);
  }
  context.stroke();
};

/** Kinds that stay whole at the edge of the frame; they leave out what lies beyond it. */
export const whole: ReadonlySet<Kind> = new Set<Kind>(["dots", "text"]);

/** A surface needs a 3-D panel, where solids.ts paints it. */
const surface: Painter = () => {};

export const painters: Readonly<Record<Kind, Painter>> = {
  line,
  area,
  dots,
  trail,
  arrows,
  heat,
  contours,
  text,
  cursor,
  surface,
};
