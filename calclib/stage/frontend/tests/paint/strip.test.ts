import { expect, test } from "vitest";
import { join } from "../../src/model/scene";
import { makeFlatPanel } from "../../src/paint/panel";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

/** A curve, and over it a cursor along the axis that plays; ratio is that of the screen. */
function opened(ratio: number) {
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 1, 2, 3, 4], { play: true })];
  const x = pack.channel([0, 1, 2, 3, 4], [1, 5]);
  const marks = [mark("line", { x, y: x }), mark("cursor", {}, { axis: "step" })];
  const made = join(spec(axes, [panel(marks)]), pack.buffers);
  const still = recording();
  const moving = recording();
  const strip = recording({ width: 0, height: 0, style: {} });
  const places: (readonly [number, number] | null)[] = [];
  const canvases = {
    still: still.context,
    moving: moving.context,
    spare: () => recording().context,
    strip: {
      show: (left: number, top: number) => {
        places.push([left, top]);
        return strip.context;
      },
      hide: () => void places.push(null),
    },
  };
  const look = { size: { width: 300, height: 300 }, theme, ratio };
  const painter = makeFlatPanel(made, made.panels[0], canvases, look);
  const show = (step: number, playing: boolean) =>
    painter.paint({ step: Math.ceil(step) }, undefined, { step }, playing);
  return { show, moving, strip, places };
}

const path = (one: ReturnType<typeof recording>, from = 0) =>
  one.log.slice(from).filter(([name]) => name === "moveTo" || name === "lineTo");

for (const ratio of [1, 1.5, 2])
  test(`a cursor that alone moves is painted on a strip while it plays, as it is on its panel, at ratio ${ratio}`, () => {
    const { show, moving, strip, places } = opened(ratio);
    show(1, false);
    const before = moving.log.length;
    places.splice(0);
    show(1.4, true);
    expect(path(moving, before)).toEqual([]);
    // Cleared for the picture at rest, and again for the strip.
    expect(moving.calls("clearRect")).toHaveLength(2);
    // The strip is moved by whole pixels of the screen, and what is painted on it is moved back.
    const [left, top] = places[0] ?? [];
    expect((left as number) * ratio).toBeCloseTo(Math.round((left as number) * ratio), 9);
    expect(strip.calls("setTransform").at(-1)).toEqual([
      ratio,
      0,
      0,
      ratio,
      -Math.round((left as number) * ratio),
      -(top as number),
    ]);
    const { show: still, moving: whole } = opened(ratio);
    still(1.4, false);
    expect(path(strip)).toEqual(path(whole));
    const { width, height } = strip.context.canvas;
    // So wide that it seldom moves: a move of an element costs the page more than its pixels.
    expect(width).toBeLessThan(64 + 12 * ratio);
    expect(height).toBe(300 * ratio);
    const [[, [px]]] = [path(strip).map(([, ...at]) => at as number[])];
    expect(px - (left as number)).toBeGreaterThan(3);
    expect(px - (left as number)).toBeLessThan(width / ratio - 3);
  });

test("a strip stays where it is until the line leaves it", () => {
  const { show, places } = opened(1);
  show(1, false);
  places.splice(0);
  for (let k = 0; k <= 40; k++) show(1 + k / 100, true);
  const lefts = places.map((place) => place?.[0] ?? Number.NaN);
  expect(new Set(lefts).size).toBeLessThan(4);
  expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
});

test("at rest the strip is gone, and the panel shows its cursor itself", () => {
  const { show, moving, places } = opened(1);
  show(1, false);
  show(2, true);
  const before = moving.log.length;
  show(2, false);
  expect(places.at(-1)).toBeNull();
  expect(path(moving, before)).toHaveLength(2);
});
