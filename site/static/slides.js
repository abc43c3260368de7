// One slide at a time: the one whose scene the address names, #cell-04 or #cell-04?step:10, else the first.
const slides = [...document.querySelectorAll("main > section")];
const nav = document.querySelector("nav");
const [back, on, theme, screen] = ["back", "on", "theme", "screen"].map((role) =>
  nav.querySelector(`[data-role=${role}]`),
);
const place = nav.querySelector("output");
const sceneOf = (slide) => slide.querySelector("calclib-scene");

function present() {
  const [name] = location.hash.slice(1).split("?");
  return Math.max(0, slides.findIndex((slide) => sceneOf(slide).id === name));
}

function show() {
  const shown = present();
  for (const [k, slide] of slides.entries()) slide.hidden = k !== shown;
  place.textContent = `${shown + 1} / ${slides.length}`;
  back.disabled = shown === 0;
  on.disabled = shown === slides.length - 1;
  scrollTo(0, 0);
}

function go(by) {
  const slide = slides[present() + by];
  if (slide) location.hash = sceneOf(slide).id; // an entry of the history: the browser leads back
}

/** Play or pause the scene of this slide. */
function play() {
  sceneOf(slides[present()]).shadowRoot?.querySelector("[data-role=play]")?.click();
}

const keys = {
  PageDown: () => go(1),
  PageUp: () => go(-1),
  ArrowRight: () => go(1),
  ArrowLeft: () => go(-1),
  " ": play,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // In a scene, and on a button, the arrows and Space have their own meaning; the other two keys have none.
  const inside = event.target !== document.body;
  const paging = event.key === "PageDown" || event.key === "PageUp";
  const act = keys[event.key];
  if (!act || (inside && !paging)) return;
  event.preventDefault();
  act();
});
back.addEventListener("click", () => go(-1));
on.addEventListener("click", () => go(1));
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.style.colorScheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  root.style.colorScheme = dark === "dark" ? "light" : "dark";
});
screen.hidden = !document.documentElement.requestFullscreen;
screen.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {}); // the browser says no: the page stays as it is
});
addEventListener("hashchange", show);
nav.hidden = false;
show();
