// <calclib-scene src="….scene">: a scene of the course on any page, in a shadow root, so that no rule
// of the page reaches it; at="step:10,rate:3" opens it there. Scenes load when they come near, and share one player.
import type { Model } from "../dom/player";
import type { Request } from "../model/questions";
import type { Spec } from "../model/types";
import { readState, report, stateText } from "./address";
import { liveChanged, liveLesson } from "./live";
import { type Contents, unpack } from "./scenefile";
import { fill, texts } from "./texts";

interface Player {
  render(place: { readonly model: Model; readonly el: HTMLElement }): () => void;
}

const ahead = "800px"; // how far below the window a scene begins to load
const element = "calclib-scene";

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
    script.onerror = () => reject(new Error("there is no such file"));
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

  constructor(contents: Contents, state: unknown) {
    this.traits = { ...contents, state: state ?? contents.state, reply: undefined };
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
  private asked = false;
  private isLive = false;
  private renew: (() => void) | null = null;

  connectedCallback(): void {
    near.observe(this);
  }

  disconnectedCallback(): void {
    near.unobserve(this);
    if (this.renew) removeEventListener(liveChanged, this.renew);
    this.renew = null;
    this.close?.();
    this.close = null;
    this.asked = false;
  }

  async open(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    try {
      const url = new URL(this.getAttribute("src") ?? "", document.baseURI).href;
      const [{ render }, contents] = await Promise.all([loadPlayer(), loadFile(url).then(unpack)]);
      if (!this.isConnected) return;
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      const place = document.createElement("div");
      const link = this.linkToState();
      root.replaceChildren(place, ...(link ? [link] : []));
      const { spec } = contents;
      const wanted =
        report(location.search, this.id, spec) ?? readState(this.getAttribute("at"), spec);
      const held = new Held(contents, wanted);
      this.show(render, held, link, place);
      if (this.id === "" || Object.keys(contents.answers).length === 0) return;
      // A player is told once whether there is someone to ask: it is made anew when that changes.
      this.renew = () => {
        if (this.isLive === (liveLesson() !== null)) return;
        this.close?.();
        this.show(render, held, link, place);
      };
      addEventListener(liveChanged, this.renew);
    } catch (error) {
      this.fail(error);
    }
  }

  private show(
    render: Player["render"],
    held: Held,
    link: HTMLAnchorElement | null,
    place: HTMLElement,
  ): void {
    this.isLive = this.id !== "" && liveLesson() !== null;
    const model = this.model(held, link);
    const send = (request: Request) => void this.send(held, request);
    this.close = render({ model: this.isLive ? { ...model, send } : model, el: place });
  }

  /** What the player needs of a widget's model, without anyone to send to. */
  private model(held: Held, link: HTMLAnchorElement | null): Model {
    const { traits } = held;
    return {
      get: (name) => traits[name] as never,
      set: (name, state) => {
        traits[name] = state;
        if (link) link.href = `?${stateText(this.id, state, traits.spec as Spec)}#${this.id}`;
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

  /** A link under the scene that opens it as it stands; only where the scene has a name. */
  private linkToState(): HTMLAnchorElement | null {
    if (this.id === "" || location.protocol === "file:") return null;
    const link = document.createElement("a");
    link.textContent = texts.linkToState;
    link.href = `#${this.id}`;
    link.setAttribute("part", "link");
    link.style.cssText =
      "font: 12px var(--jp-ui-font-family, system-ui, sans-serif); color: var(--jp-content-link-color, LinkText); margin-left: 16px";
    return link;
  }

  private fail(error: unknown): void {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = fill(texts.notLoaded, error instanceof Error ? error.message : `${error}`);
    this.append(note);
  }
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
