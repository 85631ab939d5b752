/** Lets the names below a picture, which show and hide its lines, be reached and pressed with the keyboard. */
export function keyboardLegend(root: HTMLElement): void {
  const rows = [...root.querySelectorAll<HTMLElement>('.u-legend .u-series')].slice(1);
  for (const row of rows) {
    const name = row.querySelector<HTMLElement>('.u-label')!;
    name.role = 'button';
    name.tabIndex = 0;
    name.ariaPressed = 'true';
    name.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      name.click();
    });
    name.parentElement!.addEventListener('click', () =>
      queueMicrotask(() => {
        name.ariaPressed = String(!row.classList.contains('u-off'));
      }),
    );
  }
}
