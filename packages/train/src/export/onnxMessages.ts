import { bytes, encode, type Field, float, message, text, whole } from '../protobuf.js';

/**
 * The messages of ONNX that a network needs, by the numbers of their fields in onnx.proto (IR version 7, operator set 13).
 */
export type Attribute = number | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor that comes in or goes out; a text as a length is a name for any length. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly input: OnnxValue;
  readonly output: OnnxValue;
}

const [floatKind, intKind, intsKind] = [1, 2, 7];
const floats = 1;

/** A file of ONNX. `notes` are texts about the model. */
export const onnxFile = (graph: OnnxGraph, notes: Readonly<Record<string, string>>): Uint8Array =>
  encode(
    whole(1, 7),
    text(2, 'fastface-train'),
    message(7, ...graphFields(graph)),
    message(8, text(1, ''), whole(2, 13)),
    ...Object.entries(notes).map(([key, value]) => message(14, text(1, key), text(2, value))),
  );

const graphFields = ({ name, nodes, tensors, input, output }: OnnxGraph): Field[] => [
  ...nodes.map((node) => message(1, ...nodeFields(node))),
  text(2, name),
  ...tensors.map(({ name, shape, data }) =>
    message(
      5,
      ...shape.map((length) => whole(1, length)),
      whole(2, floats),
      text(8, name),
      bytes(9, raw(data)),
    ),
  ),
  message(11, ...valueFields(input)),
  message(12, ...valueFields(output)),
];

const nodeFields = ({ operator, inputs, output, attributes = {} }: OnnxNode): Field[] => [
  ...inputs.map((name) => text(1, name)),
  text(2, output),
  text(3, output),
  text(4, operator),
  ...Object.entries(attributes).map(([name, value]) => message(5, text(1, name), ...attributeFields(value))),
];

function attributeFields(value: Attribute): Field[] {
  if (typeof value === 'number') return [whole(3, value), whole(20, intKind)];
  if ('float' in value) return [float(2, value.float), whole(20, floatKind)];
  return [...value.map((one) => whole(8, one)), whole(20, intsKind)];
}

const valueFields = ({ name, shape }: OnnxValue): Field[] => {
  const lengths = shape.map((length) =>
    message(1, typeof length === 'number' ? whole(1, length) : text(2, length)),
  );
  return [text(1, name), message(2, message(1, whole(1, floats), message(2, ...lengths)))];
};

/** Little endian, as on every machine that runs Node. */
const raw = (data: Float32Array) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
