// @vitest-environment jsdom
// Cards in jsdom: what a reader does becomes one message, what Python says changes in place.
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isBetween } from "../src/cards/between";
import cards, { type Model } from "../src/cards/cards";
import type { Content } from "../src/cards/content";
import { plainWords } from "../src/cards/markdown";
import { cardWords } from "../src/words/words";

const empty: Content = {
  role: "guess",
  key: "lesson/name",
  label: "A guess before the scene",
  question: "",
  control: null,
  locked: false,
  buttons: [],
  said: "",
  told: "",
  spoken: "",
};
const check = { name: "check", label: "Check" };
const hint = { name: "hint", label: "Hint 1 of 2" };
const choices = { kind: "choices", choices: ["no", "**yes**"], guess: null } as const;
const line = { kind: "line", words: "your answer", value: "" } as const;

class Fake implements Model {
  sent: unknown[] = [];
  widget_manager: NonNullable<Model["widget_manager"]> = {};
  readonly heard = new Map<string, Set<(reply: never) => void>>();
  constructor(private shown: Content) {}
  get = () => this.shown;
  on = (name: string, call: (reply: never) => void) => {
    this.heard.set(name, (this.heard.get(name) ?? new Set()).add(call));
  };
  off = (name: string, call: (reply: never) => void) => {
    this.heard.get(name)?.delete(call);
  };
  send = (content: unknown) => {
    this.sent.push(content);
  };
  show(part: Partial<Content>) {
    this.shown = { ...this.shown, ...part };
    for (const call of this.heard.get("change:shown") ?? []) call(undefined as never);
  }
  reply(id: number) {
    for (const call of this.heard.get("msg:custom") ?? []) call({ type: "done", id } as never);
  }
}

