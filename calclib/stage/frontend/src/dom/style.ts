// The look of everything around the canvases. The page's own variables come first: JupyterLab's,
// then VS Code's, then the browser's system colours, which follow a light or dark page.
export const css = `
.calclib {
  --paper: var(--jp-layout-color0, var(--vscode-editor-background, Canvas));
  --ink: var(--jp-ui-font-color1, var(--vscode-editor-foreground, CanvasText));
  --muted: var(--jp-ui-font-color2, color-mix(in srgb, var(--ink) 68%, var(--paper)));
  --rule: var(--jp-border-color2, color-mix(in srgb, var(--ink) 16%, var(--paper)));
  --accent: var(--jp-brand-color1, #0072b2);
  --wrong: var(--jp-error-color1, #d55e00);
  contain: layout style; box-sizing: border-box; margin: 0; padding: 12px 16px 14px; max-width: 1400px;
  background-color: var(--paper); color: var(--ink);
  border: 0 solid var(--rule); text-decoration-color: var(--muted);
  font: 13px/1.45 var(--jp-ui-font-family, system-ui, sans-serif);
}
.calclib *, .calclib *::before { box-sizing: border-box; }
.calclib figcaption { font-size: 15px; font-weight: 600; margin: 0 0 10px; }
.calclib .panels { display: flex; flex-wrap: wrap; gap: 16px 24px; justify-content: flex-start; align-items: flex-start; }
.calclib .panels.stacked { flex-direction: column; gap: 16px; }
.calclib :is(.panels, .paper):focus { outline: none; }
.calclib :is(.panels, .paper):focus-visible { outline: 1.5px solid var(--accent); outline-offset: 4px; border-radius: 4px; }
.calclib .head { display: flex; justify-content: space-between; align-items: baseline; gap: 4px 12px; min-height: 20px; }
.calclib .title { font-weight: 600; overflow-wrap: anywhere; }
.calclib .where { position: absolute; top: 0; right: 14px; color: var(--muted); font-size: 12px; line-height: 13px; max-width: 55%; text-align: right; text-wrap: balance; pointer-events: none; }
.calclib .solid .where { top: auto; bottom: 0; }
.calclib .reset { flex: none; border: 0; min-height: 24px; margin: -2px 0; padding: 0 4px; color: var(--muted); font-size: 12px; text-decoration: underline; }
.calclib .inset { position: absolute; background: var(--paper); border: 1px solid var(--rule); border-radius: 4px; }
.calclib .inset .head { min-height: 0; padding: 1px 7px 0; font-size: 12px; }
.calclib .inset .where { display: none; }
.calclib :is(.where, .tip, .readout, output) { font-variant-numeric: tabular-nums; }
.calclib .paper { position: relative; }
.calclib .solid .paper:focus-visible::after { content: attr(aria-label); position: absolute; top: 100%; left: 0; z-index: 1; }
.calclib canvas { display: block; }
.calclib canvas.strip { position: absolute; left: 0; top: 0; pointer-events: none; }
.calclib canvas.moving { position: absolute; inset: 0; touch-action: pan-y; }
.calclib :is(.pick, .drag) canvas.moving { cursor: crosshair; touch-action: none; }
.calclib .solid canvas.moving { cursor: grab; touch-action: pan-y; }
.calclib .solid canvas.moving:active { cursor: grabbing; }
.calclib [hidden] { display: none !important; }
.calclib .ring { position: absolute; left: -7px; top: -7px; width: 14px; height: 14px; border: 1.5px solid var(--ink); border-radius: 50%; pointer-events: none; }
.calclib .tip { position: absolute; left: 18px; bottom: 8px; width: max-content; max-width: 200px; }
.calclib .tip, .calclib .solid .paper:focus-visible::after { padding: 2px 7px; background: var(--paper); border: 1px solid var(--muted); border-radius: 4px; font-size: 12px; }
.calclib .late .tip { left: auto; right: 18px; }
.calclib .handle { position: absolute; left: -12px; top: -12px; width: 24px; min-height: 24px; padding: 0; border: 2px solid var(--ink); border-radius: 50%; box-shadow: 0 0 0 1.5px var(--paper); pointer-events: none; }
.calclib .handle::after { content: ""; position: absolute; inset: 6px; border-radius: 50%; background: var(--ink); }
.calclib .key { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 4px 0 0; margin: 0; list-style: none; font-size: 12.5px; }
.calclib .key li { display: flex; align-items: center; gap: 7px; margin: 0; min-width: 0; }
.calclib .switch { display: flex; align-items: center; gap: 7px; border: 0; min-height: 24px; padding: 0 3px; margin: 0 0 0 -3px; text-align: left; overflow-wrap: anywhere; }
.calclib .switch:hover { text-decoration: underline; }
.calclib .switch[aria-pressed="false"] { color: var(--muted); text-decoration: line-through; }
.calclib .switch[aria-pressed="false"] svg { opacity: 0.3; }
.calclib .key svg { flex: none; }
.calclib .scale { width: 96px; height: 10px; border-radius: 2px; }
.calclib .readout { display: flex; flex-wrap: wrap; gap: 2px 24px; margin: 12px 0 0; min-height: 20px; }
.calclib .readout span { color: var(--muted); margin-right: 7px; }
.calclib .readout b { display: inline-block; min-width: 6ch; font-weight: 600; }
.calclib :is(.controls, .asks) { display: grid; gap: 8px; margin-top: 8px; max-width: 760px; }
.calclib .controls { margin-top: 12px; }
.calclib .row { display: grid; grid-template-columns: 10em 1fr 11ch auto; align-items: center; gap: 4px 14px; min-height: 32px; }
.calclib .row.long > input { grid-column: 2 / 4; }
.calclib .row.long output { grid-column: 2 / -1; grid-row: 2; white-space: normal; }
.calclib :is(.buttons, .tools, .choices, .pair) { display: flex; gap: 6px; }
.calclib .name { overflow-wrap: anywhere; }
.calclib output { white-space: nowrap; }
.calclib .tools { grid-column: 4; justify-content: flex-end; }
.calclib .row.ask > :nth-child(2) { grid-column: 2 / -1; }
.calclib .asks[aria-busy="true"] { cursor: progress; }
.calclib .note { margin: 6px 0 0; min-height: 0; overflow-wrap: anywhere; user-select: text; }
.calclib .note:empty { display: none; }
.calclib .asks .note { margin: 0; }
.calclib :is(input[type="text"], input[type="number"]) {
  appearance: none; font: inherit; color: var(--ink); background: transparent; width: 100%; min-width: 0;
  border: 1px solid var(--muted); border-radius: 6px; height: 32px; padding: 0 9px; margin: 0;
}
.calclib input[type="text"] { font-family: var(--jp-code-font-family, ui-monospace, monospace); }
.calclib input[type="number"] { max-width: 12ch; }
.calclib .refused:is(input), .calclib .refused input { border-color: var(--wrong); border-width: 2px; }
.calclib input:disabled { color: var(--muted); border-style: dashed; }
.calclib button, .calclib select {
  appearance: none; font: inherit; color: var(--ink); background: transparent; cursor: pointer;
  border: 1px solid var(--rule); border-radius: 6px; min-height: 32px; padding: 0 9px; margin: 0;
}
.calclib button:hover, .calclib select:hover { border-color: var(--muted); }
.calclib button svg { display: block; }
.calclib button[data-role="play"] { background: var(--accent); border-color: var(--accent); color: #fff; width: 40px; padding: 0; display: grid; place-items: center; }
.calclib .icon { width: 32px; padding: 0; display: grid; place-items: center; }
.calclib .choices { flex-wrap: wrap; grid-column: 2 / 4; }
.calclib .choices button { height: auto; overflow-wrap: anywhere; }
.calclib :is(.choices button, .icon)[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600; }
.calclib :is(button, select, input):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.calclib input[type="range"] { width: 100%; min-width: 60px; accent-color: var(--accent); height: 24px; margin: 0; cursor: pointer; }
/* A browser draws the rest of a slider white where its colour is too dark for a dark page. */
@supports (color: light-dark(red, red)) { .calclib input[type="range"] { accent-color: light-dark(var(--accent), #56b4e9); } }
.calclib .spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.calclib.slim .key { gap: 2px 10px; font-size: 12px; }
.calclib.slim :is(.key li, .switch) { gap: 5px; }
.calclib.slim .key svg { max-width: 14px; }
.calclib.slim .row { grid-template-columns: auto 1fr auto; }
.calclib.slim .row > :is(input, .choices) { grid-column: 1 / -1; grid-row: 2; }
.calclib.slim .row output { grid-column: 2; text-align: right; white-space: normal; }
.calclib.slim .row .tools { grid-column: 3; }
.calclib.slim .row.deck .tools { grid-column: 2 / -1; grid-row: 1; }
.calclib.slim .row.deck > input { grid-column: 1 / 3; }
.calclib.slim .row.deck output { grid-column: 3; grid-row: 2; white-space: nowrap; }
.calclib.slim .row.long > input { grid-column: 1 / -1; }
.calclib.slim .row.long output { grid-column: 1 / -1; grid-row: 3; text-align: left; white-space: normal; }
.calclib.slim .row.ask > :nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
@media (forced-colors: active) {
  .calclib { border-color: GrayText; }
  .calclib button[aria-pressed="true"]:not(.switch) { border-color: Highlight; outline: 1px solid Highlight; }
  .calclib .handle::after { background: CanvasText; }
  .calclib .scale { forced-color-adjust: none; }
}
`;
