// The words that the web edition itself says; all others come from Python, or from the lessons.
import type { Verdict } from "./data";

/** Inline code, whatever is in it. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ").trim() || " ";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

export function commaSentence(typed: string, pieces: readonly string[], pointed: string): Verdict {
  const sentence = (show: (text: string) => string) => {
    const shown = pieces.map(show);
    const listed = `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
    return (
      `A comma separates: ${show(typed)} means ${listed}. ` +
      `The decimal sign is a point: ${show(pointed)}.`
    );
  };
  const plain = (text: string) => text;
  return {
    passed: false,
    said: `**Not yet.** ${sentence(code)}`,
    spoken: `Not yet. ${sentence(plain)}`,
  };
}

export function unreadable(isList: boolean): Verdict {
  const form = isList
    ? "numbers with commas between them, such as 0.5, 1/8, 2"
    : "a number, such as 0.125 or 1/8";
  const sentence = `This page reads ${form}. In a live notebook a formula such as sqrt(2) counts too.`;
  return { passed: null, said: `**Not read.** ${sentence}`, spoken: `Not read. ${sentence}` };
}

export const texts = {
  notLoaded: "This scene could not be loaded: {}. Its picture stays.",
  linkToState: "Link to this scene as it stands",
  lesson: "lesson",
  solved: "solved",
  of: "{} of {}",
  begin: "start",
  keep: "Save my progress as a file",
  read: "Read a file of progress",
  forget: "Forget my progress and guesses",
  forgotten: "Your progress and guesses are forgotten.",
  added: "{} new from the file. Exercises solved in all: {}.",
  foreign: "{} is not a file of calclib's progress; nothing was read from it.",
  kept: "Kept in this browser and sent nowhere.",
  notKept: "This browser keeps nothing for this page, so progress ends with it. All else works.",
} as const;

/** A text with its blanks filled. */
export const fill = (text: string, ...words: readonly (string | number)[]): string =>
  words.reduce<string>((filled, word) => filled.replace("{}", () => `${word}`), text);
