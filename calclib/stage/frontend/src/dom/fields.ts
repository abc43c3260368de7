// The fields in which a learner types an answer: a function, a number, the two numbers of a point.
import type { Answer, Questions } from "../model/questions";
import { keys, make, put, write } from "./elements";

export interface Fields {
  readonly element: HTMLElement;
  readonly update: (questions: Questions) => void;
}

interface Field {
  readonly element: HTMLElement;
  readonly update: (answer: Answer) => void;
}

interface Entry {
  readonly name: string;
  /** What the question is called on the page. */
  readonly shown: string;
  readonly alive: boolean;
  readonly signal: AbortSignal;
  readonly answer: (answer: Answer) => void;
}

/** An input that gives its words on Enter and when the learner leaves it. */
function entry(attributes: Readonly<Record<string, string>>, { alive, signal }: Entry) {
  const input = make("input", { autocomplete: "off", ...keys, ...attributes });
  input.disabled = !alive;
  // The default value of an input is what the player holds; the value is what the learner types.
  const update = (words: string) => {
    if (words === input.defaultValue) return;
    input.defaultValue = words;
    input.value = words;
  };
  const listen = (give: () => void) => {
    const left = () => {
      if (input.value === input.defaultValue) return;
      give();
      input.defaultValue = input.value;
    };
    const enter = (event: KeyboardEvent) => {
      if (event.key !== "Enter") return;
      input.defaultValue = input.value;
      give();
      // Without this the notebook would run the cell.
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
  const own = { ...look, "aria-label": given.shown, "data-ask": given.name };
  const { input, update, listen } = entry(own, given);
  listen(() => given.answer(input.value));
  return { element: input, update: (answer) => update(String(answer)) };
}

/** One input for a number, two for a point. */
function numbers(given: Entry, count: number): Field {
  const letters =
    count > 1 ? ["x", "y"].map((letter) => `${given.shown}, ${letter}`) : [given.shown];
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
export function makeFields(
  { answers, alive }: Questions,
  shownAs: (name: string) => string,
  answer: (name: string, answer: Answer) => void,
  signal: AbortSignal,
): Fields {
  const fields = Object.entries(answers).map(([name, first]) => {
    const give = (given: Answer) => answer(name, given);
    const shown = shownAs(name);
    return { name, shown, ...field(first, { name, shown, alive, signal, answer: give }) };
  });
  const rows = fields.map(({ shown, element }) =>
    make("div", { class: "row ask" }, make("span", { class: "name" }, shown), element),
  );
  const note = make("p", { class: "note", role: "status" });
  const element = make("div", { class: "asks" }, ...rows, note);
  element.hidden = fields.length === 0;
  const update = (questions: Questions) => {
    for (const { name, element, update } of fields) {
      const refused = questions.refused.includes(name);
      if (!refused) update(questions.answers[name]);
      element.classList.toggle("refused", refused);
    }
    put(element, "aria-busy", String(questions.waiting));
    write(note, questions.note);
  };
  return { element, update };
}
