// A lesson in whose page Python runs: one worker, which is made when a reader asks for it, and which
// can be ended at any time.
import type { Answers } from "../model/questions";
import { fill, liveWords } from "../words/words";
import type { Answer, Begin, Check, Question, Told } from "./protocol";

/** Heard on the window when the state of the live lesson has changed. */
export const liveChanged = "calclib-live";

export type LiveState =
  | { readonly kind: "off" }
  | { readonly kind: "loading"; readonly bytes: number }
  | { readonly kind: "ready"; readonly waiting: number }
  | { readonly kind: "failed"; readonly sentence: string };

/** The part of a Worker that is used. */
export interface Line {
  postMessage(message: Begin | Question): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Told>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

type Unsent = Omit<Check, "type" | "id">;

interface Waiting {
  readonly question: Question;
  readonly give: (answer: Answer) => void;
}

const patience = 120_000; // milliseconds without a byte or a word, while Python is on its way

const refusal = (id: number, error: string): Answer => ({ type: "answer", id, error });

export class LiveLesson {
  private now: LiveState = { kind: "off" };
  private line: Line | null = null;
  private asked = 0;
  private timer = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly makeLine: () => Line,
    private readonly begin: Begin,
  ) {}

  get state(): LiveState {
    return this.now;
  }

  /** Whether questions are taken; while Python starts anew they wait for it. */
  get isReady(): boolean {
    return this.now.kind === "ready";
  }

  start(): void {
    if (this.line) return;
    this.open();
    this.become({ kind: "loading", bytes: 0 });
  }

  /** End what Python does: while it comes that is all; later it starts anew, from the browser's store. */
  stop(): void {
    const wasReady = this.isReady;
    this.close();
    this.refuseAll(liveWords().stopped);
    if (wasReady) this.open();
    this.become(wasReady ? { kind: "ready", waiting: 0 } : { kind: "off" });
  }

  /** Ask for the scene of a cell. */
  ask(cell: string, answers: Answers): Promise<Answer> {
    return this.put((id) => ({ type: "ask", id, cell, answers }));
  }

  /** Ask for the verdict on a typed answer. */
  check(given: Unsent): Promise<Answer> {
    return this.put((id) => ({ type: "check", id, ...given }));
  }

  private put(make: (id: number) => Question): Promise<Answer> {
    this.asked += 1;
    const question = make(this.asked);
    if (!this.isReady) return Promise.resolve(refusal(question.id, ""));
    return new Promise((give) => {
      this.waiting.set(question.id, { question, give });
      this.line?.postMessage(question);
      this.count();
    });
  }

  private count(): void {
    this.become({ kind: "ready", waiting: this.waiting.size });
  }

  private open(): void {
    const line = this.makeLine();
    line.onmessage = ({ data }) => this.hear(data);
    line.onerror = (event) => {
      event.preventDefault?.();
      this.fail(event.message || liveWords().noScript);
    };
    line.postMessage(this.begin);
    this.line = line;
    this.wait();
  }

  private close(): void {
    clearTimeout(this.timer);
    if (this.line) {
      this.line.onmessage = null;
      this.line.onerror = null;
      this.line.terminate();
    }
    this.line = null;
  }

  /** A network that hangs looks like a slow one, until it has been silent for long. */
  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fail(liveWords().silent), patience);
  }

  private hear(told: Told): void {
    switch (told.type) {
      case "loaded":
        this.wait();
        if (!this.isReady) this.become({ kind: "loading", bytes: told.bytes });
        return;
      case "ready":
        clearTimeout(this.timer);
        this.count();
        return;
      case "failed":
        this.fail(told.reason);
        return;
      case "answer": {
        const one = this.waiting.get(told.id);
        this.waiting.delete(told.id);
        this.count();
        one?.give(told);
      }
    }
  }

  private fail(reason: string): void {
    const words = this.isReady ? liveWords().broken : liveWords().failed;
    const sentence = fill(words, reason.replace(/\.$/, ""));
    this.close();
    this.become({ kind: "failed", sentence });
    this.refuseAll(sentence);
  }

  private refuseAll(error: string): void {
    const left = [...this.waiting.values()];
    this.waiting.clear();
    for (const { question, give } of left) give(refusal(question.id, error));
  }

  private become(state: LiveState): void {
    this.now = state;
    dispatchEvent(new Event(liveChanged));
  }
}

let lesson: LiveLesson | null = null;

/** The live lesson of this page; null where there is none, or Python is not there. */
export const liveLesson = (): LiveLesson | null => (lesson?.isReady ? lesson : null);

/** What a page can do about Python: nothing, offer it, or ask it. */
export type Liveness = "none" | "offered" | "ready";

export const liveness = (): Liveness =>
  lesson === null ? "none" : lesson.isReady ? "ready" : "offered";

/** Let Python come, as a reader asks for it anywhere on the page. */
export const startLive = (): void => lesson?.start();

export function setLiveLesson(one: LiveLesson): void {
  lesson = one;
}
