import type { Model } from '../model/createModel.js';
import type { BatchNormParameters, Operations, Window } from '../model/operations.js';
import type { Parameter } from '../model/scope.js';
import { type StateDict, type StateTensor, toStateDict } from '../model/stateDict.js';
import { batchNormEpsilon } from '../ops/batchNorm.js';
import { dense } from './dense.js';

/** What tfjs's `loadGraphModel` takes: the file `model.json`, and the file of weights beside it. */
export interface GraphModel {
  readonly json: GraphModelJson;
  readonly weights: Uint8Array<ArrayBuffer>;
  /** The same weights by name, channels last: filters `[k, k, in, out]`, matrices `[in, out]`. */
  readonly tensors: StateDict;
}

export interface GraphModelJson {
  readonly format: 'graph-model';
  readonly generatedBy: string;
  readonly convertedBy: null;
  readonly signature: object;
  readonly modelTopology: { readonly node: readonly GraphNode[]; readonly versions: object };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly {
      readonly name: string;
      readonly shape: readonly number[];
      readonly dtype: string;
    }[];
  }[];
  readonly userDefinedMetadata: Readonly<Record<string, string>>;
}

interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, object>>;
}

export const weightsFile = 'weights.bin';

/**
 * A network in evaluation mode as a graph model of TensorFlow.js, for `tf.loadGraphModel` in a page: input `images`
 * `[batch, S, S, 3]`, RGB in [−1, 1]; output `embeddings` `[batch, E]`, not normalised to length 1.
 *
 * @example
 * ```ts no-run
 * const { json, weights } = await exportGraphModel(model);
 * await writeFile('web/model.json', JSON.stringify(json));
 * await writeFile('web/weights.bin', weights);
 * ```
 */
export async function exportGraphModel(model: Model): Promise<GraphModel> {
  const { name, imageSize, embeddingSize } = model;
  const graph = new GraphWriter(await valuesOf(model), await toStateDict(model));
  const shape = [-1, imageSize, imageSize, 3];
  graph.nodes.push({
    name: 'images',
    op: 'Placeholder',
    attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: dimensions(shape) } },
  });
  const last = model.network<string>('images', graph);
  graph.nodes.push({ name: 'embeddings', op: 'Identity', input: [last], attr: float });
  const weights = [...graph.constants];
  const tensorOf = (name: string, shape: readonly number[]) => ({
    name,
    dtype: 'DT_FLOAT',
    tensorShape: dimensions(shape),
  });
  return {
    json: {
      format: 'graph-model',
      generatedBy: 'fastface-train',
      convertedBy: null,
      signature: {
        inputs: { images: tensorOf('images', shape) },
        outputs: { embeddings: tensorOf('embeddings', [-1, embeddingSize]) },
      },
      modelTopology: { node: graph.nodes, versions: { producer: 1882 } },
      weightsManifest: [
        {
          paths: [weightsFile],
          weights: weights.map(([name, { shape, data }]) => ({
            name,
            shape,
            dtype: data instanceof Int32Array ? 'int32' : 'float32',
          })),
        },
      ],
      userDefinedMetadata: {
        model: name,
        imageSize: String(imageSize),
        pixels: 'RGB, (x / 255 - 0.5) / 0.5',
      },
    },
    tensors: new Map(
      weights.filter((entry): entry is [string, StateTensor] => entry[1].data instanceof Float32Array),
    ),
    weights: concatenated(weights.map(([, { data }]) => data)),
  };
}

interface Constant {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** Writes a network's operations down as nodes of a GraphDef; a value is the name of a node. */
class GraphWriter implements Operations<string> {
  readonly nodes: GraphNode[] = [];
  readonly constants = new Map<string, Constant>();

  /**
   * @param values as they are used here, channels last
   * @param torch the same in PyTorch's layout
   */
  constructor(
    private readonly values: StateDict,
    private readonly torch: StateDict,
  ) {}

  convolution(x: string, filter: Parameter, window: Window): string {
    return this.#node('Conv2D', [x, this.#parameter(filter)], windowAttributes(window));
  }

