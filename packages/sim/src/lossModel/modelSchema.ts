import * as v from 'valibot';

/** Upper limits for a valid model file. */
const most = { modes: 1000, variants: 1000, traces: 1000, records: 5_000_000 };

const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.gtValue(0));
const notNegative = v.pipe(finite, v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const short = v.pipe(v.string(), v.maxLength(1000));
const listOf = <const Item extends v.GenericSchema>(item: Item, length: number) =>
  v.pipe(v.array(item), v.maxLength(length));

const mode = v.strictObject({ amplitude: positive, rate: positive });
const modes = listOf(mode, most.modes);
const powerTerm = v.nullable(
  v.strictObject({ amplitude: positive, exponent: v.pipe(positive, v.maxValue(100)), scale: positive }),
);

const law = v.variant('law', [
  v.strictObject({
    law: v.literal('spectral'),
    limit: finite,
    power: powerTerm,
    decays: modes,
    delayed: modes,
    floor: modes,
    floorPower: v.pipe(notNegative, v.maxValue(10)),
    memory: modes,
    memoryPower: v.pipe(notNegative, v.maxValue(10)),
  }),
  v.strictObject({
    law: v.literal('tissue'),
    limit: finite,
    power: powerTerm,
    annealing: notNegative,
    retention: v.pipe(positive, v.ltValue(1)),
  }),
  v.strictObject({
    law: v.literal('multi-power'),
    limit: finite,
    power: powerTerm,
    annealing: notNegative,
    speed: positive,
    rateExponent: v.pipe(notNegative, v.maxValue(10)),
    saturation: v.pipe(positive, v.maxValue(1000)),
  }),
]);

const runs = <const Item extends v.GenericSchema>(item: Item) => listOf(item, most.records);

const trace = v.strictObject({
  file: short,
  kind: v.picklist(['mean', 'sampled']),
  firstStep: v.pipe(v.number(), v.safeInteger()),
  warmup: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  steps: runs(v.tuple([v.pipe(v.number(), v.safeInteger()), count, count])),
  losses: runs(finite),
  rates: runs(v.tuple([notNegative, count])),
});

/** Schema of a model file. Files may be untrusted, so everything is checked. */
export const modelSchema = v.strictObject({
  format: v.literal('fastface-loss-model'),
  version: v.literal(1),
  baseRate: positive,
  epochLength: v.nullable(count),
  variants: v.pipe(
    listOf(v.strictObject({ law, weight: positive }), most.variants),
    v.minLength(1),
    v.check(
      (variants) => Math.abs(variants.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-6,
      'expected weights that add up to 1',
    ),
  ),
  alternatives: listOf(v.strictObject({ name: short, misfit: notNegative, law }), most.variants),
  noise: v.strictObject({
    scale: notNegative,
    power: v.pipe(notNegative, v.maxValue(10)),
    slow: v.pipe(notNegative, v.maxValue(10)),
    slowTime: positive,
  }),
  fitted: v.strictObject({
    misfit: notNegative,
    rates: v.tuple([positive, positive]),
    time: positive,
    iterations: count,
  }),
  traces: v.pipe(listOf(trace, most.traces), v.minLength(1)),
});

/** Total number of records in a file, computed before unpacking. */
export const recordsIn = (traces: v.InferOutput<typeof modelSchema>['traces']): number =>
  traces.reduce((sum, { losses }) => sum + losses.length, 0);

export const mostRecords = most.records;
