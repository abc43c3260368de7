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
  const at = `lab/tree/calclib/notebooks/${stem}.ipynb`;
  const pull = new URLSearchParams({ repo: repository, branch: "main", urlpath: at });
  write("binder", `https://mybinder.org/v2/gh/${owner}/HEAD?urlpath=lab/tree/notebooks/${stem}.ipynb`);
  write("nbgitpuller", `${hub.value.replace(/\/$/, "")}/hub/user-redirect/git-pull?${pull}`);
  const here = new URL(".", location.href).href;
  write("read", `${here}lessons/${stem}.html`);
  const found = /lessons\/([\w-]+)\.html(?:\?[^#]*)?#([\w-]+)/.exec(scene.value);
  const file = found ? `${found[1]}/${found[2]}` : `${stem}/cell-04`;
  const state = new URL(scene.value || here, here).searchParams.get(found?.[2] ?? "");
  const query = new URLSearchParams({ scene: file, ...(state ? { at: state } : {}) });
  write("frame", `<iframe src="${here}embed.html?${query}" width="100%" height="560" title="A scene of calclib"></iframe>`);
  write(
    "element",
    `<script type="module" src="${here}_static/calclib.js"></script>\n` +
      `<calclib-scene src="${here}_static/scenes/${file}.scene"></calclib-scene>`,
  );
}

form.hidden = false;
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
update();
