/** An attribute of an operation as tfjs-node's backend is given it; `type` is one of its binding's `TF_ATTR_…`. */
export interface RecordedAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** Where a value of a recording comes from. */
export type Value =
  | { readonly from: 'input' | 'constant'; readonly index: number }
  | { readonly from: 'operation'; readonly index: number; readonly output: number };

export type Dtype = 'float32' | 'int32' | 'bool';

export interface Input {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

export interface Constant extends Input {
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export interface Operation {
  readonly name: string;
  readonly attributes: readonly RecordedAttribute[];
  readonly inputs: readonly Value[];
}

export interface Output {
  readonly value: Value;
  readonly dtype: Dtype;
}

/** What some work computed from its inputs, in the order in which it did: each operation comes after those it reads. */
export interface Recording {
  readonly inputs: readonly Input[];
  readonly constants: readonly Constant[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Output[];
}
