// The widget's model: what Python and the page say to each other.
import type { Answers, Request } from "../model/questions";
import type { Report } from "../model/state";
import type { Bytes, Spec } from "../model/types";

/** What Python says to a request: the number of it, and what was wrong with it. */
export interface Reply {
  readonly id?: number;
  readonly error?: string;
}

interface Traits {
  readonly spec: Spec;
  readonly buffers: readonly Bytes[];
  readonly state: Report | undefined;
  readonly answers: Answers | undefined;
  readonly reply: Reply | undefined;
}

/** The part of an anywidget model that the player uses. */
export interface Model {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  set(name: "state", value: Report): void;
  save_changes(): void;
  on(name: string, callback: () => void): void;
  off(name: string, callback: () => void): void;
  /** For how many milliseconds Python may say nothing before the player says so. */
  readonly patience?: number;
  /** Missing where there is no kernel. */
  send?(request: Request): void;
}
