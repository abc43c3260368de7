// Bundles the four entries into one minified ES module each; the same sources give the same bytes.
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundles = [
  { entry: "src/dom/player.ts", outfile: "../static/player.js", limit: 90_000, packages: true },
  { entry: "src/loader/loader.ts", outfile: "../static/loader.js", limit: 3_000 },
  { entry: "src/cards/cards.ts", outfile: "../../practice/static/cards.js", limit: 20_000 },
  { entry: "src/pole/pole.ts", outfile: "../../lessons/decide/static/pole.js", limit: 20_000 },
];

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

const built =
  "// Built from calclib/stage/frontend by `npm run build`; change the sources, not this.";
const licence = `${built}
/*! calclib's player, MIT License, © 2026 The calclib authors. It holds parts of these packages:

${await notices()}
*/`;

/** Takes the spaces out of the style sheets, which are template literals to the bundler. */
const smallStyles = {
  name: "small styles",
  setup({ onLoad }) {
    onLoad({ filter: /style\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const [sheet] = text.match(/(?<=`)[^`]*(?=`)/);
      const { code } = await transform(sheet, { loader: "css", minify: true, charset: "utf8" });
      return { contents: text.replace(sheet, () => code.trim()), loader: "ts" };
    });
  },
};

for (const { entry, outfile, limit, packages } of bundles) {
  await build({
    entryPoints: [here(entry)],
    outfile: here(outfile),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    plugins: [smallStyles],
    // The packages' own files carry no notice; the banner does.
    legalComments: "none",
    banner: { js: packages ? licence : built },
  });
  const { size } = await stat(here(outfile));
  const name = outfile.split("/").at(-1);
  console.log(`${name}: ${size} bytes`);
  if (size > limit) throw new Error(`${name} has ${size} bytes; the limit is ${limit}.`);
}