  /** There is no grouped convolution: it becomes a dense one with zeros between the groups. */
  grouped(x: string, filter: Parameter, { group, ...window }: Window & { readonly group: number }): string {
    if (group === 1)
      return this.#node('DepthwiseConv2dNative', [x, this.#parameter(filter)], windowAttributes(window));
    const full = dense(this.torch.get(filter.name)!);
    return this.#node('Conv2D', [x, this.#constant(nodeName(filter.name), full)], windowAttributes(window));
  }

  batchNorm(x: string, { gamma, beta, mean, variance, alpha }: BatchNormParameters): string {
    const values = [gamma, beta, mean, variance].map(({ name }) => this.values.get(name)!.data);
    const [scales, shifts] = affine(values);
    const shape = [scales.length];
    const scaled = this.#node(
      'Mul',
      [x, this.#constant(`${nodeName(mean.name)}_scale`, { shape, data: scales })],
      float,
    );
    const shift = this.#constant(`${nodeName(mean.name)}_shift`, { shape, data: shifts });
    const y = this.#node('AddV2', [scaled, shift], float);
    return alpha === null ? y : this.#node('Prelu', [y, this.#parameter(alpha)], float);
  }

  linear(x: string, weight: Parameter, bias: Parameter | null): string {
    const name = nodeName(weight.name);
    const { shape } = this.values.get(weight.name)!;
    const flatShape = this.#constant(`${name}_flat`, { shape: [2], data: Int32Array.of(-1, shape[0]!) });
    const flat = this.#node('Reshape', [x, flatShape], float);
    const y = this.#node('MatMul', [flat, this.#parameter(weight)], {
      ...float,
      transpose_a: { b: false },
      transpose_b: { b: false },
    });
    return bias === null ? y : this.#node('BiasAdd', [y, this.#parameter(bias)], { ...float, ...nhwc });
  }

  add(a: string, b: string): string {
    return this.#node('AddV2', [a, b], float);
  }

  #node(op: string, input: readonly string[], attr: GraphNode['attr'] = {}): string {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  #parameter({ name }: Parameter): string {
    return this.#constant(nodeName(name), this.values.get(name)!);
  }

  #constant(name: string, tensor: Constant): string {
    const dtype = tensor.data instanceof Int32Array ? 'DT_INT32' : 'DT_FLOAT';
    const value = { tensor: { dtype, tensorShape: dimensions(tensor.shape) } };
    this.nodes.push({ name, op: 'Const', attr: { dtype: { type: dtype }, value } });
    this.constants.set(name, tensor);
    return name;
  }
}

async function valuesOf({ parameters, buffers }: Model): Promise<StateDict> {
  const values: StateDict = new Map();
  for (const { name, variable } of [...parameters, ...buffers])
    values.set(name, { shape: variable.shape, data: await variable.data<'float32'>() });
  return values;
}

/** A name of PyTorch as a node is called. */
const nodeName = (name: string): string => name.replaceAll('.', '/');

/** Batch normalisation with running statistics as `scale · x + shift`. */
function affine([gamma, beta, mean, variance]: readonly Float32Array[]): [Float32Array, Float32Array] {
  const scales = gamma!.map((value, i) => value / Math.sqrt(variance![i]! + batchNormEpsilon));
  return [scales, beta!.map((value, i) => value - mean![i]! * scales[i]!)];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const float = { T: { type: 'DT_FLOAT' } };
const nhwc = { data_format: { s: base64('NHWC') } };
const list = (...values: number[]) => ({ list: { i: values.map(String) } });

const windowAttributes = ({ stride, padding }: Window) => ({
  ...float,
  ...nhwc,
  strides: list(1, stride, stride, 1),
  dilations: list(1, 1, 1, 1),
  padding: { s: base64('EXPLICIT') },
  explicit_paddings: list(0, 0, padding, padding, padding, padding, 0, 0),
});

const dimensions = (shape: readonly number[]) => ({ dim: shape.map((length) => ({ size: String(length) })) });

function concatenated(arrays: readonly (Float32Array | Int32Array)[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}
