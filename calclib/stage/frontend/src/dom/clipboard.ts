// Handing a preset on by the clipboard.

/** Copy a preset; what is said holds the text too, for a page that may not copy. */
export async function copied(text: string): Promise<string> {
  const use = `play(…, state='${text}')`;
  try {
    await navigator.clipboard.writeText(text);
    return `Copied. ${use}`;
  } catch {
    return `Copy this: ${use}`;
  }
}
