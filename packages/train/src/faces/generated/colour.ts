import type { Random } from '../../random.js';

/** A colour anywhere in a range of hues (degrees), saturations and lightnesses (percent). */
export function colour(
  random: Random,
  hue: readonly [number, number],
  saturation: readonly [number, number],
  lightness: readonly [number, number],
): string {
  const component = ([low, high]: readonly [number, number]) => Math.round(random.between(low, high));
  return `hsl(${component(hue)},${component(saturation)}%,${component(lightness)}%)`;
}

export const anyColour = (random: Random) => colour(random, [0, 360], [5, 80], [15, 85]);
