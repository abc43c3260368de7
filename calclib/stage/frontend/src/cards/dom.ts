// A card's elements. They are made once and changed in place, so that the focus stays where it is.

import { cardWords, localNumber } from "../words/words";
import type { Act, Button, Choices, Content, Line, Span } from "./content";
import { css } from "./style";

/** Show Markdown in an element; a page may have a renderer, and set formulas, of its own. */
export type Words = (host: HTMLElement, text: string) => void;

export interface Card {
  readonly element: HTMLElement;
  readonly update: (content: Content) => void;
  /** Say something that is no content: that the kernel does not answer. */
  readonly note: (text: string) => void;
}

interface Control {
  readonly element: HTMLElement;
  readonly update: (control: NonNullable<Content["control"]>, locked: boolean) => void;
  /** Where the focus goes back to after a check. */
  readonly home?: HTMLElement;
  /** What a check or a guess is about. */
  readonly value?: () => string | number;
}

/** JupyterLab reads its shortcuts off every key but those of elements that say so themselves. */
const suppress = "data-lm-suppress-shortcuts";

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const control = (attributes: Readonly<Record<string, string>>) =>
  make("input", { ...attributes, [suppress]: "true" });

let counted = 0;
/** A name that no other element of the page has. */
const unique = (word: string) => `calclib-${word}-${++counted}`;

/** Radio buttons. Once locked they can be read and not changed; they keep the focus that they had. */
function radios(given: Choices, words: Words, act: (act: Act) => void): Control {
  const name = unique("choice");
  let locked = false;
  let guess: number | null = null;
  const inputs = given.choices.map(() => control({ type: "radio", name }));
  const labels = given.choices.map((choice, k) => {
    const text = make("span", { class: "words" });
    words(text, choice);
    return make("label", {}, inputs[k], text);
  });
  const element = make("fieldset", { role: "radiogroup" }, ...labels);
  const choose = (k: number) => act({ type: "choose", value: k + 1 });
  const mark = () => {
    for (const [k, input] of inputs.entries()) input.checked = guess === k;
  };
  for (const [k, input] of inputs.entries()) {
    input.addEventListener("click", (event) => {
      if (!locked) return;
      event.preventDefault();
      queueMicrotask(mark);
    });
    // The arrows move the focus alone: with them a reader looks at the choices, and Space chooses.
    input.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (by) {
        event.preventDefault();
        inputs[(k + by + inputs.length) % inputs.length].focus();
      }
      if (event.key === "Enter" && !locked) {
        input.checked = true;
        choose(k);
      }
    });
    input.addEventListener("change", () => {
      if (!locked) choose(k);
    });
  }
  return {
    element,
    update(now, isLocked) {
      if (now.kind !== "choices") return;
      locked = isLocked;
      guess = now.guess;
      mark();
      for (const [k, input] of inputs.entries()) {
        input.setAttribute("aria-disabled", `${locked}`);
        labels[k].classList.toggle("mine", now.guess === k);
      }
    },
  };
}

function slider(given: Span, act: (act: Act) => void): Control {
  const { low, high, step } = given;
  const input = control({ type: "range", min: `${low}`, max: `${high}`, step: `${step}` });
  input.setAttribute("aria-label", cardWords().yourGuess);
  const output = make("output");
  const own = { type: "button", [suppress]: "true" };
  const button = make("button", own, cardWords().thisIsMyGuess);
  let locked = false;
  const say = () => {
    output.textContent = localNumber(`${Number(input.value)}`);
  };
  input.addEventListener("input", say);
  input.addEventListener("keydown", (event) => {
    if (locked && event.key !== "Tab") event.preventDefault();
  });
  button.addEventListener("click", () => {
    if (!locked) act({ type: "choose", value: Number(input.value) });
  });
  let last: number | undefined;
  return {
    element: make("div", { class: "row" }, input, output, button),
    update(now, isLocked) {
      if (now.kind !== "span") return;
      locked = isLocked;
      if (now.value !== last) input.value = `${now.value}`;
      last = now.value;
      say();
      input.style.pointerEvents = locked ? "none" : "";
      for (const one of [input, button]) one.setAttribute("aria-disabled", `${locked}`);
    },
  };
}

