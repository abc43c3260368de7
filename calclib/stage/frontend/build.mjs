// Bundles src/dom/player.ts into one minified ES module; the same sources give the same bytes.
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = here("../static/player.js");
const limit = 80_000;

await build({
  entryPoints: [here("src/dom/player.ts")],
  outfile,
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

const { size } = await stat(outfile);
console.log(`player.js: ${size} bytes`);
if (size > limit) throw new Error(`player.js has ${size} bytes; the limit is ${limit}.`);
