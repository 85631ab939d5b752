import { type Dice, pick } from './hostileFile.js';

/** Values that an option may be given, whatever it wants. */
const values = [
  '1',
  '2',
  '10',
  '0',
  '-1',
  '1e308',
  'nan',
  '',
  'x',
  '0.5',
  '1_000',
  '{"toString":"x"}',
  '\u202e\u001b[31m',
  '../..',
  'alpha=0.1',
  'alpha={"toString":"x"}',
  'beta=',
  '=',
  'patience=1e9',
  'alpha=0.1,0.2',
  'alpha=1e-3..1e-1:3:log',
  'alpha=1..2:1e9',
  'fastface',
  'cosine',
  'constructor',
  '__proto__',
  'a'.repeat(5000),
];
const reading = ['--format', '--loss', '--lr', '--step', '--run', '--segment'];
const choosing = ['--scheduler', '--set', '--total-steps'];

interface Shape {
  readonly words: readonly string[];
  readonly options: readonly string[];
}
const sim: readonly Shape[] = [
  { words: ['inspect', 'IN', 'IN'], options: [...reading, '--json'] },
  {
    words: ['replay', 'IN'],
    options: [...reading, ...choosing, '--json', '--report OUT.html', '--figure OUT.svg'],
  },
  { words: ['compare', 'IN', 'IN'], options: [...reading, ...choosing, '--report OUT', '--figure OUT.svg'] },
  { words: ['export', 'IN', '-o', 'OUT.csv'], options: [...reading, '--to'] },
  {
    words: ['sweep', 'IN', '-o', 'OUT.csv', '--threads', '1'],
    options: [...reading, ...choosing, '--vary', '--random', '--shard', '--seed'],
  },
  {
    words: ['fit', 'IN', '-o', 'OUT.json'],
    options: [
      ...reading,
      '--law',
      '--epoch-length',
      '--memory-power',
      '--until',
      '--records',
      '--report OUT.html',
    ],
  },
  { words: ['simulate', 'IN'], options: [...choosing, '--seeds', '--first-seed', '--report OUT.html'] },
  { words: ['recommend', 'IN'], options: [...choosing, '--vary', '--seeds', '--top'] },
  { words: ['scoreboard', '--seeds', '1', '--steps', '500'], options: ['--scheduler', '--set', '--case'] },
  { words: ['schedulers', 'IN'], options: ['--json'] },
  {
    words: ['watch', 'IN', '--once'],
    options: [
      ...reading,
      ...choosing,
      '--learning-rate',
      '--from',
      '--poll',
      '--state OUT.state',
      '--write-rate OUT.json',
    ],
  },
  { words: ['step'], options: [...choosing, '--learning-rate'] },
];
const small = [
  '--backend',
  'wasm',
  '--identities',
  '2',
  '--per-identity',
  '2',
  '--image-size',
  '16',
  '--batch-size',
  '2',
  '--steps',
  '1',
  '--embedding-size',
  '4',
  '--verify-pairs',
  '0',
  '--out',
  'OUT',
];
const learning = [
  '--learning-rate',
  '--scheduler',
  '--set',
  '--warmup',
  '--loss-lag',
  '--momentum',
  '--clip-norm',
  '--margin',
  '--scale',
  '--sample-rate',
  '--interclass-filter',
  '--accumulate',
  '--optimizer',
  '--ema-decay',
  '--on-few-images',
  '--verify-every',
  '--model',
  '--epochs',
];
const train: readonly Shape[] = [
  { words: ['train', ...small], options: [...learning, '--weights IN', '--verify IN'] },
  { words: ['train', ...small, '--data', 'IN'], options: learning },
  { words: ['train', '--resume', 'IN'], options: ['--steps', '--checkpoint-every'] },
  {
    words: ['verify', 'IN', '--backend', 'wasm'],
    options: ['--model', '--image-size', '--data IN', '--ijb IN', '--pairs', '--batch-size'],
  },
  {
    words: ['faces', '--sheet', 'OUT.png', '--rows', '1', '--columns', '1'],
    options: ['--data IN', '--image-size', '--seed', '--style', '--difficulty'],
  },
  {
    words: ['compare', 'IN', 'IN', '--network', 'IN', '--backend', 'wasm'],
    options: ['--model', '--image-size', '--threshold', '--threshold IN', '--on-wrong-size'],
  },
  {
    words: ['search', 'IN', 'IN', '--network', 'IN', '--backend', 'wasm'],
    options: ['--top', '--threshold'],
  },
  { words: ['embed', 'IN', '--network', 'IN', '--backend', 'wasm'], options: ['-o OUT.npy', '--batch-size'] },
  { words: ['align', 'IN', '-o', 'OUT'], options: ['--root', '--image-size'] },
  { words: ['arena', '-o', 'OUT.csv'], options: ['--task', '--scheduler'] },
];

/** A command line of one of the two programs: some options that it has, with values good and bad. */
export function randomCommand(
  dice: Dice,
  input: () => string,
  output: () => string,
): { program: 'sim' | 'train'; args: string[] } {
  const program = dice() < 0.8 ? 'sim' : 'train';
  const { words, options } = pick(dice, program === 'sim' ? sim : train);
  // Half of them as they should be, so that the hostile files are read.
  const likely = dice() < 0.5 ? 0 : 1.2 / options.length;
  const given = options.flatMap((option) => {
    const isOutput = option.includes(' OUT') || option === '--json';
    if (dice() > (isOutput ? 0.3 : likely)) return [];
    const [name, place] = option.split(' ') as [string, string?];
    return [name, ...(place === undefined ? (name === '--json' ? [] : [pick(dice, values)]) : [place])];
  });
  // Arena without a value would train for minutes.
  if (words[0] === 'arena') given.push('--task', pick(dice, values));
  const args = [...words, ...given].map((word) => word.replace(/^IN$/, input).replace(/^OUT/, output));
  return { program, args };
}
