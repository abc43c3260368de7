// What a page says itself to an answer that it cannot read; every other verdict comes from Python.
import { fill, pageWords } from "../words/words";
import type { Verdict } from "./data";
import type { Fault } from "./labels";

/** Inline code, whatever is in it. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ").trim() || " ";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

export function commaSentence(typed: string, pieces: readonly string[], pointed: string): Verdict {
  const { notYet, comma, and } = pageWords();
  const sentence = (show: (text: string) => string) => {
    const shown = pieces.map(show);
    const listed = fill(and, shown.slice(0, -1).join(", "), shown.at(-1) ?? "");
    return fill(comma, show(typed), listed, show(pointed));
  };
  const plain = (text: string) => text;
  return {
    passed: false,
    said: `**${notYet}** ${sentence(code)}`,
    spoken: `${notYet} ${sentence(plain)}`,
  };
}

/** What is wrong with the labels of an answer. */
export function labelSentence(fault: Fault): Verdict {
  const { notYet, unknownLabel, labelTwice, missingPart } = pageWords();
  const sentence = (show: (text: string) => string) => {
    if (fault.kind === "unknown") return fill(unknownLabel, show(fault.label), fault.names);
    if (fault.kind === "missing") return fill(missingPart, fault.names);
    return fill(labelTwice, show(fault.label), ...fault.values.map(show));
  };
  const plain = (text: string) => text;
  return {
    passed: false,
    said: `**${notYet}** ${sentence(code)}`,
    spoken: `${notYet} ${sentence(plain)}`,
  };
}

export function unreadable(isList: boolean): Verdict {
  const { notRead, readsList, readsNumber } = pageWords();
  const sentence = isList ? readsList : readsNumber;
  return { passed: null, said: `**${notRead}** ${sentence}`, spoken: `${notRead} ${sentence}` };
}
