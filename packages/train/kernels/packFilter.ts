/**
 * Panels of 8 outputs of a filter for `correlate`: `[⌈outputs / 8⌉][rows · columns][depth][8]`, from numbers that are
 * `rowStep`, `columnStep`, `inputStep` and `outputStep` apart (in numbers; rows and columns may run backwards). Zeros
 * after the last input up to `depth`, and after the last output.
 */
export function packFilter(
  filter: usize,
  rows: usize,
  columns: usize,
  inputs: usize,
  outputs: usize,
  rowStep: isize,
  columnStep: isize,
  inputStep: isize,
  outputStep: isize,
  depth: usize,
  panels: usize,
): void {
  for (let first: usize = 0; first < outputs; first += 8) {
    const kept = min<usize>(8, outputs - first);
    for (let row: usize = 0; row < rows; row++) {
      for (let column: usize = 0; column < columns; column++) {
        for (let input: usize = 0; input < depth; input++) {
          let from =
            filter +
            4 *
              ((row as isize) * rowStep +
                (column as isize) * columnStep +
                (input as isize) * inputStep +
                (first as isize) * outputStep);
          for (let output: usize = 0; output < 8; output++) {
            store<f32>(panels, output < kept && input < inputs ? load<f32>(from) : 0);
            from += 4 * outputStep;
            panels += 4;
          }
        }
      }
    }
  }
}
