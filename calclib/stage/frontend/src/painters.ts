// One painter per kind of mark: (context, mark, view) → pixels, and nothing else.
import type { Frame } from "./layout";
import { outline } from "./markers";
import { filled } from "./numbers";
import type { Scale } from "./scales";
import { type Mark, type Numbers, rows, slice } from "./scene";
import { inked, nth, type Theme } from "./theme";
import type { Index, Kind } from "./types";

export type Context = CanvasRenderingContext2D;

export interface View {
  readonly x: Scale;
  readonly y: Scale;
  readonly frame: Frame;
  readonly index: Index;
  readonly theme: Theme;
  /** The number an axis stands at. */
  readonly value: (axis: string) => number;
  /** How many positions an axis has. */
  readonly count: (axis: string) => number;
  /** A small canvas that belongs to a mark, for its coloured cells. */
  readonly bitmap: (mark: Mark, width: number, height: number) => Context;
}

export type Painter = (context: Context, mark: Mark, view: View) => void;

export interface Series {
  readonly x: Numbers;
  readonly y: Numbers;
  readonly color: string;
}

const dashes = { solid: [], dashed: [7, 5], dotted: [1.5, 4] };
const transparent = 255;
const rimmed = 6;

/** The rows of a channel at the present index. */
const channel = (mark: Mark, name: string, view: View): Numbers[] =>
  mark.channels[name] ? rows(slice(mark.channels[name], view.index)) : [];

/** The series of a curve at the present index. */
export function series(mark: Mark, view: View): Series[] {
  const [xs, ys] = [channel(mark, "x", view), channel(mark, "y", view)];
  return ys.map((_, k) => ({
    x: xs[k],
    y: ys[k],
    color: inked(nth(mark.style.color, k), view.theme),
  }));
}

/** Add the points from..to to the path; a number that is not finite is a gap. */
function trace(context: Context, { x, y }: Series, from: number, to: number, view: View): void {
  let open = false;
  for (let i = from; i <= to; i++) {
    const [px, py] = [view.x.pixel(x[i]), view.y.pixel(y[i])];
    const drawn = Number.isFinite(px + py);
    if (drawn && open) context.lineTo(px, py);
    else if (drawn) context.moveTo(px, py);
    open = drawn;
  }
}

/**
 * Add the steps from..to of a run to the path, leaving out those that lie wholly out of sight.
 *
 * A run that diverges swings across the frame in ever longer strides. Within one frame's size of
 * the frame they are drawn; farther out only an end of a stride that begins or ends within.
 */
function follow(context: Context, { x, y }: Series, from: number, to: number, view: View): void {
  const { left, right, top, bottom } = view.frame;
  const [across, down] = [right - left, bottom - top];
  const far = 4 * (across + down);
  const pull = (px: number, py: number, qx: number, qy: number): [number, number] => {
    const share = Math.min(1, far / Math.hypot(qx - px, qy - py));
    return [px + share * (qx - px), py + share * (qy - py)];
  };
  let [ox, oy, open] = [Number.NaN, Number.NaN, false];
  for (let i = from; i <= to; i++) {
    const [px, py] = [view.x.pixel(x[i]), view.y.pixel(y[i])];
    const near = px > left - across && px < right + across && py > top - down && py < bottom + down;
    if (near && !open && !Number.isNaN(ox + oy)) context.moveTo(...pull(px, py, ox, oy));
    else if (near && !open) context.moveTo(px, py);
    if (near) context.lineTo(px, py);
    else if (open && !Number.isNaN(px + py)) context.lineTo(...pull(ox, oy, px, py));
    [ox, oy, open] = [px, py, near];
  }
}

function pen(context: Context, mark: Mark, width: number): void {
  context.lineWidth = mark.style.width ?? width;
  context.setLineDash(dashes[mark.style.dash ?? "solid"]);
  context.lineJoin = "round";
}

const line: Painter = (context, mark, view) => {
  pen(context, mark, 2);
  for (const one of series(mark, view)) {
    context.strokeStyle = one.color;
    context.beginPath();
    trace(context, one, 0, one.y.length - 1, view);
    context.stroke();
  }
};

/** Stretches of a curve without a gap, as [first, last]. */
function stretches(count: number, drawn: (i: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    if (!drawn(i)) continue;
    const open = found.at(-1);
    if (open?.[1] === i - 1) open[1] = i;
    else found.push([i, i]);
  }
  return found;
}

