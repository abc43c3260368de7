// What the browser remembers: solved exercises, as lines of the notebook's own file, and guesses.
// Where a browser keeps nothing, the page remembers until it is left.

const progressName = "calclib-progress";
const guessesName = "calclib-guesses";
/** Heard on the window when something that is remembered has changed. */
export const changed = "calclib-remembered";

const meanwhile = new Map<string, string>();

function read(name: string): string {
  const text = meanwhile.get(name);
  if (text !== undefined) return text;
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function write(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
    meanwhile.delete(name);
  } catch {
    // A private window, or a full disk: this lasts as long as the page.
    meanwhile.set(name, text);
  }
  dispatchEvent(new Event(changed));
}

/** Whether what is written outlives the page. */
export function isKept(): boolean {
  try {
    localStorage.setItem("calclib-trial", "1");
    localStorage.removeItem("calclib-trial");
    return true;
  } catch {
    return false;
  }
}

/** The key "lesson/name" of a line of the file, or null for a line of another kind. */
function keyIn(line: string): string | null {
  try {
    const { lesson, exercise } = JSON.parse(line) as { lesson?: unknown; exercise?: unknown };
    return typeof lesson === "string" && typeof exercise === "string"
      ? `${lesson}/${exercise}`
      : null;
  } catch {
    return null;
  }
}

const keysIn = (text: string): Set<string> =>
  new Set(text.split("\n").flatMap((line) => keyIn(line) ?? []));

/** One exercise as a line of the file, with Python's spaces. */
function lineOf(key: string): string {
  const [lesson, exercise] = key.split("/");
  return `{"lesson": ${JSON.stringify(lesson)}, "exercise": ${JSON.stringify(exercise)}}\n`;
}

export const solved = (): Set<string> => keysIn(read(progressName));

/** Remember that an exercise is solved, once. */
export function remember(key: string): void {
  if (key !== "" && !solved().has(key)) write(progressName, read(progressName) + lineOf(key));
}

/** The file of progress, as the notebook keeps it. */
export const progressFile = (): string => [...solved()].map(lineOf).join("");

/** Add what a file holds; how many exercises are new, or null for a file of another kind. */
export function addFile(text: string): number | null {
  const found = keysIn(text.replace(/^\ufeff/, ""));
  if (found.size === 0) return null;
  const before = solved();
  const fresh = [...found].filter((key) => !before.has(key));
  if (fresh.length > 0) write(progressName, read(progressName) + fresh.map(lineOf).join(""));
  return fresh.length;
}

/** A guess, and whether its answer was opened. */
export interface Guess {
  readonly guess: number | null;
  readonly open: boolean;
}

const noGuess: Guess = { guess: null, open: false };

function guesses(): Record<string, Guess> {
  try {
    const found: unknown = JSON.parse(read(guessesName) || "{}");
    return typeof found === "object" && found !== null ? (found as Record<string, Guess>) : {};
  } catch {
    return {};
  }
}

export function guessOf(key: string): Guess {
  const { guess, open } = guesses()[key] ?? noGuess;
  return { guess: typeof guess === "number" ? guess : null, open: open === true };
}

export const keepGuess = (key: string, guess: Guess): void =>
  write(guessesName, JSON.stringify({ ...guesses(), [key]: guess }));

export function forget(): void {
  write(progressName, "");
  write(guessesName, "");
}
