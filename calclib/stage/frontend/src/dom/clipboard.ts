// Handing a preset on by the clipboard.
import { fill, playerWords } from "../words/words";

/** Copy a preset; returns a line that tells the learner, with the text where the page may not copy. */
export async function copyPreset(text: string): Promise<string> {
  const use = `play(…, state='${text}')`;
  try {
    await navigator.clipboard.writeText(text);
    return fill(playerWords().copied, use);
  } catch {
    return fill(playerWords().copyThis, use);
  }
}
