// Bundles src/dom/player.ts into one minified ES module; the same sources give the same bytes.
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = here("../static/player.js");
const limit = 90_000;

/** The notices of every package that a bundle may hold; equal permissions are written once. */
async function notices() {
  const lock = JSON.parse(await readFile(here("package-lock.json"), "utf8"));
  const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && !dev);
  const permissions = new Map();
  for (const [path, { version }] of shipped) {
    const text = await readFile(here(`${path}/LICENSE`), "utf8");
    const [copyright, ...rest] = text.trim().split("\n");
    const permission = rest.join("\n").trim();
    const name = `${path.replace("node_modules/", "")} ${version}: ${copyright}`;
    permissions.set(permission, [...(permissions.get(permission) ?? []), name]);
  }
  return [...permissions].map(([text, names]) => `${names.join("\n")}\n\n${text}`).join("\n\n");
}

await build({
  entryPoints: [here("src/dom/player.ts")],
  outfile,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  // The packages' own files carry no notice; the banner does.
  legalComments: "none",
  banner: {
    js: `// Built from calclib/stage/frontend by \`npm run build\`; change the sources, not this.
/*! calclib's player, MIT License, © 2026 The calclib authors. It holds parts of these packages:

${await notices()}
*/`,
  },
});

const { size } = await stat(outfile);
console.log(`player.js: ${size} bytes`);
if (size > limit) throw new Error(`player.js has ${size} bytes; the limit is ${limit}.`);
