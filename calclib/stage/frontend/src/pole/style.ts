// The look of what stands around the pole; the colours are the page's own, as for the stage.
export const css = `
.calclib-pole {
  --paper: var(--jp-layout-color0, var(--vscode-editor-background, Canvas));
  --ink: var(--jp-ui-font-color1, var(--vscode-editor-foreground, CanvasText));
  --muted: var(--jp-ui-font-color2, color-mix(in srgb, var(--ink) 68%, var(--paper)));
  --rule: var(--jp-border-color2, color-mix(in srgb, var(--ink) 16%, var(--paper)));
  --accent: var(--jp-brand-color1, #0072b2);
  contain: layout style; box-sizing: border-box; max-width: 760px; margin: 0; padding: 12px 16px 14px;
  background-color: var(--paper); color: var(--ink);
  border: 0 solid var(--rule); text-decoration-color: var(--muted);
  font: 13px/1.45 var(--jp-ui-font-family, system-ui, sans-serif); overflow-wrap: anywhere;
}
.calclib-pole * { box-sizing: border-box; }
.calclib-pole [hidden] { display: none !important; }
.calclib-pole figcaption { font-size: 15px; font-weight: 600; margin: 0 0 4px; }
.calclib-pole p { margin: 0 0 8px; }
.calclib-pole canvas { display: block; border-radius: 4px; outline-offset: 3px; cursor: pointer; touch-action: pan-y; }
.calclib-pole :is(canvas, button, input):focus-visible { outline: 2px solid var(--accent); }
.calclib-pole canvas:focus { outline: 2px solid var(--accent); }
.calclib-pole .clock { font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
.calclib-pole .top { display: flex; gap: 4px 16px; align-items: baseline; flex-wrap: wrap; min-height: 30px; }
.calclib-pole .said { color: var(--muted); }
.calclib-pole .pushes { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; margin: 8px 0; }
.calclib-pole button {
  appearance: none; font: inherit; min-height: 34px; padding: 0 12px; margin: 0; cursor: pointer; border-radius: 6px;
  border: 1px solid var(--muted); background: transparent; color: var(--ink);
}
.calclib-pole .pushes button { min-height: 52px; font-size: 15px; touch-action: none; user-select: none; -webkit-user-select: none; }
.calclib-pole .pushes button.down { background: color-mix(in srgb, var(--ink) 14%, var(--paper)); border-color: var(--ink); }
.calclib-pole .row { display: flex; gap: 6px 18px; align-items: center; flex-wrap: wrap; }
.calclib-pole label { display: flex; gap: 7px; align-items: center; min-height: 34px; }
.calclib-pole input { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; }
.calclib-pole table { border-collapse: collapse; margin: 10px 0 0; width: 100%; font: inherit; }
.calclib-pole caption { text-align: left; font-weight: 600; padding: 0 0 2px; caption-side: top; color: inherit; }
.calclib-pole :is(th, td) { text-align: left; font-weight: 400; padding: 2px 12px 2px 0; border: 0; background: none; font: inherit; }
.calclib-pole td { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; width: 5em; }
.calclib-pole td.line { width: 50%; padding-right: 0; }
.calclib-pole .bar { display: block; height: 8px; min-width: 2px; border-radius: 2px; background: var(--accent); }
.calclib-pole .policy .bar { background: repeating-linear-gradient(45deg, var(--ink) 0 2px, transparent 2px 5px); outline: 1px solid var(--ink); outline-offset: -1px; }
@media (forced-colors: active) { .calclib-pole .bar { forced-color-adjust: none; } }
`;
