// The elements around the pole.
import { keys, make } from "../dom/elements";
import type { Side } from "../model/holding";
import { poleWords, spoken } from "../words/words";
import { css } from "./style";
import { inSeconds, type rowsOf } from "./words";

function makePush(side: Side): HTMLButtonElement {
  const words = poleWords();
  const [name, shown] =
    side === "left" ? [words.nameLeft, words.pushLeft] : [words.nameRight, words.pushRight];
  const own = { type: "button", "data-side": side, "aria-label": name };
  return make("button", { ...own, ...keys }, shown);
}

export function makeElements() {
  const words = poleWords();
  const canvas = make("canvas", {
    tabindex: "0",
    role: "application",
    "aria-label": words.pole,
    ...keys,
  });
  const clock = make("span", { class: "clock" });
  const said = make("span", { class: "said", role: "status", "aria-live": "polite" });
  const left = makePush("left");
  const right = makePush("right");
  const slow = make("input", { type: "checkbox", "data-role": "slow", ...keys });
  const look = make("button", { type: "button", "data-role": "watch", ...keys });
  look.textContent = words.watch;
  const rows = make("tbody");
  const root = make(
    "figure",
    { class: "calclib-pole", "data-calclib": "pole", lang: spoken() },
    make("style", {}, css),
    make("figcaption", {}, words.title),
    make("p", {}, words.howTo),
    make("div", { class: "top" }, clock, said),
    canvas,
    make("div", { class: "pushes" }, left, right),
    make("div", { class: "row" }, make("label", {}, slow, words.slow), look),
    make("table", {}, make("caption", {}, words.times), rows),
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
