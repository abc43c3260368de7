// The fields in which a learner types an answer: a function, a number, the two numbers of a point.
import type { Answer } from "../model/questions";
import { keys, make, put, write } from "./elements";
import type { Kernel } from "./kernel";

export interface Fields {
  readonly element: HTMLElement;
  readonly update: () => void;
}

interface Field {
  readonly element: HTMLElement;
  readonly update: (answer: Answer) => void;
}

interface Entry {
  readonly name: string;
  readonly alive: boolean;
  readonly signal: AbortSignal;
  readonly answer: (answer: Answer) => void;
}

/** An input that gives its words on Enter and when the learner leaves it. */
function entry(attributes: Readonly<Record<string, string>>, { alive, signal }: Entry) {
  const input = make("input", { autocomplete: "off", ...keys, ...attributes });
  input.disabled = !alive;
  let known = "";
  const update = (words: string) => {
    // Only an answer that changed replaces what the learner is typing.
    if (words !== known) input.value = words;
    known = words;
  };
  const listen = (give: () => void) => {
    const left = () => {
      if (input.value !== known) give();
      known = input.value;
    };
    const enter = (event: KeyboardEvent) => {
      if (event.key !== "Enter") return;
      known = input.value;
      give();
      // A notebook would take Enter for its own.
      event.preventDefault();
      event.stopPropagation();
    };
    input.addEventListener("change", left, { signal });
    input.addEventListener("keydown", enter, { signal });
  };
  return { input, update, listen };
}

function words(given: Entry): Field {
  const look = { type: "text", spellcheck: "false", autocapitalize: "off" };
  const own = { ...look, "aria-label": given.name, "data-ask": given.name };
  const { input, update, listen } = entry(own, given);
  listen(() => given.answer(input.value));
  return { element: input, update: (answer) => update(String(answer)) };
}

/** One input for a number, two for a point. */
function numbers(given: Entry, count: number): Field {
  const letters = count > 1 ? ["x", "y"].map((letter) => `${given.name}, ${letter}`) : [given.name];
  const inputs = letters.map((label) =>
    entry({ type: "number", step: "any", "aria-label": label, "data-ask": given.name }, given),
  );
  for (const { listen } of inputs)
    listen(() => {
      const [x, y] = inputs.map(({ input }) => input.valueAsNumber);
      if (Number.isFinite(x + (y ?? 0))) given.answer(y === undefined ? x : [x, y]);
    });
  const element = make("span", { class: "pair" }, ...inputs.map(({ input }) => input));
  const update = (answer: Answer) =>
    [answer].flat().forEach((value, k) => {
      inputs[k].update(String(value));
    });
  return { element, update };
}

const field = (answer: Answer, given: Entry): Field =>
  typeof answer === "string" ? words(given) : numbers(given, [answer].flat().length);

/** A row for each question, and one line below for what Python says. */
export function makeFields(kernel: Kernel, signal: AbortSignal): Fields {
  const fields = Object.entries(kernel.answers()).map(([name, first]) => {
    const answer = (given: Answer) => kernel.answer(name, given);
    return { name, ...field(first, { name, alive: kernel.alive, signal, answer }) };
  });
  const rows = fields.map(({ name, element }) =>
    make("div", { class: "row ask" }, make("span", { class: "name" }, name), element),
  );
  const note = make("p", { class: "note", role: "status" });
  const element = make("div", { class: "asks" }, ...rows, note);
  element.hidden = fields.length === 0;
  const update = () => {
    for (const { name, element, update } of fields) {
      const refused = kernel.refused(name);
      if (!refused) update(kernel.answers()[name]);
      element.classList.toggle("refused", refused);
    }
    put(element, "aria-busy", String(kernel.waiting()));
    write(note, kernel.note());
  };
  return { element, update };
}
