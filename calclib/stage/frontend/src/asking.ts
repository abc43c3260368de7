// What the learner asks Python to compute anew: one question on its way at a time, the latest wins.

/** The answer to one question: words, a number, or a point (x, y). */
export type Answer = string | number | readonly [number, number];
export type Answers = Readonly<Record<string, Answer>>;

export interface Asking {
  readonly answers: Answers;
  /** The number of the last request. */
  readonly sent: number;
  /** Python has not answered that one yet. */
  readonly waiting: boolean;
  /** The answers have changed since. */
  readonly pending: boolean;
  /** One line for the learner: what Python said, or that it says nothing. */
  readonly note: string;
}

export type AskEvent =
  | { readonly type: "answer"; readonly name: string; readonly answer: Answer }
  | { readonly type: "send" }
  | { readonly type: "reply"; readonly id: number; readonly error: string }
  | { readonly type: "silence" };

/** What one request carries. */
export interface Request {
  readonly type: "ask";
  readonly id: number;
  readonly answers: Answers;
}

// A slow computation and a dead kernel look alike from here; the sentence holds for both.
export const silence = "The kernel does not answer. Everything else still plays.";
export const saved = "Saved without a kernel: open the notebook to change this.";

export const untouched = (answers: Answers): Asking => ({
  answers,
  sent: 0,
  waiting: false,
  pending: false,
  note: "",
});

/** A request is due when the answers have changed and no other is on its way. */
export const due = ({ pending, waiting }: Asking): boolean => pending && !waiting;

/** The state of asking after an event. */
export function ask(state: Asking, event: AskEvent): Asking {
  switch (event.type) {
    case "answer": {
      const answers = { ...state.answers, [event.name]: event.answer };
      return { ...state, answers, pending: true };
    }
    case "send":
      return { ...state, sent: state.sent + 1, waiting: true, pending: false };
    case "reply":
      // A late reply to an earlier request shows its picture, but what it says is out of date.
      return event.id === state.sent ? { ...state, waiting: false, note: event.error } : state;
    case "silence":
      return { ...state, waiting: false, note: silence };
  }
}
