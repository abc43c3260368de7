// @vitest-environment jsdom
// The button under a scene, and the address that it writes and follows.
import { afterEach, expect, test, vi } from "vitest";
import type { Report } from "../../src/model/state";
import type { Spec } from "../../src/model/types";
import { followAddress, makeStateLink } from "../../src/web/links";
import { pageWords } from "../../src/words/words";

const spec = { axes: [{ name: "step", slug: "step", count: 9 }], panels: [] } as unknown as Spec;

afterEach(() => {
  history.replaceState(null, "", "/");
  vi.unstubAllGlobals();
});

function press(clipboard: { writeText(text: string): Promise<void> }, report: Report) {
  vi.stubGlobal("navigator", { clipboard });
  const link = makeStateLink("cell-04", () => [report, spec]);
  link.element.querySelector("button")?.click();
  return link.element.querySelector("[role=status]") as HTMLElement;
}

test("the button writes the state into the address, and copies it", async () => {
  const copied: string[] = [];
  const writeText = async (text: string) => void copied.push(text);
  const status = press({ writeText }, { index: { step: 3 } });
  await vi.waitFor(() => expect(status.textContent).toBe(pageWords().linkCopied));
  expect(location.hash).toBe("#cell-04?step:3");
  expect(copied).toEqual([location.href]);
});

test("where the page may not copy, the link stands there as text", async () => {
  const writeText = () => Promise.reject(new Error("no"));
  const status = press({ writeText }, { index: { step: 3 }, hidden: ["<img src=x>"] });
  await vi.waitFor(() => expect(status.textContent).toContain(location.href));
  expect(status.childElementCount).toBe(0);
});

test("the style of the button reaches nothing else in the root that it shares with a player", () => {
  const { element } = makeStateLink("cell-04", () => [{}, spec]);
  const rules = element.querySelector("style")?.textContent?.trim().split("\n") ?? [];
  expect(rules.length).toBeGreaterThan(1);
  for (const rule of rules) expect(rule.trim()).toMatch(/^\.state-link/);
});

test("a scene follows the address while it is named, and once more when it no longer is", () => {
  const life = new AbortController();
  const follow = vi.fn();
  followAddress("cell-04", life.signal, follow);
  const goTo = (hash: string) => {
    history.replaceState(null, "", hash);
    dispatchEvent(new Event("hashchange"));
  };
  goTo("#cell-06?step:1");
  expect(follow).toHaveBeenCalledTimes(0);
  goTo("#cell-04?step:1");
  goTo("#cell-04?step:2");
  expect(follow).toHaveBeenCalledTimes(2);
  goTo("#a-heading");
  goTo("#another");
  expect(follow).toHaveBeenCalledTimes(3);
  life.abort();
  goTo("#cell-04?step:1");
  expect(follow).toHaveBeenCalledTimes(3);
});
