// Writes tests/data/numbers.json: what d3-format makes of thousands of numbers, for both test suites.
// From calclib/stage/frontend: node ../../../tests/oracles/numbers_oracle.mjs
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { format } = createRequire(`${process.cwd()}/package.json`)("d3-format");

// A small generator of our own, so that the table is the same on every machine (mulberry32).
let state = 19;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];
const forms = ["d", "f", "g", "e", "%", ".0f", ".1f", ".2f", ".3f", ".6f", ".1g", ".2g", ".3g", ".4g", ".6g"]
  .concat([".0e", ".1e", ".2e", ".0%", ".1%", "+.2f", "+.3g", "+d", ",d", ",.2f", "+,.1f", ".3", "", ",.4g"]);
const values = [
  () => (Math.floor(random() * 4000) - 2000) / 8, // halves of every decimal
  () => (Math.floor(random() * 400000) - 200000) / 1000,
  () => (random() - 0.5) * 10 ** (40 * random() - 20),
  () => Math.fround((random() - 0.5) * 10 ** (6 * random() - 3)),
  () => pick([0, -0, 1, -1, 10, 0.5, 1.5, 2.5, -2.5, 1e-5, 1e-6, 1e-7, 9.995, 99.95, 999.5, 0.00095, 1e21, -1e-300, 5e-324, 1.7e308, 123456789.5, -0.004, -0.005]),
];
const trimmed = (form) => (form === "" ? ".4~g" : form.endsWith("g") ? form.replace(/g$/, "~g") : form);
const rows = [];
for (let k = 0; k < 4000; k++) {
  const value = values[k % values.length]();
  const form = pick(forms);
  // JSON has no −0.
  rows.push([Object.is(value, -0) ? "-0" : value, form, format(trimmed(form))(value)]);
}
writeFileSync(
  new URL("../data/numbers.json", import.meta.url),
  `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`,
);
