// What is said of a try, and the rows of the table of times.
import type { Holding, Try } from "../model/holding";
import { fallen, stepTime } from "../model/pole";

/** How long a policy held the pole, on the average of some tries. */
export interface Row {
  readonly name: string;
  readonly seconds: number;
}

/** The learner's last tries that are listed, beside the longest one. */
const listed = 3;

export const inSeconds = (value: number) => `${value.toFixed(2)} s`;

/** What becomes of a try, in a sentence; it is read out when it changes. */
export function sentence({ phase, whose, steps, pole, given, tries }: Holding): string {
  if (phase === "waiting") return "";
  if (phase === "trying") return `Try ${tries.length + 1}.`;
  if (phase === "watching") return "The five numbers push.";
  const stood = inSeconds(steps * stepTime);
  if (whose === "policy") return `The five numbers held it for ${stood}.`;
  const [x, , angle] = pole;
  const fell = Math.abs(angle) > fallen;
  if (fell) return `It stood for ${stood} and fell to the ${angle > 0 ? "right" : "left"}.`;
  if (steps >= given.longest) return `It stood for ${stood}: you held it to the end.`;
  return `It stood for ${stood}. The cart left its track on the ${x > 0 ? "right" : "left"}.`;
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
    const more = [slow ? ", slow" : "", k === best && tries.length > 1 ? " (your longest)" : ""];
    return { name: `you, try ${k + 1}${more.join("")}`, seconds, own: true };
  });
  return [...own, ...policies.map((row) => ({ ...row, own: false }))];
}
