// Built from calclib/stage/frontend by `npm run build`; change the sources, not this.
var C="calclib-played",x=(e,o)=>(o.compareDocumentPosition(e)&Node.DOCUMENT_POSITION_FOLLOWING)!==0;function L(e,o){if(!e.isConnected||!o.isConnected||!x(o,e))return!1;let n=[...document.querySelectorAll("[data-calclib]")],{key:r}=o.dataset,a=n.filter(t=>t.dataset.calclib==="guess"&&t.dataset.key===r);return a.length>0?a.some(t=>x(e,t)):!n.some(t=>t!==o&&t.dataset.calclib==="answer"&&x(t,e)&&x(o,t))}var M=`
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
`;var k="data-lm-suppress-shortcuts";function f(e,o={},...n){let r=document.createElement(e);for(let[a,t]of Object.entries(o))r.setAttribute(a,t);return r.append(...n),r}var w=e=>f("input",{...e,[k]:"true"}),O=0,H=e=>`calclib-${e}-${++O}`;function P(e,o,n){let r=H("choice"),a=!1,t=null,s=e.choices.map(()=>w({type:"radio",name:r})),d=e.choices.map((i,p)=>{let m=f("span",{class:"words"});return o(m,i),f("label",{},s[p],m)}),b=f("fieldset",{role:"radiogroup"},...d),u=i=>n({type:"choose",value:i+1}),c=()=>{for(let[i,p]of s.entries())p.checked=t===i};for(let[i,p]of s.entries())p.addEventListener("click",m=>{a&&(m.preventDefault(),queueMicrotask(c))}),p.addEventListener("keydown",m=>{let v={ArrowDown:1,ArrowRight:1,ArrowUp:-1,ArrowLeft:-1}[m.key];v&&(m.preventDefault(),s[(i+v+s.length)%s.length].focus()),m.key==="Enter"&&!a&&(p.checked=!0,u(i))}),p.addEventListener("change",()=>{a||u(i)});return{element:b,update(i,p){if(i.kind==="choices"){a=p,t=i.guess,c();for(let[m,v]of s.entries())v.setAttribute("aria-disabled",`${a}`),d[m].classList.toggle("mine",i.guess===m)}}}}function B(e,o){let{low:n,high:r,step:a}=e,t=w({type:"range",min:`${n}`,max:`${r}`,step:`${a}`});t.setAttribute("aria-label","Your guess");let s=f("output"),d=f("button",{type:"button",[k]:"true"},"This is my guess"),b=!1,u=()=>{s.textContent=`${Number(t.value)}`};t.addEventListener("input",u),t.addEventListener("keydown",i=>{b&&i.key!=="Tab"&&i.preventDefault()}),d.addEventListener("click",()=>{b||o({type:"choose",value:Number(t.value)})});let c;return{element:f("div",{class:"row"},t,s,d),update(i,p){if(i.kind==="span"){b=p,i.value!==c&&(t.value=`${i.value}`),c=i.value,u(),t.style.pointerEvents=b?"none":"";for(let m of[t,d])m.setAttribute("aria-disabled",`${b}`)}}}}function D(e,o){let n=w({type:"text",placeholder:e.words,"aria-label":e.words});for(let a of["autocomplete","autocapitalize","spellcheck"])n.setAttribute(a,a==="spellcheck"?"false":"off");n.addEventListener("keydown",a=>{a.key==="Enter"&&o({type:"check",value:n.value})});let r="";return{element:n,home:n,value:()=>n.value,update(a){a.kind==="line"&&(a.value!==r&&(n.value=a.value),r=a.value)}}}function S(e,o,n){return e===null?null:e.kind==="choices"?P(e,o,n):e.kind==="span"?B(e,n):D(e,n)}var A=({control:e,buttons:o})=>JSON.stringify([e?.kind==="choices"?e.choices:e?.kind,e?.kind==="span"?[e.low,e.high,e.step]:null,o.map(({name:n})=>n)]);function R(e,o,n){let r=f("div",{class:"words question",id:H("question")}),a=f("div"),t=f("div",{class:"words said"}),s=f("div",{class:"words told"}),d=f("div",{class:"note",role:"status"}),b=f("div",{class:"spoken",role:"status","aria-live":"polite"}),u=f("section",{class:"calclib-card",role:"group"});u.append(f("style",{},M),r,a,t,s,d,b);let c=null,i=null,p=[],m=(l,g,h)=>{g!==h&&(g===""?l.replaceChildren():o(l,g))},v=(l,{name:g})=>{if(l.getAttribute("aria-disabled")==="true")return;let h=g==="check"?i?.value?.():void 0;n(h===void 0?{type:g}:{type:g,value:h}),g==="check"&&i?.home?.focus()},j=l=>{i=S(l.control,o,n),p=l.buttons.map(h=>{let y=f("button",{type:"button","data-role":h.name,[k]:"true"});return y.addEventListener("click",()=>v(y,h)),y});let g=f("div",{class:"row"},...p);i?.home&&g.prepend(i.element),a.replaceChildren(...i&&!i.home?[i.element]:[],g),l.question!==""&&l.control?.kind!=="line"&&i?.element.setAttribute("aria-labelledby",r.id)},T=l=>{(c===null||A(c)!==A(l))&&j(l),u.dataset.calclib=l.role,u.dataset.key=l.key,u.setAttribute("aria-label",l.label),u.classList.toggle("locked",l.locked),u.classList.toggle("bare",l.role==="exercise"&&l.question===""),l.control&&i?.update(l.control,l.locked);for(let[g,{label:h,off:y}]of l.buttons.entries())p[g].textContent=h,p[g].setAttribute("aria-disabled",`${y??!1}`);m(r,l.question,c?.question),m(t,l.said,c?.said),m(s,l.told,c?.told),c!==null&&l.spoken!==c.spoken&&(b.textContent=l.spoken),d.textContent="",c=l};return T(e),{element:u,update:T,note:l=>{d.textContent=l}}}function $(e){for(let o of e.querySelectorAll("a, summary, [tabindex]"))o.setAttribute(k,"true")}var _=/(?<fence>`+)(?!`)(?<code>.*?[^`])\k<fence>(?!`)|\*\*(?<bold>.+?)\*\*|\[(?<words>[^\]]*)\]\((?<href>[^)\s]+)\)|(?<math>\$\$[^$]+\$\$|\$[^$\n]+\$)|\\(?<escaped>[!-/:-@[-`{-~])|&(?<entity>lt|amp);/gs,z={lt:"<",amp:"&"},I=/^(https?:|[^:]*$)/i;function J(e,o){let n=document.createElement("a");return n.textContent=e,I.test(o)&&(n.href=o),n}function N(e,o){let n=document.createElement(e);return n.textContent=o,n}function E(e,o){let n=0;for(let r of o.matchAll(_)){e.append(o.slice(n,r.index)),n=r.index+r[0].length;let{code:a,bold:t,words:s,href:d,math:b,escaped:u,entity:c}=r.groups??{};if(a!==void 0)e.append(N("code",a.trim()===""?a:a.trim()));else if(t!==void 0)E(e.appendChild(document.createElement("strong")),t);else if(d!==void 0)e.append(J(s??"",d));else if(b!==void 0){let i=N("span",b);i.className="math",e.append(i)}else e.append(u??z[c??""]??"")}e.append(o.slice(n))}function G(e){let o=document.createElement("table"),n=e.filter(r=>!/^[|\s:-]+$/.test(r));for(let[r,a]of n.entries()){let t=o.insertRow();for(let s of a.split("|").slice(1,-1)){let d=document.createElement(r===0?"th":"td");E(t.appendChild(d),s.trim())}}return o}var q=(e,o)=>{let r=o.split(/\n\s*\n/).filter(a=>a.trim()!=="").map(a=>{let t=a.split(`
`);if(t.every(d=>d.startsWith("|")))return G(t);let s=document.createElement("p");return E(s,a),s});e.replaceChildren(...r)};var U=4e3,W="The kernel does not answer. Run the cells of this notebook again, from the top.";function Y(e){let o=new WeakMap,n=r=>{window.MathJax?.typesetPromise?.([r])};return(r,a)=>{if(q(r,a),!e)return n(r);let t=(o.get(r)??0)+1;o.set(r,t);let s=e.createRenderer("text/markdown"),d={"text/markdown":a};s.renderModel(e.createModel({data:d,trusted:!1})).then(()=>{o.get(r)===t&&(r.replaceChildren(s.node),e.latexTypesetter?.typeset(s.node),$(r))},()=>n(r))}}function F({model:e,el:o}){let n=0,r=0,a=c=>{clearTimeout(r),r=window.setTimeout(()=>t.note(W),U);try{e.send?.({...c,id:++n})}catch{t.note(W)}},t=R(e.get("shown"),Y(e.widget_manager?.rendermime),a),s=()=>t.update(e.get("shown")),d=c=>{c.type==="done"&&c.id===n&&clearTimeout(r)},b=new AbortController,u=c=>{let[i]=c.composedPath();t.element.dataset.calclib==="answer"&&i instanceof Node&&L(i,t.element)&&a({type:"played"})};return document.addEventListener(C,u,{signal:b.signal}),e.on("change:shown",s),e.on("msg:custom",d),o.append(t.element),()=>{b.abort(),clearTimeout(r),e.off("change:shown",s),e.off("msg:custom",d),t.element.remove()}}var oe={render:F};export{oe as default,W as silence};