function open(part: Partial<Content>) {
  const model = new Fake({ ...empty, ...part });
  const el = document.body.appendChild(document.createElement("div"));
  const close = cards.render({ model, el });
  const find = <E extends HTMLElement>(selector: string) => el.querySelector(selector) as E;
  return { model, el, close, find };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

test("a click on a choice is the guess, an arrow only moves the focus", () => {
  const { model, el } = open({ question: "Is it?", control: choices });
  const [first, second] = el.querySelectorAll<HTMLInputElement>("input");
  first.focus();
  first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  expect(document.activeElement).toBe(second);
  expect(model.sent).toEqual([]);
  second.click();
  expect(model.sent).toEqual([{ type: "choose", value: 2, id: 1 }]);
});

test("a locked guess cannot be changed, and its controls keep the focus", async () => {
  const { model, el } = open({ control: { ...choices, guess: 1 }, locked: true });
  const [first, second] = el.querySelectorAll<HTMLInputElement>("input");
  first.focus();
  first.click();
  await Promise.resolve();
  expect(model.sent).toEqual([]);
  expect(second.checked).toBe(true);
  expect(first.getAttribute("aria-disabled")).toBe("true");
  expect(document.activeElement).toBe(first);
});

test("after a check the focus is back in the field, which keeps what was typed", () => {
  const { model, find } = open({ role: "exercise", control: line, buttons: [check, hint] });
  const field = find<HTMLInputElement>("input");
  field.value = "x^2+3x";
  find("[data-role=check]").focus();
  find("[data-role=check]").click();
  expect(model.sent).toEqual([{ type: "check", value: "x^2+3x", id: 1 }]);
  expect(document.activeElement).toBe(field);
  model.show({ control: { ...line, value: "x^2+3x" }, spoken: "Not yet." });
  expect(find<HTMLInputElement>("input")).toBe(field);
  expect(document.activeElement).toBe(field);
  expect(find(".spoken").textContent).toBe("Not yet.");
});

test("a button that has nothing more to tell stays in the focus and does nothing", () => {
  const { model, find } = open({ buttons: [hint] });
  find("[data-role=hint]").focus();
  model.show({ buttons: [{ name: "hint", label: "No more hints", off: true }] });
  expect(document.activeElement?.textContent).toBe("No more hints");
  find("[data-role=hint]").click();
  expect(model.sent).toEqual([]);
});

test("a button keeps the focus when the controls beside it are made anew", () => {
  const next = { name: "next", label: "Next question" };
  const { model, find } = open({ role: "exercise", control: line, buttons: [check, next] });
  const first = find("[data-role=next]");
  first.focus();
  model.show({ control: choices, buttons: [{ ...next, label: "I do not know" }] });
  expect(find("[data-role=next]")).not.toBe(first);
  expect(document.activeElement).toBe(find("[data-role=next]"));
});

test("every control keeps JupyterLab's shortcuts off its own keys", () => {
  const span = { kind: "span", low: 0, high: 1, step: 0.1, value: 0.5 } as const;
  for (const control of [choices, line, span]) {
    const { el } = open({ control, buttons: [check, hint] });
    for (const one of el.querySelectorAll("input, button"))
      expect(one.getAttribute("data-lm-suppress-shortcuts")).toBe("true");
  }
});

test("what a kernel in the browser sends as undefined is what others send as null", () => {
  const { find } = open({ control: undefined as never, buttons: [hint] });
  expect(find("[data-role=hint]")).toBeTruthy();
  const { el } = open({ control: { ...choices, guess: undefined as never } });
  expect(el.querySelectorAll("input:checked").length).toBe(0);
});

test("a kernel that does not answer is said, and one that does is not", () => {
  const { model, find } = open({ buttons: [hint] });
  find("[data-role=hint]").click();
  model.reply(1);
  vi.advanceTimersByTime(10_000);
  expect(find(".note").textContent).toBe("");
  find("[data-role=hint]").click();
  vi.advanceTimersByTime(10_000);
  expect(find(".note").textContent).toBe(cardWords().silence);
});

test("while another cell runs an answer waits for it, and no kernel is called lost", () => {
  const { model, find } = open({ buttons: [hint] });
  const kernel = { status: "busy" };
  model.widget_manager = { kernel };
  find("[data-role=hint]").click();
  vi.advanceTimersByTime(60_000);
  expect(find(".note").textContent).toBe(cardWords().busy);
  model.reply(1);
  expect(find(".note").textContent).toBe("");
  find("[data-role=hint]").click();
  vi.advanceTimersByTime(5_000);
  kernel.status = "dead";
  vi.advanceTimersByTime(5_000);
  expect(find(".note").textContent).toBe(cardWords().silence);
});

test("an answer hears of the scenes between its question and itself alone", () => {
  const scene = (id: string) => {
    const element = document.body.appendChild(document.createElement("figure"));
    element.id = id;
    return element;
  };
  const before = scene("before");
  open({ role: "guess" });
  const within = scene("within");
  const { model, find } = open({ role: "answer" });
  const after = scene("after");
  const event = () => new CustomEvent("calclib-played", { bubbles: true, composed: true });
  for (const one of [before, after]) one.dispatchEvent(event());
  expect(model.sent).toEqual([]);
  within.dispatchEvent(event());
  expect(model.sent).toEqual([{ type: "played", id: 1 }]);
  document.querySelector("[data-calclib=guess]")?.remove(); // out of sight, and off the page
  expect(isBetween(within, find("section"))).toBe(true);
});

test("closing a card leaves nothing behind", () => {
  const { model, el, close } = open({ role: "answer", buttons: [hint] });
  close();
  expect(el.children).toHaveLength(0);
  expect([...model.heard.values()].every((calls) => calls.size === 0)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ["**Not yet.** Look at `2x`.", "<p><strong>Not yet.</strong> Look at <code>2x</code>.</p>"],
  ["a < b &lt;b&gt; \\*x\\*", "<p>a &lt; b &lt;b&amp;gt; *x*</p>"],
  ["[why](02-zoom-in.ipynb#x)", '<p><a href="02-zoom-in.ipynb#x">why</a></p>'],
  ["[why](03-x.ipynb#Duals:-why)", '<p><a href="03-x.ipynb#Duals:-why">why</a></p>'],
  ["[why](#Duals:-why)", '<p><a href="#Duals:-why">why</a></p>'],
  ["[far](HTTPS://example.com/a:b)", '<p><a href="HTTPS://example.com/a:b">far</a></p>'],
  ["[bad](javascript:alert(1))", "<p><a>bad</a>)</p>"],
  ["[bad](JavaScript:alert`1`//#/?)", "<p><a>bad</a></p>"],
  ["[bad](\u0001javascript:x)", "<p><a>bad</a></p>"],
  ["[bad](data:text/html,x)", "<p><a>bad</a></p>"],
  ["[bad](vbscript:x)", "<p><a>bad</a></p>"],
  ["`` a `b` ``", "<p><code>a `b`</code></p>"],
  ["Where $a<b$", '<p>Where <span class="math">$a&lt;b$</span></p>'],
  ["one\n\ntwo", "<p>one</p><p>two</p>"],
])("a page without a renderer shows %s", (text, html) => {
  const host = document.createElement("div");
  plainWords(host, text);
  expect(host.innerHTML).toBe(html);
});

test("markdown never becomes a tag", () => {
  const host = document.createElement("div");
  const tag = "<img src=x onerror=alert(1)>";
  for (const text of [tag, `**${tag}**`, `[${tag}](${tag})`, `| ${tag} |`, `$${tag}$`]) {
    plainWords(host, text);
    expect(host.querySelector("img")).toBeNull();
  }
});

test("a card is accessible", async () => {
  vi.useRealTimers();
  const { el } = open({ question: "Is it?", control: choices, said: "Kept.", buttons: [hint] });
  open({ role: "exercise", label: "Exercise", control: line, buttons: [check, hint] });
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  expect(el.querySelector("[role=radiogroup]")?.getAttribute("aria-labelledby")).toBeTruthy();
});
