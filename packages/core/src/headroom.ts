/** A loss is refused if its distance from the first loss times this factor overflows. Later sums then cannot overflow. */
export const headroom = 2 ** 64;
