import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { compareWithReplay } from '../../../../scripts/live/compareWithReplay.js';
import { steeredTraining, type Via } from '../../../../scripts/live/training.js';
import { entry } from './entry.js';
import { temporaryFolder } from './run.js';

const folder = temporaryFolder();
const have = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0;
const skipped = have ? '' : ' [skipped: no python3, from 3.9 on]';

test.skipIf(!have).each<Via>(['file', 'http', 'package', 'pipe'])(
  `a trainer that is steered by %s runs at the rates of a replay of its finished log${skipped}`,
  async (via) => {
    const trainer = { kind: 'python', via, steps: 1500, pause: via === 'file' ? 0.002 : 0, entry } as const;
    const run = await steeredTraining(folder.path(via), trainer);
    const { differences, decisions, finalShare, lag } = await compareWithReplay(run);
    expect(differences).toEqual([]);
    // It was lowered by far, which shows that the rate came.
    expect(decisions).toBeGreaterThan(5);
    expect(finalShare).toBeLessThan(0.5);
    // Who waits for the answer has the rate at the next update.
    if (via !== 'file') expect(lag).toBe(0);
  },
);
