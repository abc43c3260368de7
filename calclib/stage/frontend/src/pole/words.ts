// What is said of a try, and the rows of the table of times.
import type { Holding, Try } from "../model/holding";
import { fallen, stepTime } from "../model/pole";
import { fill, localNumber, poleWords } from "../words/words";

/** How long a policy held the pole, on the average of some tries. */
export interface Row {
  readonly name: string;
  readonly seconds: number;
}

/** The learner's last tries that are listed, beside the longest one. */
const listed = 3;

export const inSeconds = (value: number) => `${localNumber(value.toFixed(2))} s`;

/** What becomes of a try, in a sentence; it is read out when it changes. */
export function sentence({ phase, whose, steps, pole, given, tries }: Holding): string {
  if (phase === "waiting") return "";
  const words = poleWords();
  if (phase === "trying") return fill(words.try, tries.length + 1);
  if (phase === "watching") return words.watching;
  const stood = inSeconds(steps * stepTime);
  if (whose === "policy") return fill(words.watched, stood);
  const [x, , angle] = pole;
  const fell = Math.abs(angle) > fallen;
  if (fell) return fill(angle > 0 ? words.fellRight : words.fellLeft, stood);
  if (steps >= given.longest) return fill(words.toTheEnd, stood);
  return fill(x > 0 ? words.leftRight : words.leftLeft, stood);
}

/** The rows of the table: the learner's longest and last tries, then the policies. */
export function rowsOf(tries: readonly Try[], policies: readonly Row[]) {
  const numbers = tries.map((_, k) => k);
  const longest = Math.max(...tries.map((one) => one.seconds));
  const best = tries.findIndex((one) => one.seconds === longest);
  const last = numbers.slice(-listed);
  const shown = best < 0 || last.includes(best) ? last : [best, ...last];
  const own = shown.map((k) => {
    const { seconds, slow } = tries[k];
    const words = poleWords();
    const row = fill(slow ? words.rowSlow : words.row, k + 1);
    const name = k === best && tries.length > 1 ? fill(words.longest, row) : row;
    return { name, seconds, own: true };
  });
  return [...own, ...policies.map((row) => ({ ...row, own: false }))];
}
