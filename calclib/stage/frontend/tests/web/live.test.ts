// @vitest-environment jsdom
// A page that is made live: what is asked of its worker, and that nothing is lost when that ends.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { exerciseContent, isForPython, start } from "../../src/web/cards";
import type { Task } from "../../src/web/data";
import { type Line, LiveLesson } from "../../src/web/live";
import type { Begin, Question, Told } from "../../src/web/protocol";
import { setTypesetter, wordsWith } from "../../src/web/words";
import { liveWords } from "../../src/words/words";

const begin: Begin = {
  type: "begin",
  pyodide: "https://here/live/pyodide/",
  packages: ["numpy"],
  wheel: "https://here/live/pyodide/calclib.whl",
  files: [],
  lesson: "https://here/live/lessons/09.json",
};

/** A worker that says what the test lets it say. */
class Stand implements Line {
  readonly heard: (Begin | Question)[] = [];
  ended = false;
  onmessage: ((event: MessageEvent<Told>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;

  postMessage(message: Begin | Question): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  say(told: Told): void {
    this.onmessage?.({ data: told } as MessageEvent<Told>);
  }
}

let workers: Stand[] = [];
const last = () => workers[workers.length - 1];

function open(): LiveLesson {
  workers = [];
  const make = () => {
    workers.push(new Stand());
    return last();
  };
  return new LiveLesson(make, begin);
}

function ready(): LiveLesson {
  const lesson = open();
  lesson.start();
  last().say({ type: "ready" });
  return lesson;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("nothing is loaded before a reader asks for it, and then once", () => {
  const lesson = open();
  expect(workers).toEqual([]);
  lesson.start();
  lesson.start();
  expect(workers.length).toBe(1);
  expect(last().heard).toEqual([begin]);
});

test("bytes are counted while Python comes, and questions wait until it is there", async () => {
  const lesson = open();
  lesson.start();
  last().say({ type: "loaded", bytes: 5 });
  expect(lesson.state).toEqual({ kind: "loading", bytes: 5 });
  expect((await lesson.ask("cell", {})).spec).toBeUndefined();
  last().say({ type: "ready" });
  expect(lesson.state).toEqual({ kind: "ready", waiting: 0 });
});

test("each question gets its own answer, in whatever order they come", async () => {
  const lesson = ready();
  const first = lesson.ask("a", { f: "x" });
  const second = lesson.check({ key: "l/n", cell: "b", number: 0, typed: "2x" });
  const [, one, two] = last().heard as [Begin, Question, Question];
  expect(lesson.state).toEqual({ kind: "ready", waiting: 2 });
  last().say({ type: "answer", id: two.id, error: "two" });
  last().say({ type: "answer", id: one.id, error: "one" });
  expect((await first).error).toBe("one");
  expect((await second).error).toBe("two");
  expect(lesson.state).toEqual({ kind: "ready", waiting: 0 });
});

test("a stop ends the worker, says so to whoever waits, and Python starts anew", async () => {
  const lesson = ready();
  const asked = lesson.ask("a", {});
  lesson.stop();
  expect(workers[0].ended).toBe(true);
  expect((await asked).error).toBe(liveWords().stopped);
  expect(workers.length).toBe(2);
  expect(last().heard).toEqual([begin]);
  void lesson.ask("b", {}); // waits in the new worker, which opens the lesson first
  expect(last().heard.length).toBe(2);
});

test("a stop while Python comes ends that, and it can be asked for again", () => {
  const lesson = open();
  lesson.start();
  lesson.stop();
  expect(lesson.state.kind).toBe("off");
  expect(workers[0].ended).toBe(true);
  lesson.start();
  expect(workers.length).toBe(2);
});

test("a failure is one sentence, ends the worker, and can be tried again", async () => {
  const lesson = open();
  lesson.start();
  last().say({ type: "failed", reason: "numpy.whl: 404." });
  expect(lesson.state).toEqual({
    kind: "failed",
    sentence:
      "Python could not be started: numpy.whl: 404. Everything else on this page works as before.",
  });
  expect(workers[0].ended).toBe(true);
  expect((await lesson.ask("a", {})).spec).toBeUndefined();
  lesson.start();
  expect(lesson.state.kind).toBe("loading");
});

test("a worker that dies at work leaves nobody waiting", async () => {
  const lesson = ready();
  const asked = lesson.ask("a", {});
  last().say({ type: "failed", reason: "Maximum call stack size exceeded" });
  expect((await asked).error).toContain("Maximum call stack size exceeded");
  expect(lesson.state.kind).toBe("failed");
});

test("a network that is silent for long counts as a failure, a slow one does not", () => {
  const lesson = open();
  lesson.start();
  for (let minute = 1; minute < 10; minute += 1) {
    vi.advanceTimersByTime(60_000);
    last().say({ type: "loaded", bytes: minute });
  }
  expect(lesson.state.kind).toBe("loading");
  vi.advanceTimersByTime(121_000);
  expect(lesson.state.kind).toBe("failed");
});

test("a long computation is no failure", () => {
  const lesson = ready();
  void lesson.ask("a", {});
  vi.advanceTimersByTime(3_600_000);
  expect(lesson.state).toEqual({ kind: "ready", waiting: 1 });
});

const formula: Task = {
  key: "lesson/slope",
  first: {
    role: "exercise",
    key: "lesson/slope",
    label: "Exercise",
    question: "",
    control: null,
    locked: false,
    buttons: [{ name: "hint", label: "Hint 1 of 1" }],
    said: "A live notebook checks this one.",
    told: "",
    spoken: "",
  },
  stages: [{}],
  typed: true,
  answer: null,
};

test("an exercise that only Python checks gets its field where Python runs, and loses it with it", () => {
  const live = exerciseContent(formula, { ...start, value: "2x" }, "ready");
  expect(live.control).toEqual({ kind: "line", words: liveWords().answer, value: "2x" });
  expect(live.buttons.map(({ name }) => name)).toEqual(["check", "hint"]);
  expect(live.said).toBe("");
  const offered = exerciseContent(formula, start, "offered");
  expect(offered.control).toBeNull();
  expect(offered.buttons.map(({ name }) => name)).toEqual(["hint", "live"]);
  expect(exerciseContent(formula, start)).toEqual(formula.first);
});

test("an answer that is code, and choices whose verdicts the page has, are not asked of Python", () => {
  expect(isForPython({ ...formula, typed: false })).toBe(false);
  expect(isForPython({ ...formula, answer: { kind: "words", verdicts: [] } })).toBe(false);
  expect(isForPython(formula)).toBe(true);
});

test("a formula that nobody set beforehand is set once there is a typesetter", () => {
  const host = document.createElement("div");
  const words = wordsWith({ $a$: "<b>a</b>" });
  words(host, "$a$ and $b^2$");
  expect([...host.querySelectorAll("span.math")].map((one) => one.innerHTML)).toEqual([
    "<b>a</b>",
    "$b^2$",
  ]);
  setTypesetter((text, display) => `<i>${text}${display}</i>`);
  words(host, "$a$ and $b^2$");
  expect(host.querySelectorAll("span.math")[1].innerHTML).toBe("<i>b^2false</i>");
});
