// <calclib-scene src="….scene">: a scene of the course on any page, in a shadow root, so that no rule
// of the page reaches it; at="step:10,rate:3" opens it there. Scenes load when they come near, and share one player.
import type { Model } from "../dom/player";
import type { Request } from "../model/questions";
import type { Report } from "../model/state";
import type { Spec } from "../model/types";
import { fill, liveWords, pageWords } from "../words/words";
import { readFragment, readState, wantedOf } from "./address";
import { followAddress, makeStateLink, type StateLink } from "./links";
import { liveChanged, liveLesson, liveness, startLive } from "./live";
import { type Contents, unpack } from "./scenefile";

interface Player {
  render(place: { readonly model: Model; readonly el: HTMLElement }): () => void;
}

const forever = 2 ** 31 - 1; // milliseconds: the longest that a timer waits
const ahead = "800px"; // how far below the window a scene begins to load
const element = "calclib-scene";
// A player has a page to itself on paper, which no one can play; its picture is as wide as the text.
const onPaper = `slot { display: none }
@media print { slot { display: contents } :not(slot) { display: none !important } }`;

/** Where a page opened as a file finds scenes: each is a script that calls `calclibScene`. */
interface Shelf {
  calclibScene?(name: string, base64: string): void;
}

let player: Promise<Player> | null = null;

function loadPlayer(): Promise<Player> {
  player ??= import("../dom/player").then((module) => module.default);
  return player;
}

const bytesOf = (base64: string) =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;

/** A page of a file may not fetch; it may run a script. */
function loadScript(url: string): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const shelf = globalThis as Shelf;
    script.src = `${url}.js`;
    script.onerror = () => reject(new Error(pageWords().noSuchFile));
    script.onload = () => script.remove();
    shelf.calclibScene ??= (name, base64) => waiting.get(name)?.(bytesOf(base64));
    waiting.set(new URL(url).pathname.split("/").slice(-2).join("/"), resolve);
    document.head.append(script);
  });
}
const waiting = new Map<string, (bytes: ArrayBuffer) => void>();

async function loadFile(url: string): Promise<ArrayBuffer> {
  if (new URL(url).protocol === "file:") return loadScript(url);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  return answer.arrayBuffer();
}

/** What a scene has for its player: a model's traits, and who is to hear that they changed. */
class Held {
  readonly traits: Record<string, unknown>;
  private readonly heard = new Map<string, Set<() => void>>();

  constructor(contents: Contents) {
    this.traits = { ...contents, reply: undefined };
  }

  change(given: Readonly<Record<string, unknown>>): void {
    Object.assign(this.traits, given);
    for (const name of Object.keys(given))
      for (const call of this.heard.get(`change:${name}`) ?? []) call();
  }

  on(name: string, call: () => void): void {
    this.heard.set(name, (this.heard.get(name) ?? new Set()).add(call));
  }

  off(name: string, call: () => void): void {
    this.heard.get(name)?.delete(call);
  }
}

class SceneElement extends HTMLElement {
  private close: (() => void) | null = null;
  /** While it is on the page, and while a player stands in it. */
  private presence = new AbortController();
  private life = new AbortController();
  private asked = false;
  private isLive = false;

  connectedCallback(): void {
    near.observe(this);
    // A scene that the address names opens at once: the page has no other way to get there.
    const named = () => {
      if (this.id !== "" && readFragment(location.hash)?.id === this.id) void this.open();
    };
    addEventListener("hashchange", named, { signal: this.presence.signal });
    named();
  }

  disconnectedCallback(): void {
    near.unobserve(this);
    this.presence.abort();
    this.presence = new AbortController();
    this.life.abort();
    this.close?.();
    this.close = null;
    this.asked = false;
  }

