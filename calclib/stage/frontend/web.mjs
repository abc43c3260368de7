// Bundles the web edition's scripts, into the folder that is named:
// calclib.js, a module that loads player.js beside it when the first scene comes near;
// live.js, the worker in which Python runs on a page that a reader makes live;
// calclib-classic.js, one script with the player and the pole of lesson 21 in it, for pages that are opened as files.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder) throw new Error("Name the folder to write to: node web.mjs FOLDER");

const playerApart = {
  name: "player-apart",
  setup({ onResolve }) {
    onResolve({ filter: /\/dom\/player$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./player.js", external: true } : undefined,
    );
  },
};

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/*! calclib, MIT License, © 2026 The calclib authors. */" },
};

await build({
  ...common,
  entryPoints: [here("src/web/web.ts")],
  format: "esm",
  outfile: `${folder}/calclib.js`,
  plugins: [playerApart],
});
await build({
  ...common,
  entryPoints: [here("src/worker/worker.ts")],
  format: "esm",
  outfile: `${folder}/live.js`,
});
await build({
  ...common,
  entryPoints: [here("src/web/classic.ts")],
  format: "iife",
  outfile: `${folder}/calclib-classic.js`,
});
