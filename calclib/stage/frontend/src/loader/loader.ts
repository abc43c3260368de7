// What every player and every card brings of its own: a few lines that find the code that shows it.
//
// The code travels once a kernel, in a hidden model, the bundle, to which each widget refers. A page
// makes a module of it once, for all widgets of all its notebooks. Where the bundle cannot be found,
// Python is asked for the code.

import { loaderWords, speak } from "../words/words";

interface Model {
  get(name: "edition" | "code"): string;
  /** What a player or a card shows, and in which language. */
  get(name: "spec" | "shown"): { readonly language?: string } | undefined;
  /** The bundle as ipywidgets refers to it: "IPY_MODEL_" and its id. */
  get(name: "bundle"): string | Model | null | undefined;
  on(name: "change:code", call: () => void): void;
  off(name: "change:code", call: () => void): void;
  send?(content: unknown): void;
  readonly widget_manager?: { get_model(id: string): Promise<Model | undefined> | undefined };
}

interface Given {
  readonly model: Model;
  readonly el: HTMLElement;
}

interface Code {
  render(given: Given): undefined | (() => void) | Promise<undefined | (() => void)>;
}

type Modules = Map<string, Promise<Code>>;

const reference = "IPY_MODEL_";
// A host may look for a model that is not there for as long as it likes.
const patience = 2000;
// A kernel that has not answered for so long is said to be silent.
const longPatience = 8000;

/** The modules of this page, by edition. */
function modules(): Modules {
  const page = globalThis as { [key: symbol]: Modules | undefined };
  const key = Symbol.for("calclib");
  page[key] ??= new Map();
  return page[key];
}

async function load(code: string): Promise<Code> {
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    return (await import(address)).default;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The module of an edition, made of its code unless the page has it; one that fails is forgotten. */
function open(edition: string, code: string): Promise<Code> {
  const known = modules();
  const found = known.get(edition) ?? load(code);
  known.set(edition, found);
  found.catch(() => known.delete(edition));
  return found;
}

const later = (milliseconds: number) =>
  new Promise<undefined>((resolve) => setTimeout(resolve, milliseconds));

/** The code that a widget's bundle holds; nothing where the bundle cannot be found. */
async function codeOfBundle({ model }: Given): Promise<string | undefined> {
  const given = model.get("bundle");
  try {
    const bundle =
      typeof given === "string"
        ? await Promise.race([
            model.widget_manager?.get_model(given.slice(reference.length)),
            later(patience),
          ])
        : given;
    return bundle?.get("code") || undefined;
  } catch {
    // The manager has no such model, and says so by an error: Python is asked next.
    return undefined;
  }
}

/** The code that Python sends when it is asked; a kernel that is silent is said to be. */
function codeOfPython({ model, el }: Given): Promise<string> {
  return new Promise((resolve) => {
    const silent = setTimeout(() => {
      speak((model.get("spec") ?? model.get("shown"))?.language);
      el.textContent = loaderWords().lost;
    }, longPatience);
    const hear = () => {
      const code = model.get("code");
      if (!code) return;
      clearTimeout(silent);
      model.off("change:code", hear);
      el.textContent = "";
      resolve(code);
    };
    model.on("change:code", hear);
    hear();
    try {
      if (!model.get("code")) model.send?.({ type: "code" });
    } catch {
      // A widget manager that has lost its kernel throws at once; the words above will be written.
    }
  });
}

/** A bundle makes its module as soon as it is there: a widget that is shown later need not wait. */
function initialize({ model }: { readonly model: Model }): void {
  const code = model.get("code");
  if (code && !model.get("bundle")) void open(model.get("edition"), code).catch(() => {});
}

/** Show a widget; the result undoes it. */
async function render(given: Given): Promise<undefined | (() => void)> {
  const edition = given.model.get("edition");
  const known = modules().get(edition);
  const code = known ? "" : ((await codeOfBundle(given)) ?? (await codeOfPython(given)));
  const module = await open(edition, code);
  return module.render(given);
}

export default { initialize, render };
