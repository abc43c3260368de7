// <calclib-pole>: the pole on a page without a kernel. Its traits stand in it as JSON, beside what is
// shown where no script runs; tries are kept as long as the page is open.
import { type Model, render, type Traits } from "./widget";

class PoleElement extends HTMLElement {
  private close: (() => void) | undefined;
  private traits: Traits | undefined;

  connectedCallback(): void {
    const text = this.querySelector('script[type="application/json"]')?.textContent;
    if (!text || this.close) return;
    const traits = this.traits ?? (JSON.parse(text) as Traits);
    this.traits = traits;
    const model: Model = {
      get: (name) => traits[name],
      set: (name, value) => {
        Object.assign(traits, { [name]: value });
      },
      save_changes() {},
    };
    // In a shadow root the page's own rules do not reach it.
    const el = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.close = render({ model, el });
  }

  disconnectedCallback(): void {
    this.close?.();
    this.close = undefined;
  }
}

/** Make the element known to the page; a notebook may load this module more than once. */
export function definePole(): void {
  if (!customElements.get("calclib-pole")) customElements.define("calclib-pole", PoleElement);
}
