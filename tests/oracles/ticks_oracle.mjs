// Writes tests/data/ticks.json: the ticks of hundreds of scales as the page has them, for both test
// suites. From calclib/stage/frontend: node ../../../tests/oracles/ticks_oracle.mjs
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { buildSync } = createRequire(`${process.cwd()}/package.json`)("esbuild");

const built = buildSync({
  entryPoints: ["src/model/scales.ts"],
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(built.outputFiles[0].contents).toString("base64");
const { makeScale } = await import(`data:text/javascript;base64,${source}`);

// A small generator of our own, so that the table is the same on every machine (mulberry32).
let state = 20;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const rounded = (value) => Number(value.toPrecision(4));
const domains = {
  linear: () => {
    const low = rounded((random() - 0.5) * 10 ** (8 * random() - 3));
    return [low, low + rounded((0.05 + random()) * 10 ** (8 * random() - 3))];
  },
  log: () => {
    const low = rounded((0.1 + random()) * 10 ** (16 * random() - 12));
    return [low, rounded(low * 10 ** (0.2 + 12 * random()))];
  },
};
const rows = [];
for (let k = 0; k < 800; k++) {
  const scale = k % 2 ? "log" : "linear";
  const domain = domains[scale]();
  const count = 2 + Math.floor(random() * 8);
  const ticks = makeScale({ scale, domain }, 0, 1).ticks(count);
  rows.push([scale, domain, count, ticks.map(({ at, words }) => [at, words])]);
}
writeFileSync(
  new URL("../data/ticks.json", import.meta.url),
  `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`,
);
