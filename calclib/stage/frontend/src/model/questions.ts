// What the learner asks Python to compute anew: one question on its way at a time, the latest wins.
import { playerWords } from "../words/words";

/** The answer to one question: words, a number, or a point (x, y). */
export type Answer = string | number | readonly [number, number];
export type Answers = Readonly<Record<string, Answer>>;

export interface Questions {
  readonly answers: Answers;
  /** Whether there is a kernel to ask. */
  readonly alive: boolean;
  /** The answers of the picture that shows. */
  readonly good: Answers;
  /** The answers of the last request. */
  readonly asked: Answers;
  /** Names of answers that Python refused; their fields keep the words that the learner typed. */
  readonly refused: readonly string[];
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

/** The questions as a player finds them; `sent` is the last request of another view, if any. */
export const openQuestions = (answers: Answers, alive: boolean, sent = 0): Questions => ({
  answers,
  alive,
  good: answers,
  asked: answers,
  refused: [],
  sent,
  waiting: false,
  pending: false,
  note: alive ? "" : playerWords().saved,
});

/** A request is due when the answers have changed and no other is on its way. */
export const isDue = ({ alive, pending, waiting }: Questions): boolean =>
  alive && pending && !waiting;

const isSame = (one: Answer, other: Answer) => String(one) === String(other);

/** Put refused answers back, so that one mistake does not spoil every other request. */
function refuse(state: Questions, note: string): Questions {
  const { answers, good, asked } = state;
  const wrong = Object.keys(asked).filter((name) => !isSame(asked[name], good[name]));
  const back = wrong.filter((name) => isSame(answers[name], asked[name]));
  const kept = Object.fromEntries(back.map((name) => [name, good[name]]));
  const refused = [...new Set([...state.refused, ...back])];
  return { ...state, answers: { ...answers, ...kept }, refused, waiting: false, note };
}

function accept(state: Questions): Questions {
  const note = state.refused.length > 0 ? state.note : "";
  return { ...state, good: state.asked, waiting: false, note };
}

/** The questions after an event. */
export function ask(state: Questions, event: AskEvent): Questions {
  switch (event.type) {
    case "answer": {
      const answers = { ...state.answers, [event.name]: event.answer };
      const refused = state.refused.filter((name) => name !== event.name);
      return { ...state, answers, refused, pending: true };
    }
    case "send":
      return {
        ...state,
        asked: state.answers,
        sent: state.sent + 1,
        waiting: true,
        pending: false,
      };
    case "reply":
      // A late reply to an earlier request shows its picture, but what it says is out of date.
      if (event.id !== state.sent) return state;
      return event.error ? refuse(state, event.error) : accept(state);
    case "silence":
      // A slow computation and a dead kernel look alike from here; the sentence holds for both.
      return { ...state, waiting: false, note: playerWords().silence };
  }
}
