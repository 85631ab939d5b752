import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { savedModel } from '../../src/backend/tensorflow/graph/graphDef.js';
import type { Recording } from '../../src/backend/tensorflow/graph/recording.js';

const types = {
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
};

/** The fields of a message by their numbers: whole numbers, floats, or bytes. */
function fields(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const reader = new BinaryReader(bytes);
  const found = new Map<number, (number | Uint8Array)[]>();
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    const value =
      type === WireType.LengthDelimited
        ? reader.bytes()
        : type === WireType.Bit32
          ? reader.float()
          : Number(reader.int64());
    found.set(number, [...(found.get(number) ?? []), value]);
  }
  return found;
}

const all = (bytes: Uint8Array, number: number) => (fields(bytes).get(number) ?? []) as Uint8Array[];
const one = (bytes: Uint8Array, ...path: number[]) =>
  path.reduce((bytes, number) => all(bytes, number)[0]!, bytes);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** Of a node: name, operation, inputs, and its attributes' names with the number of the kind of value. */
const described = (node: Uint8Array) => [
  text(one(node, 1)),
  text(one(node, 2)),
  all(node, 3).map(text),
  Object.fromEntries(
    all(node, 5).map((entry) => [text(one(entry, 1)), [...fields(one(entry, 2)).keys()][0]]),
  ),
];

const recording: Recording = {
  inputs: [{ dtype: 'float32', shape: [2, 300] }],
  constants: [{ dtype: 'int32', shape: [2], values: new Int32Array([7, -1]) }],
  operations: [
    {
      name: 'Pad',
      attributes: [
        { name: 'T', type: types.TF_ATTR_TYPE, value: 1 },
        { name: 'strides', type: types.TF_ATTR_INT, value: [1, 2, -3] },
        { name: 'one', type: types.TF_ATTR_INT, value: 5 },
        { name: 'epsilon', type: types.TF_ATTR_FLOAT, value: 0.5 },
        { name: 'flag', type: types.TF_ATTR_BOOL, value: true },
        { name: 'padding', type: types.TF_ATTR_STRING, value: 'SAME' },
        { name: 'shape', type: types.TF_ATTR_SHAPE, value: [4] },
      ],
      inputs: [
        { from: 'input', index: 0 },
        { from: 'constant', index: 0 },
      ],
    },
    { name: 'Split', attributes: [], inputs: [{ from: 'operation', index: 0, output: 1 }] },
  ],
  outputs: [{ value: { from: 'operation', index: 1, output: 2 }, dtype: 'bool' }],
};

test('a recording is TensorFlow’s file of a graph: placeholders, constants, operations, and nodes for its outputs', () => {
  const file = savedModel(recording, types);
  expect(fields(file).get(1)).toEqual([1]);
  expect(text(one(file, 2, 1, 4))).toBe('serve');
  const nodes = all(one(file, 2, 2), 1);
  expect(nodes.map(described)).toEqual([
    ['input0', 'Placeholder', [], { dtype: 6, shape: 7 }],
    ['constant0', 'Const', [], { dtype: 6, value: 8 }],
    [
      'operation0',
      'Pad',
      ['input0', 'constant0'],
      { T: 6, strides: 1, one: 3, epsilon: 4, flag: 5, padding: 2, shape: 7 },
    ],
    ['operation1', 'Split', ['operation0:1'], {}],
    ['output0', 'Identity', ['operation1:2'], { T: 6 }],
  ]);
});

test('shapes, types and values are in it', () => {
  const nodes = all(one(savedModel(recording, types), 2, 2), 1);
  const value = (node: number, attribute: number) => one(all(nodes[node]!, 5)[attribute]!, 2);
  const lengths = (shape: Uint8Array) => all(shape, 2).map((length) => fields(length).get(1)![0]);
  expect(lengths(one(value(0, 1), 7))).toEqual([2, 300]);
  const tensor = one(value(1, 1), 8);
  expect(fields(tensor).get(1)).toEqual([3]);
  expect(lengths(one(tensor, 2))).toEqual([2]);
  expect([...new Int32Array(one(tensor, 4).slice().buffer)]).toEqual([7, -1]);
  expect(fields(one(value(2, 1), 1)).get(3)).toEqual([1, 2, -3]);
  expect([2, 3, 4].map((attribute) => [...fields(value(2, attribute)).values()][0])).toEqual([
    [5],
    [0.5],
    [1],
  ]);
  expect(text(one(value(2, 5), 2))).toBe('SAME');
  expect(fields(value(4, 0)).get(6)).toEqual([10]);
});

test('an attribute of a kind that is not known is said', () => {
  const operation = { name: 'X', attributes: [{ name: 'a', type: 99, value: 1 }], inputs: [] };
  expect(() => savedModel({ ...recording, operations: [operation] }, types)).toThrow(
    'attribute a: unknown type 99',
  );
});
