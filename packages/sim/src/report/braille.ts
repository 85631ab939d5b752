/** A picture of dots in a terminal: each character is a Braille cell of 2 × 4 dots. */
export class BrailleCanvas {
  private readonly cells: Uint8Array;

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    this.cells = new Uint8Array(columns * rows);
  }

  get width(): number {
    return 2 * this.columns;
  }

  get height(): number {
    return 4 * this.rows;
  }

  /** Sets the dot at x from the left and y from the top; dots outside the picture are ignored. */
  dot(x: number, y: number): void {
    const [column, row] = [x >> 1, y >> 2];
    if (x < 0 || y < 0 || column >= this.columns || row >= this.rows) return;
    const bits = x & 1 ? [0x08, 0x10, 0x20, 0x80] : [0x01, 0x02, 0x04, 0x40];
    this.cells[row * this.columns + column]! |= bits[y & 3]!;
  }

  /** Sets the dots of column x from y = a to y = b. */
  column(x: number, a: number, b: number): void {
    for (let y = Math.min(a, b); y <= Math.max(a, b); y++) this.dot(x, y);
  }

  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) =>
      String.fromCharCode(
        ...this.cells.subarray(row * this.columns, (row + 1) * this.columns).map((b) => b),
      ).replace(/[\s\S]/g, (cell) => String.fromCharCode(0x2800 + cell.charCodeAt(0))),
    );
  }
}
