import type { Model } from '../model/createModel.js';
import type { BatchNormParameters, Operations, Window } from '../model/operations.js';
import type { Parameter } from '../model/scope.js';
import { type StateDict, toStateDict } from '../model/stateDict.js';
import { batchNormEpsilon } from '../ops/batchNorm.js';
import { type OnnxNode, type OnnxTensor, onnxFile } from './onnxMessages.js';

/**
 * A network in evaluation mode as a file of ONNX (operator set 13), as the reference exports it: input `images`
 * `[batch, 3, S, S]`, RGB in [−1, 1], channels first; output `embeddings` `[batch, E]`, not normalised to length 1. The
 * tensors have PyTorch's names.
 *
 * @example
 * ```ts no-run
 * await writeFile('face.onnx', await exportOnnx(model));
 * ```
 */
export async function exportOnnx(model: Model): Promise<Uint8Array> {
  const graph = new OnnxWriter(await toStateDict(model));
  const { imageSize, embeddingSize, name } = model;
  const last = model.network<string>('images', graph);
  graph.nodes.push({ operator: 'Identity', inputs: [last], output: 'embeddings' });
  return onnxFile(
    {
      name,
      nodes: graph.nodes,
      tensors: graph.tensors,
      input: { name: 'images', shape: ['batch', 3, imageSize, imageSize] },
      output: { name: 'embeddings', shape: ['batch', embeddingSize] },
    },
    { model: name, image_size: String(imageSize), pixels: 'RGB, (x / 255 - 0.5) / 0.5' },
  );
}

/** Writes a network's operations down as nodes; a value is the name of a tensor. */
class OnnxWriter implements Operations<string> {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];

  constructor(private readonly state: StateDict) {}

  convolution(x: string, filter: Parameter, window: Window): string {
    return this.#node('Conv', [x, this.#tensor(filter)], windowAttributes(window));
  }

  grouped(x: string, filter: Parameter, { group, ...window }: Window & { readonly group: number }): string {
    const channels = filter.layout.torchShape[0]!;
    const attributes = { ...windowAttributes(window), group: channels / group };
    return this.#node('Conv', [x, this.#tensor(filter)], attributes);
  }

  batchNorm(x: string, { gamma, beta, mean, variance, alpha }: BatchNormParameters): string {
    const inputs = [x, ...[gamma, beta, mean, variance].map((parameter) => this.#tensor(parameter))];
    const y = this.#node('BatchNormalization', inputs, { epsilon: { float: batchNormEpsilon } });
    // A slope a channel: [C, 1, 1] is spread over height and width.
    return alpha === null ? y : this.#node('PRelu', [y, this.#tensor(alpha, [1, 1])]);
  }

  linear(x: string, weight: Parameter, bias: Parameter | null): string {
    const flat = this.#node('Flatten', [x], { axis: 1 });
    const inputs = [flat, this.#tensor(weight), ...(bias === null ? [] : [this.#tensor(bias)])];
    return this.#node('Gemm', inputs, { transB: 1 });
  }

  add(a: string, b: string): string {
    return this.#node('Add', [a, b]);
  }

  #node(operator: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    const output = `${operator}_${this.nodes.length}`;
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  #tensor({ name }: Parameter, more: readonly number[] = []): string {
    const { shape, data } = this.state.get(name)!;
    this.tensors.push({ name, shape: [...shape, ...more], data });
    return name;
  }
}

const windowAttributes = ({ size, stride, padding }: Window) => ({
  kernel_shape: [size, size],
  strides: [stride, stride],
  pads: [padding, padding, padding, padding],
});