function line(given: Line, act: (act: Act) => void): Control {
  const input = control({ type: "text", placeholder: given.words, "aria-label": given.words });
  for (const name of ["autocomplete", "autocapitalize", "spellcheck"])
    input.setAttribute(name, name === "spellcheck" ? "false" : "off");
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") act({ type: "check", value: input.value });
  });
  let last = "";
  return {
    element: input,
    home: input,
    value: () => input.value,
    update(now) {
      if (now.kind !== "line") return;
      if (now.value !== last) input.value = now.value;
      last = now.value;
    },
  };
}

function controlOf(given: Content["control"], words: Words, act: (act: Act) => void) {
  if (!given) return null; // Python's None comes as undefined from a kernel in the browser
  if (given.kind === "choices") return radios(given, words, act);
  return given.kind === "span" ? slider(given, act) : line(given, act);
}

/** What decides whether a card's controls have to be made anew. */
const shape = ({ control, buttons }: Content) =>
  JSON.stringify([
    control?.kind === "choices" ? control.choices : control?.kind,
    control?.kind === "span" ? [control.low, control.high, control.step] : null,
    buttons.map(({ name }) => name),
  ]);

/** Make a card; `act` is told what the reader does. */
export function makeCard(first: Content, words: Words, act: (act: Act) => void): Card {
  const question = make("div", { class: "words question", id: unique("question") });
  const controls = make("div");
  const said = make("div", { class: "words said" });
  const told = make("div", { class: "words told" });
  const note = make("div", { class: "note", role: "status" });
  const spoken = make("div", { class: "spoken", role: "status", "aria-live": "polite" });
  const element = make("section", { class: "calclib-card", role: "group" });
  element.append(make("style", {}, css), question, controls, said, told, note, spoken);
  let now: Content | null = null;
  let made: Control | null = null;
  let buttons: HTMLButtonElement[] = [];

  const write = (host: HTMLElement, text: string, before: string | undefined) => {
    if (text === before) return;
    if (text === "") host.replaceChildren();
    else words(host, text);
  };

  const press = (button: HTMLButtonElement, { name }: Button) => {
    if (button.getAttribute("aria-disabled") === "true") return;
    const value = name === "check" ? made?.value?.() : undefined;
    act(value === undefined ? { type: name } : { type: name, value });
    if (name === "check") made?.home?.focus();
  };

  const build = (content: Content) => {
    const focused = buttons.find((button) => button.matches(":focus"))?.dataset.role;
    made = controlOf(content.control, words, act);
    buttons = content.buttons.map((one) => {
      const button = make("button", { type: "button", "data-role": one.name, [suppress]: "true" });
      button.addEventListener("click", () => press(button, one));
      return button;
    });
    const row = make("div", { class: "row" }, ...buttons);
    if (made?.home) row.prepend(made.element);
    controls.replaceChildren(...(made && !made.home ? [made.element] : []), row);
    // With other controls the same button, such as "next", keeps the focus.
    if (focused) buttons.find((button) => button.dataset.role === focused)?.focus();
    if (content.question !== "" && content.control?.kind !== "line")
      made?.element.setAttribute("aria-labelledby", question.id);
  };

  const update = (content: Content) => {
    if (now === null || shape(now) !== shape(content)) build(content);
    element.dataset.calclib = content.role;
    element.dataset.key = content.key;
    element.setAttribute("aria-label", content.label);
    element.classList.toggle("locked", content.locked);
    element.classList.toggle("bare", content.role === "exercise" && content.question === "");
    if (content.control) made?.update(content.control, content.locked);
    for (const [k, { label, off }] of content.buttons.entries()) {
      buttons[k].textContent = label;
      buttons[k].setAttribute("aria-disabled", `${off ?? false}`);
    }
    write(question, content.question, now?.question);
    write(said, content.said, now?.said);
    write(told, content.told, now?.told);
    if (now !== null && content.spoken !== now.spoken) spoken.textContent = content.spoken;
    note.textContent = "";
    now = content;
  };

  update(first);
  return {
    element,
    update,
    note: (text) => {
      note.textContent = text;
    },
  };
}

/** Give each link among rendered words the mark that keeps JupyterLab's shortcuts off its keys. */
export function shield(host: HTMLElement): void {
  for (const one of host.querySelectorAll("a, summary, [tabindex]"))
    one.setAttribute(suppress, "true");
}
