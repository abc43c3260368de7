// Says what a page says to typed answers, for tests: reads JSON from standard input,
// {language, asked: [{data, typed: [text, …]}, …]}, and writes a list of lists of sentences.

import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = await build({
  stdin: {
    contents:
      'export { checkNumbers } from "./src/web/comparison"; export { speak } from "./src/words/words";',
    resolveDir: here("."),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const url = `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`;
const { checkNumbers, speak } = await import(url);
const { language, asked } = JSON.parse(await text(process.stdin));
speak(language);
const said = asked.map(({ data, typed }) => typed.map((one) => checkNumbers(one, data).spoken));
process.stdout.write(JSON.stringify(said));
