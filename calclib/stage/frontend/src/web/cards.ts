// Cards on a page without a kernel: a guess, its answer, an exercise. What each state of them says
// was written by Python; here the states follow from what a reader does.
import { isBetween, played } from "../cards/between";
import type { Act, Content } from "../cards/content";
import { type Card, makeCard } from "../cards/dom";
import { liveWords } from "../words/words";
import { checkNumbers } from "./comparison";
import type { ExerciseData, PredictionData, Task, Verdict } from "./data";
import {
  type LiveLesson,
  type Liveness,
  liveChanged,
  liveLesson,
  liveness,
  startLive,
} from "./live";
import { changed, type Guess, guessOf, keepGuess, remember } from "./memory";
import { type Formulas, wordsWith } from "./words";

/** What a page holds for one card. */
interface Held<Data> {
  readonly data: Data;
  readonly formulas: Formulas;
}

/** The data that stands in an element, which then makes room for the card. */
function take<Data>(element: HTMLElement): Held<Data> {
  const script = element.querySelector("script[type='application/json']");
  const { data, formulas } = JSON.parse(script?.textContent ?? "null") as Held<Data>;
  // Formulas of the words that stand here for readers without JavaScript are not sent twice.
  const shown = [...element.querySelectorAll<HTMLElement>("[data-source]")];
  const table = Object.fromEntries(shown.map((one) => [one.dataset.source, one.innerHTML]));
  element.replaceChildren();
  return { data, formulas: { ...formulas, ...table } };
}

/** The content of a guess or an answer. */
export function contentOf(
  { first, guesses, closed, open }: PredictionData,
  { guess, open: isOpen }: Guess,
): Content {
  const place = guess === null ? 0 : 1 + guesses.indexOf(guess);
  return { ...first, ...(isOpen ? open : closed)[place] };
}

/** What is known of a prediction after an act; a guess that is made stays. */
export function after(was: Guess, act: Act, guesses: readonly number[]): Guess {
  const value = Number(act.value);
  if (act.type === "choose" && was.guess === null && !was.open) {
    const guess = guesses.find((one) => Math.abs(one - value) < 1e-9);
    return guess === undefined ? was : { ...was, guess };
  }
  if (act.type === "played") return { ...was, open: was.open || was.guess !== null };
  return act.type === "show" ? { ...was, open: true } : was;
}

/** Both cards of a prediction know the same: what is remembered under its key. */
class PredictionCard extends HTMLElement {
  private life: AbortController | null = null;
  private hasBeenPlayed = false;

  connectedCallback(): void {
    if (this.life) return;
    this.life = new AbortController();
    const { signal } = this.life;
    const { data, formulas } = take<PredictionData>(this);
    const act = (one: Act) => {
      if (one.type === "played") this.hasBeenPlayed = true;
      const was = guessOf(data.key);
      const is = after(was, one, data.guesses);
      const opened = this.hasBeenPlayed ? after(is, { type: "played" }, data.guesses) : is;
      if (opened.guess !== was.guess || opened.open !== was.open) keepGuess(data.key, opened);
    };
    const card = makeCard(contentOf(data, guessOf(data.key)), wordsWith(formulas), act);
    this.append(card.element);
    const show = () => {
      if (this.hasBeenPlayed && !guessOf(data.key).open && guessOf(data.key).guess !== null)
        act({ type: "played" });
      else card.update(contentOf(data, guessOf(data.key)));
    };
    addEventListener(changed, show, { signal });
    addEventListener("storage", show, { signal });
    if (data.first.role !== "answer") return;
    const watch = (event: Event) => {
      // Seen from here a scene in a shadow root is its host.
      if (event.target instanceof Node && isBetween(event.target, card.element))
        act({ type: "played" });
    };
    document.addEventListener(played, watch, { signal });
  }
}

/** Where a reader is in an exercise. */
export interface Place {
  readonly stage: number;
  readonly value: string;
  readonly choice: number | null;
  readonly verdict: Verdict | null;
  readonly spoken: string;
}

export const start: Place = { stage: 0, value: "", choice: null, verdict: null, spoken: "" };

/** Whether Python checks the answers to an exercise, where it runs on the page. */
export const isForPython = ({ typed, answer }: Task): boolean => typed && answer?.kind !== "words";

