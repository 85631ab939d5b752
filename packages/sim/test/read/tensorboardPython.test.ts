import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fastface, temporaryFolder } from '../cli/run.js';

/** What TensorBoard itself finds in a folder, as its pages show it: every scalar of every tag. */
const script = `
import json, sys
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
runs = EventMultiplexer(size_guidance={'scalars': 0}).AddRunsFromDirectory(sys.argv[1]).Reload()
found = {run: {tag: [[event.step, event.value] for event in runs.Scalars(run, tag)] for tag in tags['scalars']}
         for run, tags in runs.Runs().items()}
print(json.dumps(found))
`;
const python = (code: string, ...args: readonly string[]) =>
  spawnSync('python3', ['-c', code, ...args], { encoding: 'utf8' });
const hasTensorBoard = python('import tensorboard').status === 0;

const folder = temporaryFolder();

describe.skipIf(!hasTensorBoard)(
  `an exported event file${hasTensorBoard ? '' : ' [skipped: no tensorboard in Python here]'}`,
  () => {
    it('is read by TensorBoard, with every step, loss and rate', { timeout: 120_000 }, () => {
      const count = 2500;
      const loss = (i: number) => (i === 7 ? Number.NaN : 5 / (1 + i));
      const rows = Array.from({ length: count }, (_, i) => `${10 * i},${i < 1000 ? 0.1 : 0.05},${loss(i)}\n`);
      const log = folder.file('log.csv', `step,lr,loss\n${rows.join('')}`);
      const made = fastface(['export', log, '-o', folder.path('run.tfevents')]);
      expect(made.err).toBe('');
      const { status, stdout, stderr } = python(script, folder.path('.'));
      expect(status, stderr).toBe(0);
      // Python writes a bare NaN.
      const { '.': tags } = JSON.parse(stdout.replaceAll('NaN', 'null'));
      expect(Object.keys(tags).sort()).toEqual(['learning_rate', 'loss']);
      const held = (value: number) => (Number.isNaN(value) ? null : Math.fround(value));
      expect(tags.loss).toEqual(rows.map((_, i) => [10 * i, held(loss(i))]));
      expect(tags.learning_rate).toEqual(rows.map((_, i) => [10 * i, held(i < 1000 ? 0.1 : 0.05)]));
    });
  },
);
