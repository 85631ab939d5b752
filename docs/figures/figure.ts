/** A slider of a figure. */
export interface FigureControl {
  readonly name: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly log?: boolean;
  readonly whole?: boolean;
}

/** A figure as it is drawn: pictures one above the other, and a sentence with its numbers. */
export interface Drawn {
  readonly svg: string;
  readonly text: string;
}

/**
 * A figure of the documentation: drawn by code from a seed when the site is built, and again by the same code in the
 * page when a slider moves.
 */
export interface Figure {
  readonly caption: string;
  readonly controls: readonly FigureControl[];
  /** `width` in user units of the picture. Quick: called at every move of a slider. */
  draw(values: Readonly<Record<string, number>>, width: number): Drawn;
}

/** What the sliders say at first. */
export const startOf = ({ controls }: Figure): Record<string, number> =>
  Object.fromEntries(controls.map(({ name, value }) => [name, value]));

/** The value of a slider at a share of its way, to three digits. */
export function valueAtShare({ low, high, log, whole }: FigureControl, share: number): number {
  const value = log ? low * (high / low) ** share : low + (high - low) * share;
  return whole ? Math.round(value) : Number(value.toPrecision(3));
}

/** The share of its way at which a slider has a value. */
export const shareOf = ({ low, high, log }: FigureControl, value: number): number =>
  log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
