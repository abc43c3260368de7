// Bundles the two entries into one minified ES module each; the same sources give the same bytes.
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundles = [
  { entry: "src/player.ts", outfile: "../static/player.js", limit: 80_000 },
  { entry: "src/cards/cards.ts", outfile: "../../practice/static/cards.js", limit: 20_000 },
];

for (const { entry, outfile, limit } of bundles) {
  await build({
    entryPoints: [here(entry)],
    outfile: here(outfile),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: {
      js: "// Built from calclib/stage/frontend by `npm run build`; change the sources, not this.",
    },
  });
  const { size } = await stat(here(outfile));
  const name = outfile.split("/").at(-1);
  console.log(`${name}: ${size} bytes`);
  if (size > limit) throw new Error(`${name} has ${size} bytes; the limit is ${limit}.`);
}
