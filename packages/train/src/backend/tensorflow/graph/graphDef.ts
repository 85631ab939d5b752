import { bytes, encode, type Field, float, message, text, whole } from '../../../protobuf.js';
import type { Constant, Dtype, RecordedAttribute, Recording, Value } from './recording.js';

/** The binding's numbers for kinds of attributes. */
export type AttributeTypes = Readonly<
  Record<`TF_ATTR_${'STRING' | 'INT' | 'FLOAT' | 'BOOL' | 'TYPE' | 'SHAPE'}`, number>
>;

/** By which a graph is found in its SavedModel. */
export const servingTag = 'serve';

export const inputName = (index: number): string => `input${index}`;
export const outputName = (index: number): string => `output${index}`;

/** Operations mean what they meant to TensorFlow in 2021, and still do. */
const producer = 1000;

/**
 * A recording as `saved_model.pb`, the file of a SavedModel that has nothing but a graph.
 *
 * Source: TensorFlow's `saved_model.proto`, `meta_graph.proto`, `graph.proto`, `node_def.proto`, `attr_value.proto` and
 * `tensor.proto`, whose field numbers stand here.
 */
export function savedModel(recording: Recording, types: AttributeTypes): Uint8Array {
  const { inputs, constants, operations, outputs } = recording;
  const nodes = [
    ...inputs.map(({ dtype, shape }, index) =>
      node(
        inputName(index),
        'Placeholder',
        [],
        [type('dtype', dtype), attribute('shape', shapeOf(7, shape))],
      ),
    ),
    ...constants.map((constant, index) =>
      node(
        `constant${index}`,
        'Const',
        [],
        [type('dtype', constant.dtype), attribute('value', tensor(constant))],
      ),
    ),
    ...operations.map(({ name, attributes, inputs }, index) =>
      node(
        `operation${index}`,
        name,
        inputs,
        attributes.map((given) => attribute(given.name, contentOf(given, types))),
      ),
    ),
    // Nodes of their own, for TensorFlow does not give out again what it is given.
    ...outputs.map(({ value, dtype }, index) =>
      node(outputName(index), 'Identity', [value], [type('T', dtype)]),
    ),
  ];
  const graph = message(2, ...nodes, message(4, whole(1, producer)));
  return encode(whole(1, 1), message(2, message(1, text(4, servingTag)), graph));
}

function node(
  name: string,
  operation: string,
  inputs: readonly Value[],
  attributes: readonly Field[],
): Field {
  return message(
    1,
    text(1, name),
    text(2, operation),
    ...inputs.map((value) => text(3, nameOf(value))),
    ...attributes,
  );
}

const nameOf = (value: Value): string =>
  value.from === 'operation' ? `operation${value.index}:${value.output}` : `${value.from}${value.index}`;

const attribute = (name: string, value: Field): Field => message(5, text(1, name), message(2, value));

const dataTypes: Readonly<Record<Dtype, number>> = { float32: 1, int32: 3, bool: 10 };
const type = (name: string, dtype: Dtype): Field => attribute(name, whole(6, dataTypes[dtype]));

const shapeOf = (number: number, shape: readonly number[]): Field =>
  message(number, ...shape.map((length) => message(2, whole(1, length))));

function tensor({ dtype, shape, values }: Constant): Field {
  const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(8, whole(1, dataTypes[dtype]), shapeOf(2, shape), bytes(4, content));
}

/** Of one value or a list of them, which stands in a message of its own. */
function contentOf({ name, type, value }: RecordedAttribute, types: AttributeTypes): Field {
  const fields: Readonly<Record<number, (value: never) => Field>> = {
    [types.TF_ATTR_STRING]: (value: string) => text(2, value),
    [types.TF_ATTR_INT]: (value: number) => whole(3, value),
    [types.TF_ATTR_FLOAT]: (value: number) => float(4, value),
    [types.TF_ATTR_BOOL]: (value: boolean) => whole(5, value ? 1 : 0),
    [types.TF_ATTR_TYPE]: (value: number) => whole(6, value),
  };
  if (type === types.TF_ATTR_SHAPE) return shapeOf(7, value as number[]);
  const field = fields[type];
  if (field === undefined) throw new Error(`attribute ${name}: unknown type ${type}`);
  return Array.isArray(value)
    ? message(1, ...value.map((each) => field(each as never)))
    : field(value as never);
}
