// The shape of the sources: no circle of files, and no arrow from a folder back to a later one.
// Imports of types count too: who reads a file has to read what its types say.
/// <reference types="vite/client" />
import { expect, test } from "vitest";

// The words that all of them say; the player, and beside it the pole of lesson 21 and the cards of
// practice, with their own bundles; the loader that finds a bundle in a notebook; then the web edition,
// which brings the player and the cards, and the worker of its live pages.
const folders = [
  "words",
  "model",
  "paint",
  "solid",
  "dom",
  "pole",
  "cards",
  "loader",
  "web",
  "worker",
];
const touchesThePage = new Set(["dom", "pole", "cards", "loader", "web"]);
const sources = import.meta.glob<string>("../src/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The text of every source, by its name without `../src/`. */
const texts = new Map(Object.entries(sources).map(([path, text]) => [path.slice(7), text]));

const files = [...texts.keys()];
const folderOf = (file: string) => file.split("/")[0];

/** The file that a path such as `../model/scene` names, seen from another file. */
function resolve(file: string, path: string): string {
  return new URL(`${path}.ts`, `file:///${file}`).pathname.slice(1);
}

/** What a file imports from the sources, whether as a value, as a type or later. */
function imports(file: string): string[] {
  const named = (texts.get(file) ?? "").matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]*)"/g);
  const sources = [...named].filter(([, path]) => !path.endsWith(".json"));
  return sources.map(([, path]) => resolve(file, path));
}

const graph = new Map(files.map((file) => [file, imports(file)]));

test("every import names a file that is there", () => {
  expect(files.length).toBeGreaterThan(20);
  const missing = [...graph.values()].flat().filter((file) => !graph.has(file));
  expect(missing).toEqual([]);
});

test("every file lies in one of the folders", () => {
  expect(new Set(files.map(folderOf))).toEqual(new Set(folders));
});

test("a folder imports from itself and from those before it", () => {
  const rank = (file: string) => folders.indexOf(folderOf(file));
  const back = [...graph].flatMap(([file, others]) =>
    others.filter((other) => rank(other) > rank(file)).map((other) => `${file} imports ${other}`),
  );
  expect(back).toEqual([]);
});

/** The first circle that is met from a file, as the names along it. */
function circle(file: string, path: readonly string[], done: Set<string>): string[] {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return [];
  for (const other of graph.get(file) ?? []) {
    const found = circle(other, [...path, file], done);
    if (found.length > 0) return found;
  }
  done.add(file);
  return [];
}

test("the player and the cards share no file but words, so that neither brings the other", () => {
  const bundles = [...graph].filter(([file]) => folderOf(file) !== "web");
  const across = bundles.flatMap(([file, others]) =>
    others.filter(
      (other) =>
        folderOf(other) !== "words" &&
        (folderOf(file) === "cards") !== (folderOf(other) === "cards"),
    ),
  );
  expect(across).toEqual([]);
});

test("the player computes no mathematics: it brings nothing of the pole", () => {
  const brought = new Set(["dom/player.ts"]);
  for (const file of brought) for (const other of graph.get(file) ?? []) brought.add(other);
  expect(brought.size).toBeGreaterThan(20);
  expect([...brought].filter((file) => /pole|holding/.test(file))).toEqual([]);
});

test("no circle of files", () => {
  const done = new Set<string>();
  expect(files.map((file) => circle(file, [], done)).filter((found) => found.length > 0)).toEqual(
    [],
  );
});

test("only the folders dom, pole, cards, loader and web touch the page", () => {
  const page =
    /\b(document|window|navigator|matchMedia|addEventListener|requestAnimationFrame)\b\s*[.(]/;
  const touching = files
    .filter((file) => !touchesThePage.has(folderOf(file)))
    .filter((file) => page.test(texts.get(file) ?? ""));
  expect(touching).toEqual([]);
});

test("what changes is the player's one state, the timers it must cancel, the page's frame, and memory", () => {
  const page = files.filter((file) => folderOf(file) === "dom");
  const find = (pattern: RegExp) =>
    page.flatMap((file) => {
      const found = [...(texts.get(file) ?? "").matchAll(pattern)];
      return found.map(([, name]) => `${file}: ${name}`);
    });
  const fields = find(/^ {2}(?:private |public |protected )(?!readonly)(\w+)(?=[:;]| =)/gm);
  expect(fields.map((one) => one.replace("dom/player.ts: ", ""))).toEqual([
    "state",
    "restTimer",
    "silenceTimer",
  ]);
  // Variables of a module, or at the head of a function; those of hover.ts live for one call,
  // those of frames.ts as long as the page.
  expect(find(/^ {0,2}let (\w+)/gm)).toEqual([
    "dom/frames.ts: due",
    "dom/frames.ts: running",
    "dom/frames.ts: frame",
    "dom/hover.ts: best",
    "dom/hover.ts: least",
    "dom/memo.ts: last",
    "dom/memo.ts: own",
  ]);
});
