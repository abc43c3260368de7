// Left sides that name what is asked for and hold a sign: 1/λ = 0.125. It does for a page what
// calclib/practice/left_sides.py does for a notebook.
import { nameOfLetter } from "./labels";
import { plainNotation } from "./notation";
import { sides } from "./reading";

const setAside = /[\s_^{}()[\]*·|\\]|^\s*lim\s/g;

/** A left side in the form in which left sides are compared. */
function keyOf(side: string): string {
  const text = side.replace(setAside, "").normalize("NFKC");
  const plain = text.replaceAll("∂", "d").replaceAll("\u0027", "′").replaceAll("−", "-");
  return plain.replace(/[α-ω]/g, nameOfLetter).replace(setAside, "");
}

/** What was typed without the left sides that are what is asked for; else as it was typed. */
export function withoutLeftSides(typed: string, called: readonly string[]): string {
  if (called.length === 0) return typed;
  const given = plainNotation(typed).split(sides);
  const known = new Set(called.map(keyOf));
  const kept = given.filter((side, k) => k === given.length - 1 || !known.has(keyOf(side)));
  return kept.length === given.length ? typed : kept.map((side) => side.trim()).join(" = ");
}