const area: Painter = (context, mark, view) => {
  const bases = channel(mark, "base", view);
  series(mark, view).forEach(({ x, y, color }, k) => {
    const place = (i: number) => view.x.pixel(x[i]);
    const top = (i: number) => view.y.pixel(y[i]);
    const base = (i: number) => view.y.pixel(bases[k][i]);
    const drawn = (i: number) => Number.isFinite(place(i) + top(i) + base(i));
    context.fillStyle = color;
    context.beginPath();
    for (const [first, last] of stretches(y.length, drawn)) {
      context.moveTo(place(first), base(first));
      for (let i = first; i <= last; i++) context.lineTo(place(i), top(i));
      for (let i = last; i > first; i--) context.lineTo(place(i), base(i));
      context.closePath();
    }
    context.fill();
  });
};

// The past fades in bands, each one path for all runs of a colour: [share of the axis, opacity].
const ages = [
  [0.04, 1],
  [0.12, 0.8],
  [0.3, 0.6],
  [1, 0.4],
] as const;

/** The runs of a trail grouped by colour: what shares a colour shares a path. */
function byColor(all: readonly Series[]): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const one of all) {
    const group = groups.get(one.color);
    if (group) group.push(one);
    else groups.set(one.color, [one]);
  }
  return groups;
}

const trail: Painter = (context, mark, view) => {
  const groups = byColor(series(mark, view));
  const [end, count] = [present(mark, view), mark.along ? view.count(mark.along) : 1];
  const opacity = context.globalAlpha;
  pen(context, mark, 1.75);
  let to = end;
  for (const [share, alpha] of ages) {
    const from = Math.max(0, Math.floor(end - share * count));
    context.globalAlpha = opacity * alpha;
    for (const [color, runs] of groups) {
      context.strokeStyle = color;
      context.beginPath();
      for (const run of runs) follow(context, run, from, Math.min(to, run.y.length - 1), view);
      context.stroke();
    }
    to = from;
    if (from === 0) break;
  }
};

/** How far a trail has come: the index of the axis it runs along. */
export const present = (mark: Mark, view: View): number =>
  mark.along ? view.index[mark.along] : Number.MAX_SAFE_INTEGER;

const dots: Painter = (context, mark, view) => {
  const [x, y] = [channel(mark, "x", view)[0], channel(mark, "y", view)[0]];
  const size = mark.style.size ?? 7;
  context.lineWidth = 1.25;
  context.strokeStyle = view.theme.paper;
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    if (Number.isNaN(px + py)) continue;
    context.fillStyle = inked(nth(mark.style.color, k), view.theme);
    context.beginPath();
    outline(context, mark.style.marker ?? "circle", px, py, size / 2);
    context.fill();
    // A rim of paper keeps a strong dot apart from its trail; small ones are a cloud.
    if (size >= rimmed) context.stroke();
  }
};

/** A filled arrow head with its tip at (x, y), pointing along (dx, dy). */
export function head(
  context: Context,
  x: number,
  y: number,
  dx: number,
  dy: number,
  size: number,
): void {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * size, (dy / length) * size];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - ux - uy / 2, y - uy + ux / 2);
  context.lineTo(x - ux + uy / 2, y - uy - ux / 2);
  context.closePath();
  context.fill();
}

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

const contours: Painter = (context, mark, view) => {
  pen(context, mark, 1);
  for (const one of series(mark, view)) {
    context.strokeStyle = inked(nth(mark.style.color, 0) ?? "muted", view.theme);
    context.beginPath();
    trace(context, one, 0, one.y.length - 1, view);
    context.stroke();
  }
};

/** Words with a halo of paper, readable over anything. */
export function say(context: Context, words: string, x: number, y: number, theme: Theme): void {
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = theme.paper;
  context.lineWidth = 3.5;
  context.strokeText(words, x, y);
  context.fillText(words, x, y);
}

const text: Painter = (context, mark, view) => {
  const [x, y] = [channel(mark, "x", view)[0], channel(mark, "y", view)[0]];
  const values = channel(mark, "value", view)[0];
  const anchors = { start: "left", middle: "center", end: "right" } as const;
  context.font = `${mark.style.size ?? 12}px ${view.theme.font}`;
  context.textAlign = anchors[mark.style.anchor ?? "middle"];
  context.textBaseline = "middle";
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    if (Number.isNaN(px + py)) continue;
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
};