/** The content of an exercise that no page checks, with the field that it has where Python runs. */
function withField(content: Content): Content {
  const check = { name: "check", label: "Check", off: false };
  return {
    ...content,
    control: { kind: "line", words: liveWords().answer, value: "" },
    buttons: [check, ...content.buttons],
    said: "",
  };
}

/** The same with a button that lets Python come. */
function withOffer(content: Content): Content {
  const offer = { name: "live", label: liveWords().offerHere, off: false };
  return { ...content, buttons: [...content.buttons, offer] };
}

const forPython: Readonly<Record<Liveness, (content: Content) => Content>> = {
  none: (content) => content,
  offered: withOffer,
  ready: withField,
};

/** The content of an exercise at a place of it. */
export function exerciseContent(task: Task, place: Place, live: Liveness = "none"): Content {
  const { first, stages } = task;
  const shown = { ...first, ...stages[place.stage] };
  const content = isForPython(task) && !task.answer ? forPython[live](shown) : shown;
  const { control } = content;
  const filled =
    control?.kind === "line"
      ? { ...control, value: place.value }
      : control?.kind === "choices"
        ? { ...control, guess: place.choice }
        : control;
  return {
    ...content,
    control: filled,
    said: place.verdict?.said ?? content.said,
    spoken: place.spoken,
  };
}

/** The place after an act. */
export function next(task: Task, was: Place, act: Act): Place {
  const { answer, stages } = task;
  if (act.type === "hint" && was.stage + 1 < stages.length) {
    const stage = was.stage + 1;
    return { ...was, stage, spoken: stages[stage].spoken ?? "" };
  }
  if (act.type === "check" && answer?.kind === "numbers") {
    const value = `${act.value ?? ""}`.slice(0, 1000);
    const verdict = checkNumbers(value, answer);
    return { ...was, value, verdict, spoken: verdict.spoken };
  }
  if (act.type === "choose" && answer?.kind === "words") {
    const choice = Number(act.value) - 1;
    const verdict = answer.verdicts[choice];
    return { ...was, choice, verdict, spoken: verdict.spoken };
  }
  return was;
}

/** One exercise, or several one after another; where Python runs on the page, it checks them. */
class ExerciseCard extends HTMLElement {
  private card: Card | null = null;
  private tasks: readonly Task[] = [];
  private number = 0;
  private place = start;
  private live: Liveness = "none";

  connectedCallback(): void {
    if (this.card) return;
    const { data, formulas } = take<ExerciseData>(this);
    this.tasks = data.tasks;
    this.live = liveness();
    this.card = makeCard(this.content(), wordsWith(formulas), (one) => this.act(one));
    this.append(this.card.element);
    addEventListener(liveChanged, () => {
      if (this.live === liveness()) return;
      this.live = liveness();
      this.show();
    });
  }

  private get task(): Task {
    return this.tasks[this.number];
  }

  private content(): Content {
    return exerciseContent(this.task, this.place, this.live);
  }

  private show(): void {
    if (this.place.verdict?.passed) remember(this.task.key);
    this.card?.update(this.content());
  }

  private act(act: Act): void {
    const lesson = liveLesson();
    if (act.type === "check" && lesson && isForPython(this.task)) {
      void this.ask(lesson, `${act.value ?? ""}`);
      this.card?.note(liveWords().checking);
      return;
    }
    if (act.type === "live") {
      startLive();
      return;
    }
    if (act.type === "next") {
      this.number = (this.number + 1) % this.tasks.length;
      this.place = { ...start, spoken: this.task.first.question };
    } else this.place = next(this.task, this.place, act);
    this.show();
  }

  /** Ask Python for a verdict; what it says of an exercise that the reader has left is not shown. */
  private async ask(lesson: LiveLesson, typed: string): Promise<void> {
    const { number, task } = this;
    const cell = this.getAttribute("cell") ?? "";
    const { error, verdict } = await lesson.check({ key: task.key, cell, number, typed });
    if (number !== this.number) return;
    if (verdict) {
      this.place = { ...this.place, value: typed, verdict, spoken: verdict.spoken };
      this.show();
    }
    this.card?.note(error);
  }
}

export function defineCards(): void {
  customElements.define("calclib-guess", class extends PredictionCard {});
  customElements.define("calclib-answer", class extends PredictionCard {});
  customElements.define("calclib-exercise", ExerciseCard);
}
