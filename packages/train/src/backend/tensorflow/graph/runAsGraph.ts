import * as tf from '@tensorflow/tfjs-core';
import type { Done, RunAsGraph } from '../../../ops/tensorflow/graphs.js';
import { record } from './record.js';
import type { Recording } from './recording.js';
import { Session } from './session.js';

interface Graph {
  readonly owners: readonly object[];
  /** Of its inputs. */
  readonly signature: string;
  /** Inputs after those that are given, */
  readonly read: readonly tf.Variable[];
  /** and outputs after those that are returned. */
  readonly written: readonly tf.Variable[];
  /** Null where there can be none. */
  readonly session: Session | null;
}

/** There is room for an update, and for two sizes of batches in each of two sets that are verified meanwhile. */
const most = 6;

/** Those used last, newest first. */
const graphs: Graph[] = [];

export const runAsGraph: RunAsGraph = (owners, work, inputs) => {
  const graph = find(owners, inputs);
  if (graph?.session) return split(graph.session.run([...inputs, ...graph.read]), graph.written);

  const { recording, read, written, outputs } = record(work, inputs);
  // What cannot be a graph has been done all the same.
  const done = split(outputs, written);
  if (graph) return done;
  const session = recording && opened(recording);
  graphs.unshift({ owners, signature: signatureOf(inputs), read, written, session });
  for (const old of graphs.splice(most)) old.session?.dispose();
  if (session === null) return done;
  // Every result is the graph's, for a run that goes on in another process is to have the same, to the last bit.
  tf.dispose([...outputs]);
  return split(session.run([...inputs, ...read]), written);
};

/** Moves what it finds to the front. */
function find(owners: readonly object[], inputs: readonly tf.Tensor[]): Graph | undefined {
  const signature = signatureOf(inputs);
  const at = graphs.findIndex((graph) => graph.signature === signature && same(graph.owners, owners));
  if (at > 0) graphs.unshift(...graphs.splice(at, 1));
  return at < 0 ? undefined : graphs[0];
}

const signatureOf = (inputs: readonly tf.Tensor[]): string =>
  inputs.map(({ dtype, shape }) => `${dtype}[${shape}]`).join();

/** Other versions of TensorFlow may want what is not in the recording: slower is better than not at all. */
function opened(recording: Recording): Session | null {
  try {
    return new Session(recording);
  } catch (error) {
    process.emitWarning(
      `TensorFlow makes no graph of this, and goes slower: ${(error as Error).message.split('\n')[0]}`,
    );
    return null;
  }
}

const same = (some: readonly object[], others: readonly object[]): boolean =>
  some.length === others.length && some.every((owner, index) => owner === others[index]);

function split(outputs: readonly tf.Tensor[], written: readonly tf.Variable[]): Done {
  const returned = outputs.length - written.length;
  return {
    outputs: outputs.slice(0, returned),
    changes: written.map((variable, index) => [variable, outputs[returned + index]!]),
  };
}
