// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type AskEvent, ask, isDue, openQuestions } from "../../src/model/questions";
import { playerWords } from "../../src/words/words";
import { open, point, setUp, tearDown } from "../opened";
import { Packer, panel, spec, walk } from "../scenes";

beforeEach(setUp);
afterEach(tearDown);

const { saved, silence } = playerWords();

const first = openQuestions({ start: [1, 2], loss: "x^2" }, true);
const after = (...events: AskEvent[]) => events.reduce(ask, first);
const move = (x: number): AskEvent => ({ type: "answer", name: "start", answer: [x, 0] });

test("an answer is due until it is sent, and again when it changes meanwhile", () => {
  expect(isDue(first)).toBe(false);
  expect(isDue(after(move(1)))).toBe(true);
  expect(isDue(after(move(1), { type: "send" }))).toBe(false);
  const waiting = after(move(1), { type: "send" }, move(2), move(3));
  expect(isDue(waiting)).toBe(false);
  const answered = ask(waiting, { type: "reply", id: 1, error: "" });
  expect(isDue(answered)).toBe(true);
  expect(answered.answers).toEqual({ start: [3, 0], loss: "x^2" });
});

test("a reply to an earlier request neither ends the waiting nor says anything", () => {
  const state = after(move(1), { type: "send" }, { type: "silence" }, move(2), { type: "send" });
  expect(ask(state, { type: "reply", id: 1, error: "old" })).toBe(state);
  expect(ask(state, { type: "reply", id: 2, error: "new" })).toMatchObject({ note: "new" });
});

/** A scene of one panel in which the start is dragged. */
function draggable() {
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 1, 2], { play: true })];
  return { spec: spec(axes, [panel([], { drag: "start" })]), buffers: pack.buffers };
}

const answers = { start: [5, 5] as const, loss: "x^2" };
const asking = (more = {}) => {
  const opened = open({ made: draggable(), answers, ...more });
  const { find, host } = opened;
  const say = (words: string) => {
    const input = find<HTMLInputElement>("input[type=text]");
    input.value = words;
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    input.dispatchEvent(new Event("change"));
  };
  const turn = () => opened.census.turn();
  const note = () => host.querySelector(".asks .note")?.textContent;
  return { ...opened, say, turn, note };
};

test("many answers while Python computes make two requests: the first and the latest", () => {
  const { model, say, turn } = asking();
  for (const words of ["x", "x+1", "x+2", "x+3"]) say(words);
  expect(model.requests.map(({ answers }) => answers.loss)).toEqual(["x"]);
  model.receive({ ...draggable(), reply: { id: 1, error: "" } });
  turn();
  expect(model.requests.map(({ answers }) => answers.loss)).toEqual(["x", "x+3"]);
});

test("what was wrong is said in one line, and the words and the picture stay", () => {
  const { model, say, turn, note, find, root } = asking();
  say("x +");
  model.receive({ reply: { id: 1, error: "Something is missing after +." } });
  turn();
  expect(note()).toBe("Something is missing after +.");
  expect(find<HTMLInputElement>("input[type=text]").value).toBe("x +");
  expect(root.dataset.indexStep).toBe("0");
  say("x + 1");
  model.receive({ reply: { id: 2, error: "" } });
  turn();
  expect(note()).toBe("");
});

test("a mistake in the function does not stop the start from being moved", () => {
  const { model, say, turn, note, find } = asking();
  say("x +");
  model.receive({ reply: { id: 1, error: "Something is missing after +." } });
  turn();
  find(".handle").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp" }));
  expect(model.requests[1].answers.loss).toBe("x^2");
  model.receive({ reply: { id: 2, error: "" } });
  turn();
  expect(note()).toBe("Something is missing after +.");
  expect(find<HTMLInputElement>("input[type=text]").value).toBe("x +");
});

test("Enter asks again for the same words; leaving the field does not", () => {
  const { model, say, find } = asking();
  say("x");
  model.receive({ reply: { id: 1, error: "" } });
  find("input[type=text]").dispatchEvent(new Event("change"));
  expect(model.requests).toHaveLength(1);
  say("x");
  expect(model.requests).toHaveLength(2);
});

