// A number inside what the question writes around it: ε^(1/3) for 1/3, 8 × 8 for 8. It does for a
// page what calclib/practice/frames.py does for a notebook.
import { nameOfLetter } from "./labels";

const value = String.raw`\([^()]*\)|\{[^{}]*\}|[-+−]?\d[\d.]*(?:/\d+)?|[½⅓⅔¼¾⅕]`;
/** What a learner may type for a sign of the frame. */
const spellings: Readonly<Record<string, string>> = {
  "×": String.raw`(?:[×xX*·⋅]|\\times|(?:by|times|mal)(?!\p{L}))`,
  "^": String.raw`(?:\^|\*\*)`,
};

/** The pattern of a letter, or for a Greek one of its name too. */
function ofLetter(letter: string): string {
  const name = nameOfLetter(letter);
  if (name === letter) return letter.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const short = name.length > 4 ? `|${name.slice(0, 3)}` : "";
  return String.raw`(?:${letter}|\\?(?:var)?${name}${short})`;
}

/** The pattern of one part of a frame, with spaces around its signs. */
function ofPiece(piece: string): string {
  const words = piece.split(/\s+/).filter((word) => word !== "");
  const spelt = words.map((word) =>
    [...word].map((one) => spellings[one] ?? ofLetter(one)).join("\\s*"),
  );
  return spelt.map((word) => String.raw`\s*${word}\s*`).join("");
}

/** The pattern of a frame, with the number as `value`. */
function pattern(frame: string): RegExp {
  const [before = "", first = "", ...others] = frame.split("…").map(ofPiece);
  const again = others.map((other) => String.raw`\k<value>${other}`).join("");
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}_.^*×])(?<![*×]\s)${before}(?<value>${value})${first}${again}(?![\p{L}\p{N}_.^]|\s*[×*])`,
    "gu",
  );
}

/** What was typed with the bare numbers in the place of framed ones. */
export function withoutFrames(typed: string, frames: readonly string[]): string {
  let text = typed;
  for (const frame of frames) {
    text = text.replace(pattern(frame), (...found) => {
      const { value: inside = "" } = found.at(-1) as Record<string, string>;
      return inside.startsWith("{") ? `(${inside.slice(1, -1)})` : inside;
    });
  }
  return text;
}
