// @vitest-environment jsdom
// The loader: one module a page, from the bundle, or from Python where there is none.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import loader from "../../src/loader/loader";
import { loaderWords } from "../../src/words/words";

type Traits = Readonly<Record<string, unknown>>;

const code =
  'export default { render: ({ model, el }) => { el.textContent = model.get("words");' +
  ' return () => { el.textContent = ""; }; } };';

/** A model with the traits of a widget, and a manager that knows some others. */
function makeModel(traits: Traits, others: Readonly<Record<string, unknown>> = {}) {
  const held: Record<string, unknown> = { edition: "e", bundle: "IPY_MODEL_b", ...traits };
  const calls = new Set<() => void>();
  const sent: unknown[] = [];
  return {
    sent,
    calls,
    get: (name: string) => held[name] as never,
    on: (_: string, call: () => void) => void calls.add(call),
    off: (_: string, call: () => void) => void calls.delete(call),
    send: (content: unknown) => void sent.push(content),
    widget_manager: {
      get_model: async (id: string) => {
        if (!(id in others)) throw new Error("widget model not found");
        return others[id] as never;
      },
    },
    receive: (name: string, value: unknown) => {
      held[name] = value;
      for (const call of [...calls]) call();
    },
  };
}

const bundle = () => makeModel({ code, bundle: null });
const made = vi.fn();

beforeEach(() => {
  made.mockReset();
  Reflect.deleteProperty(globalThis, Symbol.for("calclib"));
  vi.stubGlobal(
    "Blob",
    class {
      constructor(readonly parts: readonly string[]) {}
    },
  );
  URL.createObjectURL = (blob) => {
    made();
    const { parts } = blob as unknown as { parts: readonly string[] };
    return `data:text/javascript,${encodeURIComponent(parts.join(""))}`;
  };
  URL.revokeObjectURL = () => {};
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const element = () => document.createElement("div");

test("a widget is shown by the code of its bundle, and undone by what that returns", async () => {
  const el = element();
  const model = makeModel({ words: "one", code: "" }, { b: bundle() });
  const undo = await loader.render({ model, el });
  expect(el.textContent).toBe("one");
  expect(model.sent).toEqual([]);
  undo?.();
  expect(el.textContent).toBe("");
});

test("a page makes one module of the code, for widgets of any notebook", async () => {
  loader.initialize({ model: bundle() });
  for (const words of ["one", "two", "three"]) {
    const el = element();
    await loader.render({ model: makeModel({ words, code: "" }, { b: bundle() }), el });
    expect(el.textContent).toBe(words);
  }
  // A notebook whose bundle is gone finds the module of another.
  const el = element();
  await loader.render({ model: makeModel({ words: "four", code: "" }), el });
  expect(el.textContent).toBe("four");
  expect(made).toHaveBeenCalledTimes(1);
});

test("another edition of the code is another module", async () => {
  for (const edition of ["e", "f"]) {
    const el = element();
    const model = makeModel({ edition, words: edition, code: "" }, { b: bundle() });
    await loader.render({ model, el });
    expect(el.textContent).toBe(edition);
  }
  expect(made).toHaveBeenCalledTimes(2);
});

test("where there is no bundle, Python is asked for the code, and sends it", async () => {
  const el = element();
  const model = makeModel({ words: "late", code: "" });
  const shown = loader.render({ model, el });
  await vi.waitFor(() => expect(model.sent).toEqual([{ type: "code" }]));
  model.receive("code", code);
  await shown;
  expect(el.textContent).toBe("late");
  expect(model.calls.size).toBe(0);
});

test("a host that looks for the bundle for ever is not waited for", async () => {
  vi.useFakeTimers();
  const model = makeModel({ words: "late", code: "" });
  model.widget_manager.get_model = () => new Promise<never>(() => {});
  const el = element();
  const shown = loader.render({ model, el });
  await vi.advanceTimersByTimeAsync(2000);
  expect(model.sent).toEqual([{ type: "code" }]);
  vi.useRealTimers();
  model.receive("code", code);
  await shown;
  expect(el.textContent).toBe("late");
});

test("a widget that has its own copy asks nobody", async () => {
  const el = element();
  const model = makeModel({ words: "own", code });
  await loader.render({ model, el });
  expect(el.textContent).toBe("own");
  expect(model.sent).toEqual([]);
});

test("a kernel that is silent is said to be", async () => {
  vi.useFakeTimers();
  const el = element();
  void loader.render({ model: makeModel({ code: "" }), el });
  await vi.advanceTimersByTimeAsync(9000);
  expect(el.textContent).toBe(loaderWords().lost);
});

test("code that cannot be read is tried again by the next widget", async () => {
  const broken = makeModel({ words: "", code: "" }, { b: makeModel({ code: "this is no code" }) });
  await expect(loader.render({ model: broken, el: element() })).rejects.toThrow();
  const el = element();
  await loader.render({ model: makeModel({ words: "whole", code: "" }, { b: bundle() }), el });
  expect(el.textContent).toBe("whole");
});
