/** The element of an id. */
export const byId = <Kind extends HTMLElement = HTMLElement>(id: string): Kind =>
  document.getElementById(id) as Kind;

/** A new element with properties and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const contents = new WeakMap<HTMLElement, string>();

/** Sets the content of an element where it changed: what has the focus or is scrolled stays so otherwise. */
export function setHtml(element: HTMLElement, html: string): void {
  if (contents.get(element) === html) return;
  contents.set(element, html);
  element.innerHTML = html;
}

/** Calls `take` with the files that are dropped anywhere on the page, at least one; the page shows while some are over it. */
export function onDrop(take: (files: readonly File[], target: EventTarget | null) => void): void {
  const root = document.documentElement;
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    root.classList.add('dropping');
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) root.classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    root.classList.remove('dropping');
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files, event.target);
  });
}
