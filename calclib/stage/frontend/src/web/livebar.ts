// <calclib-live>: the offer to make a page live, how far Python has come, and the way to stop it.

import { fill, liveWords } from "../words/words";
import { type Line, LiveLesson, type LiveState, liveChanged, setLiveLesson } from "./live";
import type { Begin } from "./protocol";
import { setTypesetter, type Typesetter } from "./words";

/** What the page holds for the element; addresses are relative to the page. */
interface Offer extends Omit<Begin, "type"> {
  readonly worker: string;
  readonly katex: string;
  /** Bytes that are counted as they come, and those of scripts, which are not. */
  readonly counted: number;
  readonly imported: number;
}

interface Katex {
  readonly default: {
    renderToString(text: string, options: Readonly<Record<string, unknown>>): string;
  };
}

const aWhile = 400; // milliseconds after which a computation is worth a word

const millions = (bytes: number) => (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  text = "",
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/** Formulas of verdicts, which nobody could set beforehand; KaTeX writes no link and no script. */
const typesetterOf =
  (katex: Katex): Typesetter =>
  (text, display) =>
    katex.default.renderToString(text, {
      displayMode: display,
      throwOnError: false,
      trust: false,
      maxExpand: 100,
    });

class LiveElement extends HTMLElement {
  private life: AbortController | null = null;
  private readonly words = make("p", "words");
  private readonly progress = make("progress", "come");
  private readonly button = make("button", "start");
  private readonly bar = make("div", "calclib-live-bar");
  private readonly barWords = make("span", "words");
  private readonly stop = make("button", "stop");
  private timer = 0;
  private hasKatex = false;

  connectedCallback(): void {
    const script = this.querySelector("script[type='application/json']");
    // A page that is opened as a file has no workers.
    if (this.life || !script || location.protocol === "file:") return;
    this.life = new AbortController();
    const { signal } = this.life;
    const offer = JSON.parse(script.textContent ?? "null") as Offer;
    const here = (path: string) => new URL(path, document.baseURI).href;
    const makeLine = () => new Worker(here(offer.worker), { type: "module" }) as Line;
    const lesson = new LiveLesson(makeLine, {
      type: "begin",
      pyodide: here(offer.pyodide),
      packages: offer.packages,
      wheel: here(offer.wheel),
      files: offer.files.map(here),
      lesson: here(offer.lesson),
    });
    setLiveLesson(lesson);
    this.lay();
    this.button.addEventListener("click", () => {
      if (lesson.state.kind === "loading") lesson.stop();
      else lesson.start();
    });
    this.stop.addEventListener("click", () => {
      if (lesson.state.kind === "failed") lesson.start();
      else lesson.stop();
    });
    const show = () => {
      this.show(lesson.state, offer);
      if (lesson.isReady) this.loadKatex(here(offer.katex));
    };
    addEventListener(liveChanged, show, { signal });
    show();
  }

  disconnectedCallback(): void {
    this.life?.abort();
    this.life = null;
    this.bar.remove();
  }

  private loadKatex(url: string): void {
    if (this.hasKatex) return;
    this.hasKatex = true;
    void import(url).then(
      (katex: Katex) => setTypesetter(typesetterOf(katex)),
      () => {}, // formulas in verdicts then stay as they are typed, and all else works
    );
  }

  private lay(): void {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", liveWords().label);
    this.button.type = "button";
    this.stop.type = "button";
    this.progress.setAttribute("aria-label", liveWords().label);
    this.bar.hidden = true;
    this.barWords.setAttribute("role", "status");
    this.bar.append(this.barWords, this.stop);
    this.replaceChildren(this.button, this.progress, this.words);
    this.append(this.bar);
  }

  private show(state: LiveState, offer: Offer): void {
    this.dataset.state = state.kind;
    this.progress.hidden = state.kind !== "loading";
    this.button.hidden = state.kind === "ready";
    // A count that changes five times a second is for the eyes alone.
    this.words.setAttribute("aria-live", state.kind === "loading" ? "off" : "polite");
    this.words.textContent = this.sentence(state, offer);
    if (state.kind === "off") this.button.textContent = liveWords().offer;
    if (state.kind === "failed") this.button.textContent = liveWords().again;
    if (state.kind === "loading") {
      this.button.textContent = liveWords().cancel;
      this.progress.max = offer.counted;
      this.progress.value = state.bytes;
    }
    this.showBar(state, offer);
  }

  private sentence(state: LiveState, { counted, imported }: Offer): string {
    switch (state.kind) {
      case "off":
        return fill(liveWords().price, millions(counted + imported));
      case "loading":
        return state.bytes < counted
          ? fill(liveWords().loading, millions(state.bytes), millions(counted))
          : liveWords().starting;
      case "ready":
        return liveWords().ready;
      case "failed":
        return state.sentence;
    }
  }

  /**
   * What a reader sees wherever on the page: how Python comes, and that it computes. The latter only
   * when it lasts, so that quick answers do not flicker.
   */
  private showBar(state: LiveState, offer: Offer): void {
    const isBusy = state.kind === "ready" && state.waiting > 0;
    const isOnItsWay = state.kind === "loading" || state.kind === "failed";
    this.barWords.setAttribute("aria-live", isBusy ? "polite" : "off");
    if (isOnItsWay) this.barWords.textContent = this.sentence(state, offer);
    if (isBusy) this.barWords.textContent = liveWords().busy;
    this.stop.textContent =
      state.kind === "failed"
        ? liveWords().again
        : state.kind === "loading"
          ? liveWords().cancel
          : liveWords().stop;
    if (!isBusy) {
      clearTimeout(this.timer);
      this.timer = 0;
      this.bar.hidden = !isOnItsWay;
    } else if (this.timer === 0) {
      const show = () => {
        this.bar.hidden = false;
      };
      this.timer = window.setTimeout(show, aWhile);
    }
  }
}

export function defineLive(): void {
  customElements.define("calclib-live", LiveElement);
}
