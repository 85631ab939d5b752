/** A loss this much farther from the first than a double can hold is refused: no sum or square root overflows then. */
export const headroom = 2 ** 64;
