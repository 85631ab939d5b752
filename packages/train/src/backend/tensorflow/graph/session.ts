import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-core';
import { inputName, outputName, savedModel, servingTag } from './graphDef.js';
import { nodeBackend } from './nodeBackend.js';
import type { Recording } from './recording.js';

/** A recording as TensorFlow runs it: optimised as a whole, without a call for each operation. */
export class Session {
  readonly #backend = nodeBackend();
  readonly #id: number;
  readonly #inputs: string;
  readonly #outputs: string;

  /** @throws Error where TensorFlow does not take the graph */
  constructor(recording: Recording) {
    const names = (list: readonly unknown[], name: (index: number) => string) =>
      list.map((_, index) => `${name(index)}:0`).join();
    this.#inputs = names(recording.inputs, inputName);
    this.#outputs = names(recording.outputs, outputName);
    // The one way into a session that the binding has is a folder.
    const folder = mkdtempSync(join(tmpdir(), 'fastface-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), savedModel(recording, this.#backend.binding));
      this.#id = this.#backend.binding.loadSavedModel(folder, servingTag);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Inputs are not copied; outputs belong to the caller. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const backend = this.#backend;
    const given = backend.getInputTensorIds(inputs);
    const outputs = backend.binding.runSavedModel(this.#id, given, this.#inputs, this.#outputs);
    return outputs.map((output) => backend.createOutputTensor(output));
  }

  dispose(): void {
    this.#backend.binding.deleteSavedModel(this.#id);
  }
}
