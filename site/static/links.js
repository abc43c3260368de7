// The builder of links on the page for classes: a lesson, a place, and what to hand out.
const form = document.getElementById("links");
const { repository } = form.dataset;
const owner = repository.replace("https://github.com/", "");

function write(name, text) {
  form.querySelector(`output[name=${name}]`).textContent = text;
}

function update() {
  const { lesson, hub, scene } = form.elements;
  const [stem] = lesson.value.split(" ");
  const urlpath = `lab/tree/calclib/notebooks/${stem}.ipynb`;
  const pull = new URLSearchParams({ repo: repository, branch: "main", urlpath });
  write("binder", `https://mybinder.org/v2/gh/${owner}/HEAD?urlpath=lab/tree/notebooks/${stem}.ipynb`);
  write("nbgitpuller", `${hub.value.replace(/\/$/, "")}/hub/user-redirect/git-pull?${pull}`);
  const here = new URL(".", location.href).href;
  write("read", `${here}lessons/${stem}.html`);
  const found = /lessons\/([\w-]+)\.html(?:\?[^#]*)?#([\w-]+)(?:\?(.*))?/.exec(scene.value);
  if (!found) {
    for (const name of ["frame", "element"]) write(name, "Paste the link under a scene, above.");
    return;
  }
  const [, page, cell, written] = found;
  let state = new URL(scene.value, here).searchParams.get(cell);
  try {
    if (written) state = decodeURIComponent(written.replaceAll("+", " "));
  } catch {
    state = null; // no link of ours
  }
  const query = new URLSearchParams({ scene: `${page}/${cell}`, ...(state ? { at: state } : {}) });
  const frame = `src="${here}embed.html?${query}" width="100%" height="560" title="A scene of calclib"`;
  write("frame", `<iframe ${frame}></iframe>`);
  const at = state ? ` at="${state.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"` : "";
  write(
    "element",
    `<script type="module" src="${here}_static/calclib.js"></script>\n` +
      `<calclib-scene src="${here}_static/scenes/${page}/${cell}.scene"${at}></calclib-scene>`,
  );
}

form.hidden = false;
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
update();