  async open(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    this.life = new AbortController();
    try {
      const url = new URL(this.getAttribute("src") ?? "", document.baseURI).href;
      const [{ render }, contents] = await Promise.all([loadPlayer(), loadFile(url).then(unpack)]);
      if (!this.isConnected) return;
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      const place = document.createElement("div");
      const held = new Held(contents);
      const link = this.stateLink(held);
      const asks = this.id !== "" && Object.keys(contents.answers).length > 0;
      const offer = asks ? makeOffer() : null;
      const under = [link?.element, offer].filter((one) => one != null);
      root.replaceChildren(...this.onPaper(), place, ...under);
      const show = () => {
        this.close?.();
        this.show(render, held, link, place);
      };
      const goTo = () => {
        this.goTo(contents, held, link);
        show();
      };
      goTo();
      followAddress(this.id, this.life.signal, goTo);
      if (!offer) return;
      // A player is told once whether there is someone to ask: it is made anew when that changes.
      const renew = () => {
        offer.hidden = liveness() !== "offered";
        if (this.isLive !== (liveLesson() !== null)) show();
      };
      addEventListener(liveChanged, renew, { signal: this.life.signal });
      renew();
    } catch (error) {
      this.fail(error);
    }
  }

  /** What lets paper have the scene's saved picture in place of the player, where there is one. */
  private onPaper(): HTMLElement[] {
    if (!this.querySelector("img")) return [];
    const style = document.createElement("style");
    style.textContent = onPaper;
    return [style, document.createElement("slot")];
  }

  /** Take the state from the address, else from the attribute, else from the scene itself. */
  private goTo({ spec, state }: Contents, held: Held, link: StateLink | null): void {
    const wanted = wantedOf(location, this.id, spec) ?? readState(this.getAttribute("at"), spec);
    held.traits.state = wanted?.report ?? state;
    link?.say(wanted === null || wanted.isWhole ? "" : pageWords().linkAsksMore);
    if (readFragment(location.hash)?.id === this.id) this.scrollIntoView({ block: "start" });
  }

  private show(
    render: Player["render"],
    held: Held,
    link: StateLink | null,
    place: HTMLElement,
  ): void {
    this.isLive = this.id !== "" && liveLesson() !== null;
    const model = this.model(held, link);
    const send = (request: Request) => void this.send(held, request);
    // The page itself says that Python computes, and offers to stop it.
    const asked = { ...model, send, patience: forever };
    this.close = render({ model: this.isLive ? asked : model, el: place });
  }

  /** What the player needs of a widget's model, without anyone to send to. */
  private model(held: Held, link: StateLink | null): Model {
    const { traits } = held;
    return {
      get: (name) => traits[name] as never,
      set: (name, state) => {
        traits[name] = state;
        link?.say("");
      },
      save_changes() {},
      on: (name, call) => held.on(name, call),
      off: (name, call) => held.off(name, call),
    };
  }

  /** Ask the Python of a live page, and let the player hear what it says. */
  private async send(held: Held, { id, answers }: Request): Promise<void> {
    const lesson = liveLesson();
    if (!lesson) return;
    const { error, spec, buffers } = await lesson.ask(this.id, answers);
    const reply = { id, error };
    held.change(error === "" && spec ? { spec, buffers, answers, reply } : { reply });
  }

  /** The button under the scene; only where the scene has a name, and the page an address. */
  private stateLink({ traits }: Held): StateLink | null {
    if (this.id === "" || location.protocol === "file:") return null;
    return makeStateLink(this.id, () => [traits.state as Report, traits.spec as Spec]);
  }

  private fail(error: unknown): void {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = fill(
      pageWords().notLoaded,
      error instanceof Error ? error.message : `${error}`,
    );
    this.append(note);
  }
}

// What stands under a scene, in its shadow root, where no rule of the page reaches it.
const small =
  "font: 12px var(--jp-ui-font-family, system-ui, sans-serif); color: var(--jp-content-link-color, LinkText); margin-left: 16px";

/** The offer that stands under a scene with fields, until Python is there. */
function makeOffer(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = liveWords().offerHere;
  button.dataset.role = "live";
  button.style.cssText = `${small}; padding: 0; border: 0; background: none; text-decoration: underline; cursor: pointer`;
  button.addEventListener("click", startLive);
  return button;
}

const near = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen)
      if (isIntersecting && target instanceof SceneElement) {
        near.unobserve(target);
        void target.open();
      }
  },
  { rootMargin: ahead },
);

export function defineScenes(): void {
  customElements.define(element, SceneElement);
}
