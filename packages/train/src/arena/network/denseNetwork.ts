import type { Random } from '../../random.js';

/** What stands between two layers. */
export type Activation = 'relu' | 'tanh';

/**
 * Fully connected layers with an activation between them, in float64, with gradients written out.
 *
 *     a_0 = x,  z_l = a_{l−1}·W_l + b_l,  a_l = activation(z_l) but for the last, which stays z
 *
 * Parameters and gradients are one vector each, layer by layer, W_l row by row (a row an input) and then b_l, so that an
 * optimiser is a loop over numbers. An input of exactly 0 costs nothing (one-hot texts, blank pixels, dead units).
 *
 * Weights start normal with variance 2/inputs before a relu and 1/inputs elsewhere, biases at 0.
 */
export class DenseNetwork {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  private readonly layers: readonly Layer[];

  /**
   * @param sizes units of input, hidden layers and output
   * @param rows most rows of a batch
   */
  constructor(
    sizes: readonly number[],
    private readonly activation: Activation,
    rows: number,
    random: Random,
  ) {
    const pairs = sizes.slice(1).map((outputs, i) => ({ inputs: sizes[i]!, outputs }));
    const length = pairs.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
    this.parameters = new Float64Array(length);
    this.gradient = new Float64Array(length);
    let from = 0;
    this.layers = pairs.map(({ inputs, outputs }, i) => {
      const isLast = i === pairs.length - 1;
      const deviation = Math.sqrt((activation === 'relu' && !isLast ? 2 : 1) / inputs);
      const biases = from + inputs * outputs;
      for (let k = from; k < biases; k++) this.parameters[k] = deviation * random.normal();
      const layer: Layer = {
        inputs,
        outputs,
        isLast,
        weights: this.parameters.subarray(from, biases),
        biases: this.parameters.subarray(biases, biases + outputs),
        weightGradient: this.gradient.subarray(from, biases),
        biasGradient: this.gradient.subarray(biases, biases + outputs),
        values: new Float64Array(rows * outputs),
        errors: new Float64Array(rows * outputs),
      };
      from = biases + outputs;
      return layer;
    });
  }

  /** The last layer's values for `rows` rows of input; valid until the next call. */
  forward(input: Float64Array, rows: number): Float64Array {
    let values = input;
    for (const layer of this.layers) {
      const { inputs, outputs, weights, biases, isLast } = layer;
      const out = layer.values;
      for (let row = 0; row < rows; row++) {
        const at = row * outputs;
        for (let o = 0; o < outputs; o++) out[at + o] = biases[o]!;
        for (let i = 0; i < inputs; i++) {
          const value = values[row * inputs + i]!;
          if (value === 0) continue;
          const w = i * outputs;
          for (let o = 0; o < outputs; o++) out[at + o]! += value * weights[w + o]!;
        }
      }
      if (!isLast) {
        const length = rows * outputs;
        if (this.activation === 'relu') for (let k = 0; k < length; k++) out[k] = Math.max(0, out[k]!);
        else for (let k = 0; k < length; k++) out[k] = Math.tanh(out[k]!);
      }
      values = out;
    }
    return values;
  }

  /**
   * Fills `gradient`, given the derivative of the loss by the last layer's values. Call it after `forward` on the same
   * input.
   */
  backward(input: Float64Array, rows: number, outputErrors: Float64Array): void {
    let errors = outputErrors;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { inputs, outputs, weights, weightGradient, biasGradient } = this.layers[l]!;
      const below = l > 0 ? this.layers[l - 1]! : null;
      const values = below ? below.values : input;
      weightGradient.fill(0);
      biasGradient.fill(0);
      for (let row = 0; row < rows; row++) {
        const at = row * outputs;
        for (let o = 0; o < outputs; o++) biasGradient[o]! += errors[at + o]!;
        for (let i = 0; i < inputs; i++) {
          const value = values[row * inputs + i]!;
          const w = i * outputs;
          if (value !== 0)
            for (let o = 0; o < outputs; o++) weightGradient[w + o]! += value * errors[at + o]!;
          if (below === null) continue;
          // A relu that is off passes nothing back; the derivative of tanh is 1 − value².
          let sum = 0;
          if (this.activation !== 'relu' || value > 0) {
            for (let o = 0; o < outputs; o++) sum += errors[at + o]! * weights[w + o]!;
            if (this.activation === 'tanh') sum *= 1 - value * value;
          }
          below.errors[row * inputs + i] = sum;
        }
      }
      if (below) errors = below.errors;
    }
  }
}

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly isLast: boolean;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly weightGradient: Float64Array;
  readonly biasGradient: Float64Array;
  readonly values: Float64Array;
  readonly errors: Float64Array;
}
