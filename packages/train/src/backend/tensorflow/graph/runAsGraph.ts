import * as tf from '@tensorflow/tfjs-core';
import type { Done, RunAsGraph } from '../../../ops/tensorflow/graphs.js';
import { record } from './record.js';
import { Session } from './session.js';

interface Graph {
  readonly owners: readonly object[];
  /** Of its inputs. */
  readonly signature: string;
  /** Inputs after those that are given, */
  readonly read: readonly tf.Variable[];
  /** and outputs after those that are returned. */
  readonly written: readonly tf.Variable[];
  readonly session: Session;
}

/** There is room for an update, and for two sizes of batches in each of two sets that are verified meanwhile. */
const most = 6;

/** Those used last, newest first. */
const graphs: Graph[] = [];

export const runAsGraph: RunAsGraph = (owners, work, inputs) => {
  const signature = inputs.map(({ dtype, shape }) => `${dtype}[${shape}]`).join();
  const at = graphs.findIndex((graph) => graph.signature === signature && same(graph.owners, owners));
  if (at >= 0) {
    graphs.unshift(...graphs.splice(at, 1));
    return run(graphs[0]!, inputs);
  }
  const { recording, read, written, outputs } = record(work, inputs);
  // What cannot be a graph has been done all the same.
  if (recording === null) return split(outputs, written);
  // Every result is the graph's, for a run that goes on in another process is to have the same, to the last bit.
  tf.dispose([...outputs]);
  graphs.unshift({ owners, signature, read, written, session: new Session(recording) });
  for (const old of graphs.splice(most)) old.session.dispose();
  return run(graphs[0]!, inputs);
};

const same = (some: readonly object[], others: readonly object[]): boolean =>
  some.length === others.length && some.every((owner, index) => owner === others[index]);

const run = ({ session, read, written }: Graph, inputs: readonly tf.Tensor[]): Done =>
  split(session.run([...inputs, ...read]), written);

function split(outputs: readonly tf.Tensor[], written: readonly tf.Variable[]): Done {
  const returned = outputs.length - written.length;
  return {
    outputs: outputs.slice(0, returned),
    changes: written.map((variable, index) => [variable, outputs[returned + index]!]),
  };
}
