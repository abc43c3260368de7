// The one script of the web edition: its elements, and what opens before a page is printed.
import { speak } from "../words/words";
import { defineCards } from "./cards";
import { defineLive } from "./livebar";
import { defineProgress } from "./progress";
import { defineScenes } from "./scenes";

speak(document.documentElement.lang);
defineScenes();
defineCards();
defineProgress();
defineLive();

addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("article details")) one.setAttribute("open", "");
});
