// What a card shows: the one trait that Python sends, and that a page without Python writes itself.

export interface Choices {
  readonly kind: "choices";
  /** Each choice in Markdown. */
  readonly choices: readonly string[];
  readonly guess: number | null;
}

export interface Span {
  readonly kind: "span";
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly value: number;
}

/** A field for one line. */
export interface Line {
  readonly kind: "line";
  readonly words: string;
  readonly value: string;
}

export interface Button {
  readonly name: string;
  readonly label: string;
  readonly off?: boolean;
}

export interface Content {
  /** Which table of words the rest of the card comes from; missing for English. */
  readonly language?: string;
  /** What stands here: a question with a guess, its answer, an exercise, or a table. */
  readonly role: "guess" | "answer" | "exercise" | "table";
  /** The lesson and the name of a question, "zoom_in/top"; a guess and its answer have the same. */
  readonly key: string;
  /** How the card is called by a screen reader. */
  readonly label: string;
  readonly question: string;
  readonly control: Choices | Span | Line | null;
  /** The guess is made and stays. */
  readonly locked: boolean;
  readonly buttons: readonly Button[];
  /** A verdict, or what became of a guess, in Markdown. */
  readonly said: string;
  /** Hints and the solution, in Markdown. */
  readonly told: string;
  /** The same in plain words, for a screen reader; it is read out when it changes. */
  readonly spoken: string;
}

/** What a reader did: chose, checked, pressed a button; or the scene before an answer was played. */
export interface Act {
  readonly type: string;
  readonly value?: string | number;
}
