// A player in jsdom: a model without Python, a page whose frames come when they are called.
import { vi } from "vitest";
import player, { type Model } from "../src/dom/player";
import type { Answers, Request } from "../src/model/questions";
import type { Bytes, Spec } from "../src/model/types";
import { recording } from "./recording";
import { walk } from "./scenes";

/** Everything that could outlive a player, counted. */
export class Census {
  listeners: { signal: AbortSignal | undefined }[] = [];
  observers = new Set<object>();
  frames = new Map<number, FrameRequestCallback>();
  visible: (seen: boolean) => void = () => {};
  private next = 1;

  alive() {
    const heard = this.listeners.filter(({ signal }) => !signal?.aborted).length;
    return heard + this.observers.size + this.frames.size + vi.getTimerCount();
  }

  /** Run the frames that are due now. */
  turn(now = performance.now()) {
    const due = [...this.frames.values()];
    this.frames.clear();
    for (const call of due) call(now);
  }

  install(calm: boolean) {
    const census = this;
    // jsdom's selector engine puts listeners of its own on the window when it is first used.
    document.querySelector(":focus");
    getComputedStyle(document.body);
    const add = EventTarget.prototype.addEventListener;
    vi.spyOn(EventTarget.prototype, "addEventListener").mockImplementation(function (
      this: EventTarget,
      ...given: Parameters<typeof add>
    ) {
      const options = given[2];
      census.listeners.push({ signal: typeof options === "object" ? options.signal : undefined });
      add.apply(this, given);
    });
    class Observer {
      constructor(call: (entries: { isIntersecting: boolean }[]) => void) {
        census.visible = (isIntersecting) => call([{ isIntersecting }]);
      }
      observe() {
        census.observers.add(this);
      }
      disconnect() {
        census.observers.delete(this);
      }
    }
    vi.stubGlobal("ResizeObserver", Observer);
    vi.stubGlobal("MutationObserver", Observer);
    vi.stubGlobal("IntersectionObserver", Observer);
    vi.stubGlobal("requestAnimationFrame", (call: FrameRequestCallback) => {
      census.frames.set(census.next, call);
      return census.next++;
    });
    vi.stubGlobal("cancelAnimationFrame", (id: number) => census.frames.delete(id));
    vi.stubGlobal("matchMedia", (query: string) =>
      Object.assign(new EventTarget(), { matches: calm && query.includes("reduced-motion") }),
    );
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(function (
      this: HTMLCanvasElement,
    ) {
      return recording(this).context;
    } as never);
  }
}

export interface Given {
  spec: Spec;
  buffers: Bytes[];
  state: object;
  answers?: Answers;
  reply?: { id: number; error: string };
}

export class FakeModel implements Model {
  saves: unknown[] = [];
  requests: Request[] = [];
  calls = new Map<string, Set<() => void>>();
  constructor(public traits: Given) {}
  get(name: never) {
    return this.traits[name];
  }
  send(request: Request) {
    this.requests.push(request);
  }
  set(_: "state", value: object) {
    this.traits.state = value;
  }
  save_changes() {
    this.saves.push(this.traits.state);
  }
  on(name: string, call: () => void) {
    this.calls.set(name, (this.calls.get(name) ?? new Set()).add(call));
  }
  off(name: string, call: () => void) {
    this.calls.get(name)?.delete(call);
  }
  receive(made: Partial<Given>) {
    Object.assign(this.traits, made);
    for (const name of Object.keys(made))
      for (const call of this.calls.get(`change:${name}`) ?? []) call();
  }
}

interface Opening extends Partial<Given> {
  calm?: boolean;
  /** Whether there is a kernel. */
  alive?: boolean;
  made?: { spec: Spec; buffers: Bytes[] };
}

// What a test leaves open: all players share the frame that they ask for.
const opened: (() => void)[] = [];

/** Open a player and paint its first frame. */
export function open(opening: Opening = {}) {
  const { calm = false, alive = true, made = walk(), state = {}, ...more } = opening;
  const census = new Census();
  census.install(calm);
  const model = new FakeModel({ ...made, state, ...more });
  if (!alive) Object.assign(model, { send: undefined });
  const host = document.createElement("div");
  document.body.append(host);
  const close = player.render({ model, el: host });
  opened.push(close);
  census.turn();
  const find = <T extends HTMLElement>(what: string) => host.querySelector(what) as T;
  const root = find("[data-calclib=player]");
  const slide = (axis: string, to: number) => {
    const input = find<HTMLInputElement>(`[data-axis="${axis}"]`);
    input.value = `${to}`;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return input;
  };
  const press = (key: string, more: KeyboardEventInit = {}) =>
    find(".panels").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  return { census, model, host, close, find, root, slide, press };
}

/** Let a pressed pointer do something at a place of a canvas. */
export function point(
  canvas: HTMLElement,
  type: string,
  offsetX: number,
  offsetY: number,
  pointerId = 1,
): void {
  canvas.setPointerCapture = () => {};
  const place = { offsetX, offsetY, button: 0, buttons: 1, pointerId };
  canvas.dispatchEvent(Object.assign(new Event(type), place));
}

/** Timers stand still before each test; the page is as it was after it. */
export function setUp(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
}

export function tearDown(): void {
  for (const close of opened.splice(0)) close();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
}
