// What a live page and its worker, in which Python runs, say to each other.
import type { Answers } from "../model/questions";
import type { Bytes, Spec } from "../model/types";
import type { Verdict } from "./data";

/** Where the worker finds everything; all of it on the page's own site. */
export interface Begin {
  readonly type: "begin";
  /** The folder of Pyodide, with a slash at its end. */
  readonly pyodide: string;
  /** Packages of Pyodide that the course needs. */
  readonly packages: readonly string[];
  /** The course itself, and single files of Python beside it. */
  readonly wheel: string;
  readonly files: readonly string[];
  /** The cells of the lesson. */
  readonly lesson: string;
}

export interface Ask {
  readonly type: "ask";
  readonly id: number;
  readonly cell: string;
  readonly answers: Answers;
}

export interface Check {
  readonly type: "check";
  readonly id: number;
  /** The key of the exercise; "" for one of an endless row, which its cell and number name. */
  readonly key: string;
  readonly cell: string;
  readonly number: number;
  readonly typed: string;
}

export type Question = Ask | Check;

/** What Python says to a question: an error, or what was asked for. */
export interface Answer {
  readonly type: "answer";
  readonly id: number;
  readonly error: string;
  readonly spec?: Spec;
  readonly buffers?: readonly Bytes[];
  readonly verdict?: Verdict;
}

export type Told =
  /** So many bytes have come so far. */
  | { readonly type: "loaded"; readonly bytes: number }
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly reason: string }
  | Answer;
