/**
 * Makes what the page docs/compare.md compares pictures with: `npm run compare-network`, about ten minutes on two cores.
 *
 *     docs/compare/network.safetensors   a network trained on generated faces, for a page
 *     docs/compare/network.json          what it was trained on, and what verification found
 *     docs/compare/examples/*.jpg        pictures of people that no training has
 *
 * With the folder of a run that these arguments made, it trains no other: `npm run compare-network -- RUN`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFaces, latestCheckpoint } from '@fastface/train';
import sharp from 'sharp';

const training =
  'train --backend tensorflow --image-size 32 --identities 2000 --batch-size 32 --steps 6000 --verify-pairs 4000';

const folder = fileURLToPath(new URL('../docs/compare', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'fastface-compare-'));
try {
  const [given] = process.argv.slice(2);
  const run = given ?? join(scratch, 'run');
  if (given === undefined) fastfaceTrain([...training.split(' '), '--out', run]);
  const first = JSON.parse(readFileSync(join(run, 'trace.jsonl'), 'utf8').split('\n', 1)[0]!);
  const typed = (first.command as string).replace(/^fastface-train | --out(=| )\S+/g, '');
  if (typed !== training) throw new Error(`${run}: was made by ${typed} (expected ${training})`);
  const network = join(folder, 'network.safetensors');
  fastfaceTrain(['export', '--half', '--network', run, '-o', network]);
  await writeFacts(run, typed, network);
  await drawExamples();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function fastfaceTrain(args: readonly string[]): void {
  const main = fileURLToPath(new URL('../packages/train/src/cli/main.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [...process.execArgv, main, ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`fastface-train ${args[0]} ended with ${status}`);
}

/** What the page says of the network. */
async function writeFacts(run: string, command: string, network: string): Promise<void> {
  const { config, state } = await latestCheckpoint(join(run, 'checkpoints'), () => {});
  const { data, steps, batchSize, model } = config as {
    readonly data: { readonly generated: { identities: number; perIdentity: number }; imageSize: number };
    readonly steps: number;
    readonly batchSize: number;
    readonly model: string;
  };
  const { identities, perIdentity } = data.generated;
  const rows = JSON.parse(readFileSync(join(run, 'verification.json'), 'utf8'));
  const trained = rows.find(({ network }: { network: string }) => /^(trained )?network$/.test(network));
  const facts = {
    command: `fastface-train ${command}`,
    model,
    imageSize: data.imageSize,
    people: identities,
    images: identities * perIdentity,
    steps,
    batchSize,
    seconds: Math.round(state.seconds),
    pairs: trained.pairs,
    accuracy: trained.accuracy,
    threshold: trained.threshold,
    bytes: readFileSync(network).length,
  };
  writeFileSync(join(folder, 'network.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/** Two people of the half of all that no training has: the first two of a seed, whatever the network makes of them. */
async function drawExamples(): Promise<void> {
  const size = 192;
  const options = {
    identities: 2,
    perIdentity: 2,
    imageSize: size,
    split: 'test',
    difficulty: 'medium',
  } as const;
  const faces = await generatedFaces(options, { cache: null });
  mkdirSync(join(folder, 'examples'), { recursive: true });
  const pixels = new Uint8Array(size * size * 3);
  for (const [index, name] of ['first-1', 'first-2', 'second-1'].entries()) {
    await faces.image(index, pixels);
    const picture = sharp(pixels, { raw: { width: size, height: size, channels: 3 } });
    await picture.jpeg({ quality: 85 }).toFile(join(folder, 'examples', `${name}.jpg`));
  }
}
