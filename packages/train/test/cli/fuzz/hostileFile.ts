/** What a fuzzer draws from: a number in [0, 1). */
export type Dice = () => number;

export const pick = <Value>(dice: Dice, values: readonly Value[]): Value =>
  values[Math.floor(dice() * values.length)]!;
const whole = (dice: Dice, below: number) => Math.floor(dice() * below);

/** Numbers as hostile logs have them. */
const numbers = [
  '0',
  '-0',
  '1',
  '2.5',
  '-3',
  '1e308',
  '-1e308',
  '1e-300',
  '1e60',
  'inf',
  '-inf',
  'nan',
  'NaN',
  '',
  '"',
  '9007199254740993',
  '0x10',
  '1,5',
  '١',
  '1*6250',
  '\0',
];
const odd = (dice: Dice) => pick(dice, numbers);
const number = (dice: Dice, i: number, length: number) =>
  dice() < 0.1 ? odd(dice) : String(1 + 3 * Math.exp((-5 * i) / length) + 0.05 * dice());

function csv(dice: Dice): string {
  const length = 1 + whole(dice, 400);
  const stride = pick(dice, [1, 1, 10, 999_999]);
  const names = pick(dice, [
    'step,loss,lr',
    'step,train_loss,val_loss',
    'loss',
    'epoch,loss',
    `step,${'run,'.repeat(3000)}loss`,
  ]);
  const rate = pick(dice, ['0.1', '1e-300', '1e308', '0', 'nan']);
  const rows = Array.from(
    { length },
    (_, i) => `${i * stride},${number(dice, i, length)},${dice() < 0.02 ? odd(dice) : rate}`,
  );
  return `${names}\n${rows.join('\n')}\n`;
}

function jsonLines(dice: Dice): string {
  const length = 1 + whole(dice, 400);
  const pad = dice() < 0.1 ? 'x'.repeat(100_000) : '';
  const line = (i: number) =>
    `{"step":${i},"loss":${number(dice, i, length) || 'null'},"lr":0.1,"pad":"${pad}"}`;
  return Array.from({ length }, (_, i) => line(i)).join('\n');
}

const text = (dice: Dice): string =>
  Array.from(
    { length: 1 + whole(dice, 300) },
    (_, i) => `iter ${i}: loss ${number(dice, i, 300)} lr ${odd(dice)} \u001b[31m`,
  ).join(pick(dice, ['\n', '\r\n', '\r']));

/** A file of safetensors whose header says what it likes. */
function safetensors(dice: Dice): Buffer {
  const size = () => pick(dice, [0, 1, 8, 2 ** 32, 2 ** 52, -1, 0.5]);
  const name = pick(dice, ['features.bias', 'conv1.weight', '__proto__', '']);
  const header = JSON.stringify({
    [name]: { dtype: pick(dice, ['F32', 'U8', 'X']), shape: [size(), size()], data_offsets: [0, size()] },
  });
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(pick(dice, [header.length, header.length, 2 ** 40])));
  return Buffer.concat([head, Buffer.from(header), Buffer.alloc(whole(dice, 64))]);
}

const noise = (dice: Dice): Buffer =>
  Buffer.from(Array.from({ length: whole(dice, 4000) }, () => whole(dice, 256)));
const model = (dice: Dice): string =>
  JSON.stringify({
    format: 'fastface loss model',
    version: pick(dice, [1, 2, null]),
    baseRate: odd(dice),
    variants: pick(dice, [[], null, [{}]]),
  });
const deep = (dice: Dice): string => pick(dice, ['[', '{"a":']).repeat(50_000);

const endings = [
  'csv',
  'log',
  'jsonl',
  'json',
  'md',
  'parquet',
  'safetensors',
  'json.gz',
  'rec',
  'bin',
  'npy',
  'pth',
  'png',
];

/** A file that means no good: its name's ending, and what is in it, perhaps damaged further. */
export function hostileFile(dice: Dice): { readonly ending: string; readonly content: Buffer } {
  const made = pick(dice, [
    csv,
    csv,
    csv,
    jsonLines,
    jsonLines,
    text,
    text,
    safetensors,
    noise,
    model,
    deep,
    () => '',
  ])(dice);
  let content = Buffer.from(made);
  if (dice() < 0.3) content = content.subarray(0, whole(dice, content.length + 1));
  for (let n = dice() < 0.3 ? whole(dice, 5) : 0; n > 0 && content.length > 0; n--)
    content[whole(dice, content.length)] = whole(dice, 256);
  const natural = made instanceof Buffer ? 'safetensors' : pick(dice, ['csv', 'jsonl', 'log']);
  return { ending: dice() < 0.7 ? natural : pick(dice, endings), content };
}
