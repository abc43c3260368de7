// The browser side of practice in a notebook: a card shows what Python says, and tells it what the
// reader does. Formulas and links are left to the notebook's own renderer of Markdown.

import { cardWords, speak } from "../words/words";
import { isBetween, played } from "./between";
import type { Act, Content } from "./content";
import { makeCard, shield, type Words } from "./dom";
import { plainWords } from "./markdown";

interface Renderer {
  readonly node: HTMLElement;
  renderModel(model: unknown): Promise<void>;
  dispose?(): void;
}

/** JupyterLab's renderer of mime types, of which these parts are used. */
interface RenderMime {
  createRenderer(mimeType: string): Renderer;
  createModel(options: { data: Record<string, string>; trusted: boolean }): unknown;
  readonly latexTypesetter?: { typeset(element: HTMLElement): unknown } | null;
}

interface Reply {
  readonly type: "done";
  readonly id: number;
}

export interface Model {
  get(name: "shown"): Content;
  on(name: "change:shown", call: () => void): void;
  on(name: "msg:custom", call: (reply: Reply) => void): void;
  off(name: string, call: (reply: Reply) => void): void;
  send?(content: unknown): void;
  readonly widget_manager?: {
    readonly rendermime?: RenderMime;
    /** JupyterLab tells here what the kernel does. */
    readonly kernel?: { readonly status?: string } | null;
  };
}

interface Page {
  readonly MathJax?: { typesetPromise?(elements: HTMLElement[]): Promise<void> };
}

const patience = 4000;

/** Markdown as the notebook renders it, cleaned of tags that do something; or as we can ourselves. */
function wordsOf(rendermime: RenderMime | undefined): Words {
  const turns = new WeakMap<HTMLElement, number>();
  const set = (host: HTMLElement) => {
    void (window as unknown as Page).MathJax?.typesetPromise?.([host]);
  };
  return (host, text) => {
    plainWords(host, text);
    if (!rendermime) return set(host);
    const turn = (turns.get(host) ?? 0) + 1;
    turns.set(host, turn);
    const renderer = rendermime.createRenderer("text/markdown");
    const data = { "text/markdown": text };
    renderer.renderModel(rendermime.createModel({ data, trusted: false })).then(
      () => {
        if (turns.get(host) !== turn) return; // another text has come meanwhile
        host.replaceChildren(renderer.node);
        rendermime.latexTypesetter?.typeset(renderer.node);
        shield(host);
      },
      () => set(host),
    );
  };
}

/** Show the model in an element; the result undoes it. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  speak(model.get("shown").language);
  let asked = 0;
  let timer = 0;
  // Without an answer Python is lost, unless it runs another cell, behind which the answer waits.
  const wait = () => {
    timer = window.setTimeout(() => {
      const isBusy = model.widget_manager?.kernel?.status === "busy";
      card.note(isBusy ? cardWords().busy : cardWords().silence);
      if (isBusy) wait();
    }, patience);
  };
  const act = (act: Act) => {
    clearTimeout(timer);
    wait();
    try {
      model.send?.({ ...act, id: ++asked });
    } catch {
      clearTimeout(timer);
      card.note(cardWords().silence); // the kernel was shut down, and with it the line to it
    }
  };
  const card = makeCard(model.get("shown"), wordsOf(model.widget_manager?.rendermime), act);
  const change = () => card.update(model.get("shown"));
  const hear = (reply: Reply) => {
    if (reply.type !== "done" || reply.id !== asked) return;
    clearTimeout(timer);
    card.note("");
  };
  const life = new AbortController();
  const watch = (event: Event) => {
    const [scene] = event.composedPath();
    const waits = card.element.dataset.calclib === "answer" && scene instanceof Node;
    if (waits && isBetween(scene, card.element)) act({ type: "played" });
  };
  document.addEventListener(played, watch, { signal: life.signal });
  model.on("change:shown", change);
  model.on("msg:custom", hear);
  el.append(card.element);
  return () => {
    life.abort();
    clearTimeout(timer);
    model.off("change:shown", change);
    model.off("msg:custom", hear);
    card.element.remove();
  };
}

export default { render };
