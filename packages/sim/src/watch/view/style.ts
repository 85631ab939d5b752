import pc from 'picocolors';

/** Colours of the terminal's own palette, so that light and dark ones both do; none of them where nothing may be coloured. */
export interface Style {
  readonly isColor: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly accent: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

export function styleOf(isColor: boolean): Style {
  const { bold, dim, cyan, green, red } = pc.createColors(isColor);
  return { isColor, bold, dim, accent: cyan, good: green, bad: red };
}
