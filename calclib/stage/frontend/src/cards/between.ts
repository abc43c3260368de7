// Which scenes an answer waits for: those that stand between its question and itself.

/** What the player dispatches when its scene was played; it bubbles and leaves shadow roots. */
export const played = "calclib-played";

const follows = (one: Node, other: Node) =>
  (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/**
 * Whether a scene stands before an answer and after its question. A notebook may have taken a
 * question that is out of sight off the page; then no other answer may stand between.
 */
export function isBetween(scene: Node, answer: HTMLElement): boolean {
  if (!scene.isConnected || !answer.isConnected || !follows(answer, scene)) return false;
  const all = [...document.querySelectorAll<HTMLElement>("[data-calclib]")];
  const { key } = answer.dataset;
  const questions = all.filter((e) => e.dataset.calclib === "guess" && e.dataset.key === key);
  if (questions.length > 0) return questions.some((question) => follows(scene, question));
  return !all.some(
    (e) =>
      e !== answer && e.dataset.calclib === "answer" && follows(e, scene) && follows(answer, e),
  );
}
