// A computation graph: boxes with a name and a value, gradients below them, arrows between them.
import { formatNumber } from "../model/numbers";
import { slice } from "../model/scene";
import type { Theme } from "./theme";
import { type Context, channel, type Painter, paintArrowHead, paintWords } from "./view";

interface Node {
  readonly x: number;
  readonly y: number;
  readonly words: readonly string[];
  readonly wide: number;
  readonly high: number;
}

// What happens now, forward and backward; lighter on dark paper, where words have these colours.
const flows = { light: ["", "#0072B2", "#D55E00"], dark: ["", "#56B4E9", "#FF8A3D"] };
const ink = (flow: number | undefined, theme: Theme) =>
  flows[theme.dark ? "dark" : "light"][flow || 0] || theme.muted;

/** The share of the way from the centre of a box along (dx, dy) at which its edge is reached. */
function edge({ wide, high }: Node, dx: number, dy: number): number {
  return Math.min(wide / 2 / Math.abs(dx || 1e-9), high / 2 / Math.abs(dy || 1e-9));
}

/** An arrow from one box to another, turned round where the gradient flows back. */
function join(context: Context, from: Node, to: Node, size: number, back: boolean): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const [out, into] = [edge(from, dx, dy), 1 - edge(to, dx, dy)];
  if (out >= into) return;
  const [a, b] = [out, into].map((t) => [from.x + t * dx, from.y + t * dy]);
  context.beginPath();
  context.moveTo(a[0], a[1]);
  context.lineTo(b[0], b[1]);
  context.stroke();
  const sign = back ? -1 : 1;
  paintArrowHead(context, (back ? a : b)[0], (back ? a : b)[1], sign * dx, sign * dy, 0.75 * size);
}

/**
 * A place for a number of this width on the line between two boxes: its middle, or, where that is
 * over a box, the nearest place beside the line that is clear of all boxes.
 */
function clearPlace(nodes: readonly Node[], from: Node, to: Node, width: number, size: number) {
  const middle = [(from.x + to.x) / 2, (from.y + to.y) / 2] as const;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // Square to the line, on its upper side first: below a box stands its gradient.
  const up = dx > 0 ? -1 : 1;
  const [across, down] = [(-up * dy) / length, (up * dx) / length];
  const overlaps = ([x, y]: readonly [number, number]) =>
    nodes.some(
      (node) =>
        Math.abs(x - node.x) < (width + node.wide) / 2 &&
        Math.abs(y - node.y) < (size + node.high) / 2,
    );
  for (let k = 0; k <= 12; k++)
    for (const side of [1, -1]) {
      const away = side * k * 0.5 * size;
      const place = [middle[0] + away * across, middle[1] + away * down] as const;
      if (!overlaps(place)) return place;
    }
  return middle;
}

function box(context: Context, { x, y, words, wide, high }: Node, size: number, theme: Theme) {
  context.fillStyle = theme.paper;
  context.beginPath();
  context.roundRect(x - wide / 2, y - high / 2, wide, high, 5);
  context.fill();
  context.stroke();
  context.fillStyle = theme.ink;
  words.forEach((line, k) => {
    context.fillText(line, x, y + (k - (words.length - 1) / 2) * 1.2 * size);
  });
}

export const graph: Painter = (context, mark, view) => {
  const { names = [], edges = [] } = mark.style;
  const numbers = (name: string) =>
    mark.channels[name] ? slice(mark.channels[name], view.index).values : undefined;
  const [xs, ys] = ["x", "y"].map((name) => channel(mark, name, view)[0]);
  const columns = new Set(xs).size;
  const room = (view.frame.right - view.frame.left) / columns;
  const size = Math.max(8, Math.min(mark.style.size ?? 12.5, room / 6));
  context.font = `${size}px ${view.theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = mark.style.width ?? 1.5;
  const values = numbers("value");
  const nodes = names.map((name, k): Node => {
    const known = values !== undefined && Number.isFinite(values[k]);
    const words = known ? [name, formatNumber(values[k], ".3g")] : [name];
    const text = Math.max(...words.map((line) => context.measureText(line).width));
    const wide = text + 1.1 * size;
    const high = (1.2 * words.length + 0.8) * size;
    return { x: view.x.pixel(xs[k]), y: view.y.pixel(ys[k]), words, wide, high };
  });
  const [flow, slopes, active] = ["flow", "slope", "active"].map(numbers);
  edges.forEach(([from, to], k) => {
    context.strokeStyle = context.fillStyle = ink(flow?.[k], view.theme);
    join(context, nodes[from], nodes[to], size, flow?.[k] === 2);
  });
  nodes.forEach((node, k) => {
    context.strokeStyle = ink(active?.[k], view.theme);
    box(context, node, size, view.theme);
  });
  edges.forEach(([from, to], k) => {
    if (!slopes || !Number.isFinite(slopes[k])) return;
    context.fillStyle = view.theme.ink;
    const words = formatNumber(slopes[k], ".3g");
    const width = context.measureText(words).width;
    const [x, y] = clearPlace(nodes, nodes[from], nodes[to], width, size);
    paintWords(context, words, x, y, view.theme);
  });
  const gradients = numbers("gradient");
  nodes.forEach(({ x, y, high }, k) => {
    if (!gradients || !Number.isFinite(gradients[k])) return;
    context.fillStyle = ink(2, view.theme);
    paintWords(
      context,
      `∂ ${formatNumber(gradients[k], ".3g")}`,
      x,
      y + high / 2 + 0.8 * size,
      view.theme,
    );
  });
};
