// Built from calclib/stage/frontend by `npm run build`; change the sources, not this.
var T="calclib-played",y=(e,o)=>(o.compareDocumentPosition(e)&Node.DOCUMENT_POSITION_FOLLOWING)!==0;function C(e,o){if(!e.isConnected||!o.isConnected||!y(o,e))return!1;let n=[...document.querySelectorAll("[data-calclib]")],{key:r}=o.dataset,a=n.filter(t=>t.dataset.calclib==="guess"&&t.dataset.key===r);return a.length>0?a.some(t=>y(e,t)):!n.some(t=>t!==o&&t.dataset.calclib==="answer"&&y(t,e)&&y(o,t))}var L=`
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
.calclib-card.bare { border: 0; padding: 2px 0; }
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
`;var x="data-lm-suppress-shortcuts";function m(e,o={},...n){let r=document.createElement(e);for(let[a,t]of Object.entries(o))r.setAttribute(a,t);return r.append(...n),r}var k=e=>m("input",{...e,[x]:"true"}),O=0,A=e=>`calclib-${e}-${++O}`;function P(e,o,n){let r=A("choice"),a=!1,t=e.choices.map(()=>k({type:"radio",name:r})),d=e.choices.map((c,s)=>{let i=m("span",{class:"words"});return o(i,c),m("label",{},t[s],i)}),p=m("fieldset",{role:"radiogroup"},...d),u=c=>n({type:"choose",value:c+1});for(let[c,s]of t.entries())s.addEventListener("click",i=>{a&&i.preventDefault()}),s.addEventListener("keydown",i=>{let b={ArrowDown:1,ArrowRight:1,ArrowUp:-1,ArrowLeft:-1}[i.key];b&&(i.preventDefault(),t[(c+b+t.length)%t.length].focus()),i.key==="Enter"&&!a&&(s.checked=!0,u(c))}),s.addEventListener("change",()=>{a||u(c)});return{element:p,update(c,s){if(c.kind==="choices"){a=s;for(let[i,b]of t.entries())b.checked=c.guess===i,b.setAttribute("aria-disabled",`${a}`),d[i].classList.toggle("mine",c.guess===i)}}}}function B(e,o){let{low:n,high:r,step:a}=e,t=k({type:"range",min:`${n}`,max:`${r}`,step:`${a}`});t.setAttribute("aria-label","Your guess");let d=m("output"),p=m("button",{type:"button",[x]:"true"},"This is my guess"),u=!1,c=()=>{d.textContent=`${Number(t.value)}`};t.addEventListener("input",c),t.addEventListener("keydown",i=>{u&&i.key!=="Tab"&&i.preventDefault()}),p.addEventListener("click",()=>{u||o({type:"choose",value:Number(t.value)})});let s;return{element:m("div",{class:"row"},t,d,p),update(i,b){if(i.kind==="span"){u=b,i.value!==s&&(t.value=`${i.value}`),s=i.value,c(),t.style.pointerEvents=u?"none":"";for(let h of[t,p])h.setAttribute("aria-disabled",`${u}`)}}}}function D(e,o){let n=k({type:"text",placeholder:e.words,"aria-label":e.words});for(let a of["autocomplete","autocapitalize","spellcheck"])n.setAttribute(a,a==="spellcheck"?"false":"off");n.addEventListener("keydown",a=>{a.key==="Enter"&&o({type:"check",value:n.value})});let r="";return{element:n,home:n,value:()=>n.value,update(a){a.kind==="line"&&(a.value!==r&&(n.value=a.value),r=a.value)}}}function S(e,o,n){return e===null?null:e.kind==="choices"?P(e,o,n):e.kind==="span"?B(e,n):D(e,n)}var M=({control:e,buttons:o})=>JSON.stringify([e?.kind==="choices"?e.choices:e?.kind,e?.kind==="span"?[e.low,e.high,e.step]:null,o.map(({name:n})=>n)]);function H(e,o,n){let r=m("div",{class:"words question",id:A("question")}),a=m("div"),t=m("div",{class:"words said"}),d=m("div",{class:"words told"}),p=m("div",{class:"note",role:"status"}),u=m("div",{class:"spoken",role:"status","aria-live":"polite"}),c=m("section",{class:"calclib-card",role:"group"});c.append(m("style",{},L),r,a,t,d,p,u);let s=null,i=null,b=[],h=(l,f,g)=>{f!==g&&(f===""?l.replaceChildren():o(l,f))},W=(l,{name:f})=>{if(l.getAttribute("aria-disabled")==="true")return;let g=f==="check"?i?.value?.():void 0;n(g===void 0?{type:f}:{type:f,value:g}),f==="check"&&i?.home?.focus()},j=l=>{i=S(l.control,o,n),b=l.buttons.map(g=>{let v=m("button",{type:"button","data-role":g.name,[x]:"true"});return v.addEventListener("click",()=>W(v,g)),v});let f=m("div",{class:"row"},...b);i?.home&&f.prepend(i.element),a.replaceChildren(...i&&!i.home?[i.element]:[],f),l.question!==""&&l.control?.kind!=="line"&&i?.element.setAttribute("aria-labelledby",r.id)},E=l=>{(s===null||M(s)!==M(l))&&j(l),c.dataset.calclib=l.role,c.dataset.key=l.key,c.setAttribute("aria-label",l.label),c.classList.toggle("locked",l.locked),c.classList.toggle("bare",l.role==="exercise"&&l.question===""),l.control&&i?.update(l.control,l.locked);for(let[f,{label:g,off:v}]of l.buttons.entries())b[f].textContent=g,b[f].setAttribute("aria-disabled",`${v??!1}`);h(r,l.question,s?.question),h(t,l.said,s?.said),h(d,l.told,s?.told),s!==null&&l.spoken!==s.spoken&&(u.textContent=l.spoken),p.textContent="",s=l};return E(e),{element:c,update:E,note:l=>{p.textContent=l}}}function R(e){for(let o of e.querySelectorAll("a, summary, [tabindex]"))o.setAttribute(x,"true")}var _=/(?<fence>`+)(?!`)(?<code>.*?[^`])\k<fence>(?!`)|\*\*(?<bold>.+?)\*\*|\[(?<words>[^\]]*)\]\((?<href>[^)\s]+)\)|(?<math>\$\$[^$]+\$\$|\$[^$\n]+\$)|\\(?<escaped>[!-/:-@[-`{-~])|&(?<entity>lt|amp);/gs,z={lt:"<",amp:"&"},I=/^(https?:|[^:]*$)/i;function J(e,o){let n=document.createElement("a");return n.textContent=e,I.test(o)&&(n.href=o),n}function $(e,o){let n=document.createElement(e);return n.textContent=o,n}function w(e,o){let n=0;for(let r of o.matchAll(_)){e.append(o.slice(n,r.index)),n=r.index+r[0].length;let{code:a,bold:t,words:d,href:p,math:u,escaped:c,entity:s}=r.groups??{};if(a!==void 0)e.append($("code",a.trim()===""?a:a.trim()));else if(t!==void 0)w(e.appendChild(document.createElement("strong")),t);else if(p!==void 0)e.append(J(d??"",p));else if(u!==void 0){let i=$("span",u);i.className="math",e.append(i)}else e.append(c??z[s??""]??"")}e.append(o.slice(n))}function G(e){let o=document.createElement("table"),n=e.filter(r=>!/^[|\s:-]+$/.test(r));for(let[r,a]of n.entries()){let t=o.insertRow();for(let d of a.split("|").slice(1,-1)){let p=document.createElement(r===0?"th":"td");w(t.appendChild(p),d.trim())}}return o}var N=(e,o)=>{let r=o.split(/\n\s*\n/).filter(a=>a.trim()!=="").map(a=>{let t=a.split(`
`);if(t.every(p=>p.startsWith("|")))return G(t);let d=document.createElement("p");return w(d,a),d});e.replaceChildren(...r)};var U=4e3,q="The kernel does not answer. Run the cells of this notebook again, from the top.";function Y(e){let o=new WeakMap,n=r=>{window.MathJax?.typesetPromise?.([r])};return(r,a)=>{if(N(r,a),!e)return n(r);let t=(o.get(r)??0)+1;o.set(r,t);let d=e.createRenderer("text/markdown"),p={"text/markdown":a};d.renderModel(e.createModel({data:p,trusted:!1})).then(()=>{o.get(r)===t&&(r.replaceChildren(d.node),e.latexTypesetter?.typeset(d.node),R(r))},()=>n(r))}}function F({model:e,el:o}){let n=0,r=0,a=s=>{clearTimeout(r),r=window.setTimeout(()=>t.note(q),U);try{e.send?.({...s,id:++n})}catch{t.note(q)}},t=H(e.get("shown"),Y(e.widget_manager?.rendermime),a),d=()=>t.update(e.get("shown")),p=s=>{s.type==="done"&&s.id===n&&clearTimeout(r)},u=new AbortController,c=s=>{let[i]=s.composedPath();t.element.dataset.calclib==="answer"&&i instanceof Node&&C(i,t.element)&&a({type:"played"})};return document.addEventListener(T,c,{signal:u.signal}),e.on("change:shown",d),e.on("msg:custom",p),o.append(t.element),()=>{u.abort(),clearTimeout(r),e.off("change:shown",d),e.off("msg:custom",p),t.element.remove()}}var oe={render:F};export{oe as default,q as silence};
