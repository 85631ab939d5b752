/** Beyond this limit the axis length would overflow; such values are drawn at the edge. */
const farthest = 1e307;
/** An axis shorter than this, or than this share of its values, has no ticks that a double can tell apart. */
const [shortest, leastShare] = [1e-300, 1e-12];

/** The range of an axis, reversed or not, wide enough to have ticks: what is too narrow is a single value with room around it. */
export function widened(domain: readonly [number, number], log: boolean): [number, number] {
  const [low, high] = domain.map((value) => Math.min(Math.max(value, -farthest), farthest)) as [
    number,
    number,
  ];
  if (log) return low !== high ? [low, high] : [low / 2, low * 2];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (Math.abs(high - low) > Math.max(shortest, leastShare * size)) return [low, high];
  const room = Math.max(1, size / 2);
  return [low - room, low + room];
}
