// The worker of a live page: it loads Python from the page's own site, opens the lesson, and hands
// each question to it. What is said is decided by Python, in site/live/session.py.

import type { Begin, Question, Told } from "../web/protocol";
import { fill, liveWords } from "../words/words";

/** The part of Pyodide that is used. */
interface Pyodide {
  loadPackage(names: readonly string[], options: { checkIntegrity: boolean }): Promise<unknown>;
  unpackArchive(bytes: ArrayBuffer, format: string): void;
  pyimport(name: string): PyProxy;
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
}

interface PyProxy {
  begin(lesson: string): Session;
}

interface Session {
  answer(message: string): Pair;
}

/** A tuple of Python: the text of an answer, and its buffers. */
interface Pair {
  toJs(): [string, Uint8Array<ArrayBuffer>[]];
  destroy(): void;
}

interface Loader {
  loadPyodide(options: { indexURL: string }): Promise<Pyodide>;
}

/** What a worker has that a page has not. */
interface Scope {
  postMessage(message: Told, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<Begin | Question>) => void) | null;
}

const scope = globalThis as unknown as Scope;
const say = (told: Told, transfer: Transferable[] = []) => scope.postMessage(told, transfer);

const nameOf = (url: string) => url.split("/").at(-1) ?? "";

let bytes = 0;

/** Count what comes through fetch, as it comes. */
function countBytes(): void {
  const whole = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (asked, options) => {
    const url = asked instanceof Request ? asked.url : `${asked}`;
    const answer = await whole(asked, options).catch(() => {
      throw new Error(fill(liveWords().didNotCome, nameOf(url)));
    });
    if (!answer.body) return answer;
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, line) {
        bytes += chunk.length;
        line.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = answer;
    const counted = new Response(answer.body.pipeThrough(count), { status, statusText, headers });
    // Pyodide looks for its packages beside the address that an answer came from.
    Object.defineProperty(counted, "url", { value: answer.url });
    return counted;
  };
}

async function load(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${nameOf(url)}: ${answer.status}`);
  return answer.arrayBuffer();
}

async function open({ pyodide, packages, wheel, files, lesson }: Begin): Promise<Session> {
  const { loadPyodide } = (await import(`${pyodide}pyodide.mjs`)) as Loader;
  const python = await loadPyodide({ indexURL: pyodide });
  await python.loadPackage(packages, { checkIntegrity: true });
  python.unpackArchive(await load(wheel), "wheel");
  for (const file of files) {
    python.FS.writeFile(`/home/pyodide/${nameOf(file)}`, new Uint8Array(await load(file)));
  }
  const cells = new TextDecoder().decode(await load(lesson));
  return python.pyimport("session").begin(cells);
}

function answer(session: Session, question: Question): void {
  const pair = session.answer(JSON.stringify(question));
  const [text, arrays] = pair.toJs();
  pair.destroy();
  const buffers = arrays.map(({ buffer }) => buffer);
  say({ ...JSON.parse(text), buffers } as Told, buffers);
}

/** The last line of what went wrong: Python's own errors have long ones above it. */
const reason = (error: unknown) =>
  `${error instanceof Error ? error.message : error}`.trim().split("\n").at(-1) ?? "";

let opened: Promise<Session> | null = null;

scope.onmessage = async ({ data }) => {
  try {
    if (data.type === "begin") {
      countBytes();
      let told = 0;
      const tell = () => {
        if (bytes > told) say({ type: "loaded", bytes });
        told = bytes;
      };
      const beat = setInterval(tell, 200);
      opened = open(data);
      await opened.finally(() => clearInterval(beat));
      say({ type: "ready" });
    } else if (opened) answer(await opened, data);
  } catch (error) {
    say({ type: "failed", reason: reason(error) });
  }
};
