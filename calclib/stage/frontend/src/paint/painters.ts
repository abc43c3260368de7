// One painter per kind of mark: (context, mark, view) → pixels, and nothing else.

import { within } from "../model/layout";
import { fillWords } from "../model/numbers";
import { seriesColor } from "../model/scene";
import type { Kind } from "../model/types";
import { area, contours, line, trail } from "./curves";
import { graph } from "./graph";
import { heat, image } from "./heatmap";
import { outline } from "./markers";
import { themeColor } from "./theme";
import { channel, type Painter, paintArrowHead, paintWords, setPen } from "./view";

// Dots of this size have a rim, so many pixels wide, half of it inside.
const rimmed = 6;
const rim = 2.5;

const dots: Painter = (context, mark, view) => {
  const [x, y] = [channel(mark, "x", view)[0], channel(mark, "y", view)[0]];
  const size = mark.style.size ?? 7;
  const marker = mark.style.marker ?? "circle";
  const hasRim = size >= rimmed;
  // While a scene plays, the rim of a circle is a larger disc below it: the same to look at, and
  // twice as fast as a stroke.
  const disc = hasRim && view.playing && marker === "circle";
  context.lineWidth = rim;
  context.strokeStyle = view.theme.paper;
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    if (!within(view.frame, px, py)) continue;
    if (disc) {
      context.fillStyle = view.theme.paper;
      context.beginPath();
      outline(context, marker, px, py, (size + rim) / 2);
      context.fill();
    }
    context.fillStyle = themeColor(seriesColor(mark.style.color, k), view.theme);
    context.beginPath();
    outline(context, marker, px, py, size / 2);
    // A rim of paper keeps a strong dot apart from its trail; small ones are a cloud.
    if (hasRim && !disc) context.stroke();
    context.fill();
  }
};

const arrows: Painter = (context, mark, view) => {
  const [x, y, u, v] = ["x", "y", "u", "v"].map((name) => channel(mark, name, view)[0]);
  setPen(context, mark, 1.5);
  for (let k = 0; k < x.length; k++) {
    const [px, py] = [view.x.pixel(x[k]), view.y.pixel(y[k])];
    const [tx, ty] = [view.x.pixel(x[k] + u[k]), view.y.pixel(y[k] + v[k])];
    const length = Math.hypot(tx - px, ty - py);
    if (!(length > 0.5)) continue;
    // Short arrows keep a head in proportion; the shaft ends inside the head.
    const size = Math.min(4 + 2.5 * context.lineWidth, 0.6 * length);
    const shaft = 1 - (0.8 * size) / length;
    context.strokeStyle = context.fillStyle = themeColor(
      seriesColor(mark.style.color, k),
      view.theme,
    );
    context.beginPath();
    context.moveTo(px, py);
    context.lineTo(px + shaft * (tx - px), py + shaft * (ty - py));
    context.stroke();
    paintArrowHead(context, tx, ty, tx - px, ty - py, size);
  }
};

const bars: Painter = (context, mark, view) => {
  const [x, y, base] = ["x", "y", "base"].map((name) => channel(mark, name, view)[0]);
  const half = (mark.style.thick ?? 0.8) / 2;
  for (let k = 0; k < x.length; k++) {
    const [left, right] = [view.x.pixel(x[k] - half), view.x.pixel(x[k] + half)];
    const [top, foot] = [view.y.pixel(y[k]), view.y.pixel(base[k])];
    if (!Number.isFinite(left + right + top + foot)) continue;
    context.fillStyle = themeColor(seriesColor(mark.style.color, k), view.theme);
    context.fillRect(left, Math.min(top, foot), right - left, Math.abs(foot - top));
  }
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
    context.fillStyle = themeColor(seriesColor(mark.style.color, k), view.theme);
    paintWords(context, fillWords(mark.style.words ?? "", values?.[k]), px, py, view.theme);
  }
};

const cursor: Painter = (context, mark, view) => {
  const { left, right, top, bottom } = view.frame;
  const axis = mark.style.axis ?? "";
  context.strokeStyle = themeColor(seriesColor(mark.style.color, 0) ?? "muted", view.theme);
  setPen(context, mark, 1.25);
  context.beginPath();
  if (mark.style.direction === "y") {
    const y = view.pixel(axis, view.y);
    context.moveTo(left, y);
    context.lineTo(right, y);
  } else {
    const x = view.pixel(axis, view.x);
    context.moveTo(x, top);
    context.lineTo(x, bottom);
  }
  context.stroke();
};

/** Kinds that stay whole at the edge of the frame; they leave out what lies beyond it. */
export const whole: ReadonlySet<Kind> = new Set<Kind>(["dots", "text", "graph"]);

/** A surface needs a 3-D panel, where painters3d.ts paints it. */
const surface: Painter = () => {};

export const painters: Readonly<Record<Kind, Painter>> = {
  line,
  area,
  bars,
  dots,
  trail,
  arrows,
  heat,
  image,
  contours,
  text,
  cursor,
  surface,
  graph,
};
