// Handing a preset on by the clipboard.

/** Copy a preset; returns a line that tells the learner, with the text where the page may not copy. */
export async function copyPreset(text: string): Promise<string> {
  const use = `play(…, state='${text}')`;
  try {
    await navigator.clipboard.writeText(text);
    return `Copied. ${use}`;
  } catch {
    return `Copy this: ${use}`;
  }
}
