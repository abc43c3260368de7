// What the web edition's pages hold beside their words: every state of a card, as the course's own
// Python wrote it when the site was built. The browser compares numbers and computes nothing.
import type { Content } from "../cards/content";
import type { Side } from "./bounds";
import type { Names } from "./labels";

/** Where a content differs from the first of its card. */
export type Change = Partial<Content>;

/** A verdict: passed is null where nothing is decided; said is Markdown, spoken plain words. */
export interface Verdict {
  readonly passed: boolean | null;
  readonly said: string;
  readonly spoken: string;
}

/** A question with a guess, and its answer further down: two cards, closed and open. */
export interface PredictionData {
  readonly key: string;
  readonly first: Content;
  /** The guesses that can be made: 1, 2, … for choices, the numbers of a slider. */
  readonly guesses: readonly number[];
  /** The changes without a guess, and then those with each of the guesses. */
  readonly closed: readonly Change[];
  readonly open: readonly Change[];
}

/** A wrong answer: its numbers one after another, what is said of it, its sizes if it has others. */
export type Row = readonly [numbers: readonly number[], verdict: number, sizes?: string];

/** How numbers are compared, and every verdict on them; a verdict is named by its place. */
export interface NumbersData {
  readonly kind: "numbers";
  readonly verdicts: readonly Verdict[];
  readonly shape: readonly number[];
  readonly target: readonly number[];
  readonly tolerance: number;
  /** A number rounded to so many digits counts. */
  readonly digits: number;
  readonly ordered: boolean;
  /** What the question says its letters are: a pattern of each, and its value. */
  readonly given: readonly (readonly [pattern: string, value: string])[];
  /** Whether the number is a factor, so that 32x is 32. */
  readonly factor: boolean;
  /** The names of each number, where several are asked for that have some. */
  readonly names: Names;
  /** For each number on which side of the values asked for it lies; empty where none is a bound. */
  readonly bound: readonly Side[];
  /** Whether a change is asked for that is negative where something falls; what is said of a fall
   * where it is not. */
  readonly signed: boolean;
  readonly withoutSign: number;
  /** Expressions that are what is asked for, and may stand as a left side. */
  readonly called: readonly string[];
  /** What may be written around a number, with … in its place. */
  readonly frames: readonly string[];
  /** What is said to a comparison that points to the other side, for each side that is asked for. */
  readonly otherWay: Readonly<Record<string, number>>;
  readonly right: number;
  readonly blank: number;
  /** Slips with a name of their own in this exercise, then those that every exercise knows. */
  readonly slips: readonly Row[];
  readonly known: readonly Row[];
  /** Answers of another shape, by their sizes: "" for one number, "3", "2,2". */
  readonly shapes: Readonly<Record<string, number>>;
  readonly otherShape: number;
  /** For each entry that is the first whose sign alone is wrong. */
  readonly signs: readonly (number | null)[];
  /** Rounded to two digits it would be right. */
  readonly tooFewDigits: number;
  /** All entries are off by one factor, far from 1 or near it; the page fills it in for {}. */
  readonly times: number;
  readonly nearlyTimes: number;
  /** All entries are within one per cent, and the one that is off most is no whole number, should
   * be one, or is one that is off by {}, to one side or to the other. */
  readonly moreDigits: number;
  readonly notWhole: number;
  readonly offBy: readonly (readonly [small: number, large: number])[];
  /** For each entry that is the first that is wrong: too small or too large. */
  readonly apart: readonly (readonly [small: number, large: number])[];
}

/** One of several words; verdicts in the order of the choices. */
export interface WordsData {
  readonly kind: "words";
  readonly verdicts: readonly Verdict[];
}

/** One exercise: its hints one by one, at last the solution; and how an answer is checked here. */
export interface Task {
  readonly key: string;
  readonly first: Content;
  readonly stages: readonly Change[];
  /** Whether an answer can be typed; where Python runs on the page, it checks that answer. */
  readonly typed: boolean;
  /** Null where only Python can check it. */
  readonly answer: NumbersData | WordsData | null;
}

/** A card with one exercise, or with several of one kind, one after another. */
export interface ExerciseData {
  readonly tasks: readonly Task[];
}

/** A lesson for the table of progress. */
export interface LessonData {
  readonly title: string;
  readonly page: string;
  readonly lesson: string;
  readonly exercises: readonly string[];
  /** Keys of earlier editions, "lesson/name", with the name of today. */
  readonly formerly: Readonly<Record<string, string>>;
}
