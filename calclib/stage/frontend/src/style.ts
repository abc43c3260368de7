// The look of everything around the canvases. The page's own variables come first: JupyterLab's,
// then VS Code's, then the browser's system colours, which follow a light or dark page.
export const css = `
.calclib {
  --paper: var(--jp-layout-color0, var(--vscode-editor-background, Canvas));
  --ink: var(--jp-ui-font-color1, var(--vscode-editor-foreground, CanvasText));
  --muted: var(--jp-ui-font-color2, color-mix(in srgb, var(--ink) 68%, var(--paper)));
  --rule: var(--jp-border-color2, color-mix(in srgb, var(--ink) 16%, var(--paper)));
  --accent: var(--jp-brand-color1, #0072b2);
  box-sizing: border-box; margin: 0; padding: 12px 16px 14px; max-width: 1400px;
  background-color: var(--paper); color: var(--ink);
  border: 0 solid var(--rule); text-decoration-color: var(--muted);
  font: 13px/1.45 var(--jp-ui-font-family, system-ui, sans-serif);
}
.calclib *, .calclib *::before { box-sizing: border-box; }
.calclib figcaption { font-size: 15px; font-weight: 600; margin: 0 0 10px; }
.calclib .panels { display: flex; gap: 24px; justify-content: flex-start; align-items: flex-start; }
.calclib .panels.stacked { flex-direction: column; gap: 16px; }
.calclib .panels:focus { outline: none; }
.calclib .panels:focus-visible { outline: 1.5px solid var(--accent); outline-offset: 4px; border-radius: 4px; }
.calclib .head { display: flex; justify-content: space-between; gap: 12px; min-height: 20px; }
.calclib .title { font-weight: 600; }
.calclib .where { color: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.calclib .paper { position: relative; }
.calclib canvas { display: block; }
.calclib canvas.moving { position: absolute; inset: 0; touch-action: pan-y; }
.calclib .pick canvas.moving { cursor: crosshair; touch-action: none; }
.calclib .key { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 4px 0 0; margin: 0; list-style: none; font-size: 12.5px; }
.calclib .key li { display: flex; align-items: center; gap: 7px; margin: 0; }
.calclib .key svg { flex: none; }
.calclib .scale { width: 96px; height: 10px; border-radius: 2px; }
.calclib .readout { display: flex; flex-wrap: wrap; gap: 2px 24px; margin: 12px 0 0; min-height: 20px; font-variant-numeric: tabular-nums; }
.calclib .readout span { color: var(--muted); margin-right: 7px; }
.calclib .readout b { display: inline-block; min-width: 6ch; font-weight: 600; }
.calclib .controls { display: grid; gap: 8px; margin-top: 12px; max-width: 760px; }
.calclib .row { display: grid; grid-template-columns: 116px 1fr 11ch 60px; align-items: center; gap: 4px 14px; min-height: 32px; }
.calclib .buttons { display: flex; gap: 6px; }
.calclib .name { overflow-wrap: anywhere; }
.calclib output { font-variant-numeric: tabular-nums; white-space: nowrap; }
.calclib .row:not(.deck) output { grid-column: 3 / -1; }
.calclib button, .calclib select {
  appearance: none; font: inherit; color: var(--ink); background: transparent; cursor: pointer;
  border: 1px solid var(--rule); border-radius: 6px; min-height: 32px; padding: 0 9px; margin: 0;
}
.calclib button:hover, .calclib select:hover { border-color: var(--muted); }
.calclib button svg { display: block; }
.calclib button[data-role="play"] { background: var(--accent); border-color: var(--accent); color: #fff; width: 40px; padding: 0; display: grid; place-items: center; }
.calclib .icon { width: 32px; padding: 0; display: grid; place-items: center; }
.calclib .choices { display: flex; flex-wrap: wrap; gap: 6px; grid-column: 2 / -1; }
.calclib .choices button[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600; }
.calclib :is(button, select, input):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.calclib input[type="range"] { width: 100%; min-width: 60px; accent-color: var(--accent); height: 24px; margin: 0; cursor: pointer; }
.calclib .spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.calclib.slim .row { grid-template-columns: auto 1fr auto; }
.calclib.slim .row > :is(input, .choices) { grid-column: 1 / -1; grid-row: 2; }
.calclib.slim .row output { text-align: right; }
.calclib.slim .row:not(.deck) output { grid-column: 2 / -1; }
`;
