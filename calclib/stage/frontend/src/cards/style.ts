// The look of a card. The page's own variables come first, as for the stage: JupyterLab's, then
// VS Code's, then the browser's system colours, which follow a light or dark page.
export const css = `
.calclib-card {
  --paper: var(--jp-layout-color0, var(--vscode-editor-background, Canvas));
  --ink: var(--jp-ui-font-color1, var(--vscode-editor-foreground, CanvasText));
  --muted: var(--jp-ui-font-color2, color-mix(in srgb, var(--ink) 68%, var(--paper)));
  --rule: var(--jp-border-color1, color-mix(in srgb, var(--ink) 30%, var(--paper)));
  --accent: var(--jp-brand-color1, #0072b2);
  box-sizing: border-box; max-width: 760px; margin: 0; padding: 10px 14px 12px;
  background: var(--paper); color: var(--ink);
  border: 1px solid var(--rule); border-left: 3px solid var(--accent); border-radius: 4px;
  font: 14px/1.5 var(--jp-content-font-family, system-ui, sans-serif); overflow-wrap: anywhere;
}
.calclib-card.bare { border: 0; padding: 4px; }
.calclib-card * { box-sizing: border-box; }
.calclib-card [hidden] { display: none !important; }
.calclib-card .words { display: block; min-width: 0; }
.calclib-card .words :is(p, .jp-RenderedMarkdown) { margin: 0; padding: 0; font: inherit; color: inherit; }
.calclib-card .words p + p { margin-top: 6px; }
.calclib-card .words { overflow-x: auto; }
.calclib-card .question { font-weight: 600; }
.calclib-card[data-calclib="answer"] .question { font-weight: inherit; }
.calclib-card .question:empty { display: none; }
.calclib-card fieldset { border: 0; margin: 6px 0 0; padding: 0; min-width: 0; }
.calclib-card fieldset label { display: flex; gap: 9px; align-items: baseline; min-height: 28px; padding: 3px 6px; border-radius: 4px; cursor: pointer; }
.calclib-card fieldset label:hover { background: color-mix(in srgb, var(--ink) 6%, var(--paper)); }
.calclib-card.locked fieldset label { cursor: default; background: none; color: var(--muted); }
.calclib-card.locked fieldset label.mine { color: var(--ink); font-weight: 600; }
.calclib-card input[type="radio"] { flex: none; accent-color: var(--accent); margin: 0; transform: translateY(2px); width: 15px; height: 15px; }
.calclib-card .row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 8px 0 0; }
.calclib-card .row:empty { display: none; }
.calclib-card input[type="text"] {
  flex: 1 1 15em; min-width: 0; max-width: 30em; height: 34px; padding: 0 9px; margin: 0; border-radius: 6px;
  border: 1px solid var(--muted); background: transparent; color: var(--ink);
  font: 14px var(--jp-code-font-family, ui-monospace, monospace);
}
.calclib-card input[type="range"] { flex: 1 1 14em; min-width: 0; max-width: 26em; height: 24px; margin: 0; accent-color: var(--accent); }
.calclib-card output { min-width: 6ch; font-variant-numeric: tabular-nums; }
.calclib-card button {
  appearance: none; font: inherit; min-height: 34px; padding: 0 12px; margin: 0; cursor: pointer; border-radius: 6px; white-space: nowrap;
  border: 1px solid var(--muted); background: transparent; color: var(--ink);
}
.calclib-card button:hover { border-color: var(--ink); }
.calclib-card button[aria-disabled="true"] { color: var(--muted); border-style: dashed; cursor: default; }
.calclib-card :is(button, input, a):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.calclib-card a { color: var(--jp-content-link-color, LinkText); }
.calclib-card :is(.said, .told, .note) { margin-top: 8px; }
.calclib-card :is(.said, .told, .note):empty { display: none; }
.calclib-card .note { color: var(--muted); }
.calclib-card th, .calclib-card td { text-align: left; padding: 2px 18px 2px 0; }
.calclib-card .spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .calclib-card button[aria-disabled="true"] { color: GrayText; } }
`;
