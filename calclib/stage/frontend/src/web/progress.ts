// <calclib-progress>: which exercises were solved in this browser, lesson by lesson, and the file of
// it, which a notebook reads and writes too.
import { fill, pageWords } from "../words/words";
import type { LessonData } from "./data";
import { addFile, changed, forget, isKept, progressFile, solved } from "./memory";

/** How many exercises of a lesson are among these keys, of this edition or of an earlier one. */
export function countSolved(lesson: LessonData, keys: ReadonlySet<string>): number {
  const today = [...keys].map((key) => {
    const name = lesson.formerly[key];
    return name === undefined ? key : `${lesson.lesson}/${name}`;
  });
  const own = new Set(today);
  return lesson.exercises.filter((name) => own.has(`${lesson.lesson}/${name}`)).length;
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  text = "",
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function button(text: string, press: () => void): HTMLButtonElement {
  const element = make("button", text);
  element.type = "button";
  element.addEventListener("click", press);
  return element;
}

class ProgressElement extends HTMLElement {
  private life: AbortController | null = null;
  private readonly rows = make("tbody");
  private readonly note = make("p", isKept() ? pageWords().kept : pageWords().notKept);

  connectedCallback(): void {
    if (this.life) return;
    this.life = new AbortController();
    const { signal } = this.life;
    const script = this.querySelector("script[type='application/json']");
    const lessons = JSON.parse(script?.textContent ?? "[]") as LessonData[];
    const table = make("table");
    const head = table.createTHead().insertRow();
    for (const name of [pageWords().lesson, pageWords().solved]) {
      const cell = make("th", name);
      cell.scope = "col";
      head.append(cell);
    }
    table.append(this.rows);
    this.note.setAttribute("role", "status");
    const tools = make("p");
    tools.className = "tools";
    tools.append(...this.tools());
    this.replaceChildren(table, tools, this.note);
    const show = () => this.show(lessons);
    addEventListener(changed, show, { signal });
    addEventListener("storage", show, { signal });
    show();
  }

  private show(lessons: readonly LessonData[]): void {
    const keys = solved();
    this.rows.replaceChildren(
      ...lessons.map((lesson) => {
        const row = make("tr");
        const link = make("a", lesson.title);
        link.href = lesson.page;
        row.insertCell().append(link);
        const total = lesson.exercises.length;
        row.insertCell().textContent =
          total > 0 ? fill(pageWords().of, countSolved(lesson, keys), total) : "";
        return row;
      }),
    );
  }

  private tools(): HTMLElement[] {
    const field = make("input");
    field.type = "file";
    field.accept = ".jsonl";
    field.hidden = true;
    field.setAttribute("aria-label", pageWords().read);
    field.addEventListener("change", () => void this.read(field));
    return [
      button(pageWords().keep, () => this.save()),
      button(pageWords().read, () => field.click()),
      field,
      button(pageWords().forget, () => {
        forget();
        this.note.textContent = pageWords().forgotten;
      }),
    ];
  }

  private async read(field: HTMLInputElement): Promise<void> {
    const file = field.files?.[0];
    field.value = "";
    if (!file) return;
    const added = addFile(await file.text());
    this.note.textContent =
      added === null
        ? fill(pageWords().foreign, file.name)
        : fill(pageWords().added, added, solved().size);
  }

  private save(): void {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([progressFile()], { type: "application/jsonl" }));
    link.download = "calclib-progress.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

export function defineProgress(): void {
  customElements.define("calclib-progress", ProgressElement);
}
