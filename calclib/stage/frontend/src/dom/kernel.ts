// The line to Python for new computations: sends what is due, waits, and gives up waiting.
import {
  type Answer,
  type Answers,
  type AskEvent,
  ask,
  due,
  type Request,
  saved,
  untouched,
} from "../model/questions";

/** What passes between the player and Python about questions. */
export interface Line {
  /** Missing on a page that was saved without a kernel. */
  readonly send?: (request: Request) => void;
  /** The state has changed. */
  readonly changed: () => void;
}

export interface Kernel {
  readonly answers: () => Answers;
  readonly note: () => string;
  readonly waiting: () => boolean;
  readonly refused: (name: string) => boolean;
  /** Whether there is anyone to ask. */
  readonly alive: boolean;
  readonly answer: (name: string, answer: Answer) => void;
  readonly reply: (id: number, error: string) => void;
  readonly close: () => void;
}

const patience = 8000;

/** Open a line; `heard` is the number of the request that Python answered last. */
export function makeKernel(opening: Answers, heard: number, { send, changed }: Line): Kernel {
  let state = { ...untouched(opening), sent: heard, note: send ? "" : saved };
  let timer = 0;
  const take = (event: AskEvent): void => {
    state = ask(state, event);
    if (due(state) && send) post(send);
    changed();
  };
  const post = (send: (request: Request) => void): void => {
    state = ask(state, { type: "send" });
    clearTimeout(timer);
    timer = window.setTimeout(() => take({ type: "silence" }), patience);
    try {
      send({ type: "ask", id: state.sent, answers: state.answers });
    } catch {
      // A widget manager that has lost its kernel refuses at once.
      clearTimeout(timer);
      state = ask(state, { type: "silence" });
    }
  };
  return {
    answers: () => state.answers,
    note: () => state.note,
    waiting: () => state.waiting,
    refused: (name) => state.refused.includes(name),
    alive: send !== undefined,
    answer: (name, answer) => take({ type: "answer", name, answer }),
    reply: (id, error) => {
      if (id === state.sent) clearTimeout(timer);
      take({ type: "reply", id, error });
    },
    close: () => clearTimeout(timer),
  };
}