test("a silent kernel is named, everything else still plays, and asking again is possible", () => {
  const { model, say, turn, note, press, root } = asking();
  say("x");
  vi.advanceTimersByTime(10_000);
  turn();
  expect(note()).toBe(silence);
  press("End");
  turn();
  expect(root.dataset.indexStep).toBe("2");
  say("x + 1");
  expect(model.requests).toHaveLength(2);
});

test("where the page says itself that Python computes, the player is as patient as it is told", () => {
  const { model, say, turn, note } = asking();
  Object.assign(model, { patience: 60_000 });
  say("x");
  vi.advanceTimersByTime(50_000);
  turn();
  expect(note()).toBe("");
  vi.advanceTimersByTime(20_000);
  turn();
  expect(note()).toBe(silence);
});

test("a widget manager that refuses to send is a silent kernel", () => {
  const { model, say, turn, note } = asking();
  model.send = () => {
    throw new Error("no comm");
  };
  say("x");
  turn();
  expect(note()).toBe(silence);
});

test("a second view of a model goes on counting, so that no reply looks old", () => {
  const { model, say } = asking({ reply: { id: 7, error: "" } });
  say("x");
  expect(model.requests[0].id).toBe(8);
});

test("a page without a kernel says so and takes no answers", () => {
  const { host, find, note } = asking({ alive: false });
  expect(note()).toBe(saved);
  const inputs = [...host.querySelectorAll<HTMLInputElement>("input[data-ask]")];
  expect(inputs.map((input) => input.disabled)).toEqual([true, true, true]);
  expect(find(".handle").hidden).toBe(true);
});

test("arrow keys on the handle move the start; the fields and the handle agree", () => {
  const { model, find, turn, host } = asking();
  const key = (key: string) =>
    find(".handle").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  key("ArrowRight");
  turn();
  const [x, y] = model.requests[0].answers.start as readonly number[];
  expect(x).toBeGreaterThan(5);
  expect(y).toBeCloseTo(5, 1);
  const inputs = [...host.querySelectorAll<HTMLInputElement>("input[type=number]")];
  expect(inputs.map((input) => Number(input.value))).toEqual([x, y]);
  expect(find(".handle").getAttribute("aria-label")).toContain(`start (${x}, ${y})`);
});

test("the two numbers of a point are one answer, and half a point is none", () => {
  const { model, host } = asking();
  const [x] = host.querySelectorAll<HTMLInputElement>("input[type=number]");
  x.value = "";
  x.dispatchEvent(new Event("change"));
  expect(model.requests).toEqual([]);
  x.value = "2.5";
  x.dispatchEvent(new Event("change"));
  expect(model.requests[0].answers.start).toEqual([2.5, 5]);
});

test("a drag in the panel asks for the place under the pointer, kept within the frame", () => {
  const { model, find } = asking();
  const at = (type: string, x: number, y: number) => point(find("canvas.moving"), type, x, y);
  at("pointerdown", 300, 200);
  at("pointermove", 9000, -9000);
  at("pointerup", 9000, -9000);
  at("pointermove", 300, 200);
  model.receive({ reply: { id: 1, error: "" } });
  expect(model.requests.map((one) => one.answers.start)).toHaveLength(2);
  expect(model.requests[1].answers.start).toEqual([10, 10]);
});

test("a new scene of the same shape keeps panels, controls and the focus in them", () => {
  const { model, find, turn } = asking();
  const kept = [find(".handle"), find("input[type=range]"), find("input[type=text]")];
  kept[0].focus();
  model.receive(draggable());
  turn();
  expect([find(".handle"), find("input[type=range]"), find("input[type=text]")]).toEqual(kept);
  expect(document.activeElement).toBe(kept[0]);
});

test("what a new answer shows is spoken, and costs no message", () => {
  const { model, find, turn } = asking();
  model.receive(draggable());
  turn();
  vi.advanceTimersByTime(1000);
  expect(find("[aria-live]").textContent).toContain("step");
  expect(model.saves).toEqual([]);
});

test("a new scene of another shape has panels and controls of its own", () => {
  const { model, find, turn } = asking();
  const old = find(".panel");
  model.receive(walk());
  turn();
  expect(find(".panel")).not.toBe(old);
  expect(find('[data-axis="learning rate"]')).not.toBeNull();
});
