import { expect, test } from "vitest";
import { join } from "../../src/model/scene";
import type { Style } from "../../src/model/types";
import { makeFlatPanel } from "../../src/paint/panel";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

const steps = 200;

/** Eight runs of two hundred steps on canvases that remember what was painted on them. */
function opened(style: Style = {}) {
  const pack = new Packer();
  const axes = [pack.axis("step", [...Array(steps).keys()], { play: true })];
  const values = Array.from({ length: 8 * steps }, (_, k) => 10 * Math.sin(k) ** 2);
  const x = pack.channel(values, [8, steps]);
  const y = pack.channel([...values].reverse(), [8, steps]);
  const made = join(spec(axes, [panel([mark("trail", { x, y }, style, "step")])]), pack.buffers);
  const still = recording();
  const moving = recording();
  const spares = [] as ReturnType<typeof recording>[];
  const spare = () => {
    spares.push(recording());
    return spares[spares.length - 1].context;
  };
  const canvases = { still: still.context, moving: moving.context, spare };
  const look = { size: { width: 300, height: 300 }, theme, ratio: 1 };
  const painter = makeFlatPanel(made, made.panels[0], canvases, look);
  const show = (step: number, playing: boolean) => {
    const before = moving.log.length;
    painter.paint({ step }, undefined, { step }, playing);
    return moving.log.slice(before);
  };
  return { show, spares };
}

const lines = (log: readonly (readonly [string, ...unknown[]])[]) =>
  log.filter(([name]) => name === "lineTo").length;

test("while a scene plays the past of its trails is one picture, and only new steps are painted", () => {
  const { show, spares } = opened();
  const first = show(150, true);
  expect(first.filter(([name]) => name === "drawImage")).toHaveLength(1);
  // The whole, what fades no more, and two stretches that do.
  expect(spares).toHaveLength(4);
  const painted = () => spares.map(({ log }) => lines(log)).reduce((a, b) => a + b);
  const before = painted();
  expect(before).toBeGreaterThan(500);
  const next = show(152, true);
  expect(lines(next)).toBe(0);
  expect(painted() - before).toBeLessThanOrEqual(8 * 3);
});

test("each step is painted when it is new, when it begins to fade, and when it fades no more", () => {
  const { show, spares } = opened();
  const painted = () => spares.map(({ log }) => lines(log)).reduce((a, b) => a + b);
  show(150, true);
  const before = painted();
  for (let step = 151; step <= 190; step += 1) show(step, true);
  expect(painted() - before).toBeLessThanOrEqual(3 * 8 * 41);
  const cleared = spares.map(({ log }) => log.filter(([name]) => name === "clearRect").length);
  // The whole is composed anew at each tenth of the axis; the oldest part is only added to.
  expect(cleared.slice(0, 2)).toEqual([2 + 2, 1]);
});

test("a curve that grows keeps its strength while it plays", () => {
  const { show, spares } = opened({ fades: false });
  for (let step = 100; step <= 190; step += 1) show(step, true);
  for (const { log } of spares) {
    const opacities = log.filter(([name]) => name === "globalAlpha=").map(([, value]) => value);
    expect(opacities.filter((value) => value !== 1)).toEqual([]);
  }
});

test("a dashed trail is painted whole while it plays: its dashes run on from step to step", () => {
  const dashed = { dash: "dashed" } as const;
  expect(opened(dashed).show(150, true)).toEqual(opened(dashed).show(150, false));
});

test("a scene that comes to rest is painted as one that never played", () => {
  const { show } = opened();
  const { show: fresh } = opened();
  for (const step of [150, 151, 152]) show(step, true);
  expect(show(152, false)).toEqual(fresh(152, false));
});

test("play that starts again does not show the past of before", () => {
  const { show, spares } = opened();
  show(180, true);
  show(100, true);
  for (const { log } of spares) {
    const kept = log.map(([name]) => name).filter((name) => /clearRect|lineTo/.test(name));
    const cleared = kept.lastIndexOf("clearRect");
    expect(cleared).toBeGreaterThan(0);
  }
  const { show: fresh, spares: others } = opened();
  fresh(100, true);
  const after = (log: (typeof spares)[0]["log"]) => {
    const names = log.map(([name]) => name);
    return lines(log.slice(names.lastIndexOf("clearRect")));
  };
  expect(spares.map(({ log }) => after(log))).toEqual(others.map(({ log }) => after(log)));
});
