/** A part of the site's menu, in order. */
export interface Section {
  readonly title: string;
  /** Names of the Markdown files below `docs`, without their ending. */
  readonly pages: readonly string[];
}

/** The menu. A page that is not in it does not build, and neither does a menu with a page that is not there. */
export const sections: readonly Section[] = [
  { title: 'Start', pages: ['index', 'playground'] },
  { title: 'Results', pages: ['scoreboard', 'self-calibrating'] },
];
