// The elements around the pole.
import { keys, make } from "../dom/elements";
import type { Side } from "../model/holding";
import { css } from "./style";
import { inSeconds, type rowsOf } from "./words";

const words =
  "Click on the picture and hold ← or → to push, or hold a button below it. With nothing held the " +
  "pushes take turns: right, left, left, right. The first push begins.";

function makePush(side: Side): HTMLButtonElement {
  const name = { type: "button", "data-side": side, "aria-label": `push ${side}` };
  return make("button", { ...name, ...keys }, side === "left" ? "◀ push left" : "push right ▶");
}

export function makeElements() {
  const canvas = make("canvas", {
    tabindex: "0",
    role: "application",
    "aria-label": "The pole. Hold the left or right arrow key to push the cart.",
    ...keys,
  });
  const clock = make("span", { class: "clock" });
  const said = make("span", { class: "said", role: "status", "aria-live": "polite" });
  const left = makePush("left");
  const right = makePush("right");
  const slow = make("input", { type: "checkbox", "data-role": "slow", ...keys });
  const look = make("button", { type: "button", "data-role": "watch", ...keys });
  look.textContent = "Watch the five numbers";
  const rows = make("tbody");
  const root = make(
    "figure",
    { class: "calclib-pole", "data-calclib": "pole" },
    make("style", {}, css),
    make("figcaption", {}, "Hold the pole yourself"),
    make("p", {}, words),
    make("div", { class: "top" }, clock, said),
    canvas,
    make("div", { class: "pushes" }, left, right),
    make("div", { class: "row" }, make("label", {}, slow, "slow: a quarter of the speed"), look),
    make("table", {}, make("caption", {}, "How long it stood"), rows),
  );
  return { root, canvas, clock, said, left, right, slow, look, rows };
}

/** Fill the table; a bar as long as its place is a hold to the end. */
export function fillRows(
  host: HTMLElement,
  rows: ReturnType<typeof rowsOf>,
  longest: number,
): void {
  const made = rows.map(({ name, seconds, own }) => {
    const bar = make("span", { class: "bar", style: `width: ${(100 * seconds) / longest}%` });
    return make(
      "tr",
      { class: own ? "own" : "policy" },
      make("th", { scope: "row" }, name),
      make("td", {}, inSeconds(seconds)),
      make("td", { class: "line" }, bar),
    );
  });
  host.replaceChildren(...made);
}
