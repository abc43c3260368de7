// @vitest-environment jsdom
// Cards without a kernel: their states follow from acts, and what is known outlives the page.
import { beforeEach, expect, test } from "vitest";
import type { Content } from "../../src/cards/content";
import { after, contentOf, exerciseContent, next, start } from "../../src/web/cards";
import type { LessonData, PredictionData, Task } from "../../src/web/data";
import {
  addFile,
  forget,
  guessOf,
  keepGuess,
  progressFile,
  remember,
  solved,
} from "../../src/web/memory";
import { countSolved } from "../../src/web/progress";
import { wordsWith } from "../../src/web/words";

const content: Content = {
  role: "guess",
  key: "lesson/name",
  label: "A guess",
  question: "Which?",
  control: { kind: "choices", choices: ["a", "b"], guess: null },
  locked: false,
  buttons: [],
  said: "",
  told: "",
  spoken: "",
};
const prediction: PredictionData = {
  key: "lesson/name",
  first: content,
  guesses: [1, 2],
  closed: [{}, { said: "kept a", locked: true }, { said: "kept b", locked: true }],
  open: [{ said: "it is b" }, { said: "a is wrong" }, { said: "b is right" }],
};
const none = { guess: null, open: false };

beforeEach(() => localStorage.clear());

test("the first guess stays, and nothing is said of it before the answer opens", () => {
  const guessed = after(none, { type: "choose", value: 1 }, prediction.guesses);
  expect(contentOf(prediction, guessed).said).toBe("kept a");
  expect(after(guessed, { type: "choose", value: 2 }, prediction.guesses)).toEqual(guessed);
  const opened = after(guessed, { type: "show" }, prediction.guesses);
  expect(contentOf(prediction, opened).said).toBe("a is wrong");
});

test("a scene that was played opens the answer to a guess, and to no guess it waits", () => {
  expect(after(none, { type: "played" }, [1, 2]).open).toBe(false);
  expect(after({ guess: 1, open: false }, { type: "played" }, [1, 2]).open).toBe(true);
});

test("without a guess the button shows the answer, and then no guess is taken", () => {
  const opened = after(none, { type: "show" }, [1, 2]);
  expect(contentOf(prediction, opened).said).toBe("it is b");
  expect(after(opened, { type: "choose", value: 1 }, [1, 2])).toEqual(opened);
});

test("a guess that is not offered is none", () => {
  for (const value of [0, 3, Number.NaN, "x"])
    expect(after(none, { type: "choose", value }, [1, 2])).toEqual(none);
});

const task: Task = {
  key: "lesson/choice",
  first: content,
  stages: [{}, { told: "Hint 1 of 1." }],
  typed: true,
  answer: {
    kind: "words",
    verdicts: [
      { passed: false, said: "no", spoken: "no" },
      { passed: true, said: "yes", spoken: "yes" },
    ],
  },
};

test("hints come one at a time and end", () => {
  const first = next(task, start, { type: "hint" });
  expect(exerciseContent(task, first).told).toBe("Hint 1 of 1.");
  expect(next(task, first, { type: "hint" })).toEqual(first);
});

test("a choice of an exercise can be made again", () => {
  const wrong = next(task, start, { type: "choose", value: 1 });
  expect(exerciseContent(task, wrong).said).toBe("no");
  expect(next(task, wrong, { type: "choose", value: 2 }).verdict?.passed).toBe(true);
});

test("progress is the notebook's file, line by line, each exercise once", () => {
  remember("zoom_in/nearby");
  remember("zoom_in/nearby");
  expect(progressFile()).toBe('{"lesson": "zoom_in", "exercise": "nearby"}\n');
  expect(addFile('\ufeff{"lesson": "a", "exercise": "b"}\n{"lesson": "zo')).toBe(1);
  expect(solved()).toEqual(new Set(["zoom_in/nearby", "a/b"]));
});

test("a file of another kind is left alone", () => {
  remember("a/b");
  for (const text of ["My notes", "", "{}", "[1]", "null", '{"lesson": 1, "exercise": 2}'])
    expect(addFile(text)).toBeNull();
  expect(solved().size).toBe(1);
});

test("what others wrote into the browser's memory breaks nothing", () => {
  for (const text of ["not json", "[]", "null", '{"lesson/name": {"guess": "x"}}']) {
    localStorage.setItem("calclib-guesses", text);
    expect(guessOf("lesson/name")).toEqual(none);
  }
  keepGuess("lesson/name", { guess: 2, open: true });
  expect(guessOf("lesson/name")).toEqual({ guess: 2, open: true });
  forget();
  expect(guessOf("lesson/name")).toEqual(none);
});

test("an exercise that was solved under a former name counts", () => {
  const lesson: LessonData = {
    title: "2",
    page: "2.html",
    lesson: "zoom_in",
    exercises: ["nearby", "powers"],
    formerly: { "1/first": "nearby" },
  };
  expect(countSolved(lesson, new Set(["1/first", "zoom_in/other"]))).toBe(1);
});

test("a formula is set from the table, a lesson's link leads to its page, a word is no tag", () => {
  const host = document.createElement("div");
  wordsWith({ $x$: "<i>x</i>" })(host, "**Not yet.** $x$ <b>. [Read why](09-a-b.ipynb#One-step).");
  expect(host.querySelector(".math")?.innerHTML).toBe("<i>x</i>");
  expect(host.querySelector("a")?.getAttribute("href")).toBe("09-a-b.html#One-step");
  expect(host.querySelector("b")).toBeNull();
});
