// Links to a scene as it stands: a button under it, and the address of the page, back and forward.
import type { Report } from "../model/state";
import type { Spec } from "../model/types";
import { fill, pageWords } from "../words/words";
import { fragmentOf, readFragment } from "./address";

export interface StateLink {
  readonly element: HTMLElement;
  /** Say something of the address, or nothing. */
  readonly say: (text: string) => void;
}

/** A button that copies the link to a scene as it stands, which becomes the page's own address. */
export function makeStateLink(id: string, present: () => readonly [Report, Spec]): StateLink {
  const { copyLink } = pageWords();
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = copyLink;
  button.dataset.role = "link";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const element = document.createElement("div");
  element.className = "state-link"; // its style shares a root with the player's elements
  element.setAttribute("part", "link");
  element.append(style(), button, status);
  const say = (text: string) => {
    status.textContent = text;
  };
  button.addEventListener("click", async () => {
    const fragment = fragmentOf(id, ...present());
    // The step before stays in the history, so that the browser's own button leads back to it.
    if (location.hash !== fragment) history.pushState(null, "", fragment);
    try {
      await navigator.clipboard.writeText(location.href);
      say(pageWords().linkCopied);
    } catch {
      say(fill(pageWords().copyThisLink, location.href));
    }
  });
  return { element, say };
}

function style(): HTMLElement {
  const element = document.createElement("style");
  element.textContent = `
    .state-link { margin: 2px 16px 0; font: 12px var(--jp-ui-font-family, system-ui, sans-serif); color: var(--jp-ui-font-color2, GrayText); overflow-wrap: anywhere; }
    .state-link button { font: inherit; min-height: 24px; padding: 0; margin: 0 8px 0 0; border: 0; background: none; cursor: pointer; color: var(--jp-content-link-color, LinkText); text-decoration: underline; }
    .state-link button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
  `;
  return element;
}

/** Call when the address comes to name a state of this scene, or ceases to. */
export function followAddress(id: string, signal: AbortSignal, follow: () => void): void {
  let named = readFragment(location.hash)?.id === id;
  const hear = () => {
    const now = readFragment(location.hash)?.id === id;
    if (now || named) follow();
    named = now;
  };
  addEventListener("hashchange", hear, { signal });
}
