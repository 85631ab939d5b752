import { describe, expect, test } from 'vitest';
import { fastface, floor, type Loss, type Scheduler, type SchedulerState } from '../src/index.js';
import { brokenLaw } from '../src/laws.js';
import { assertLaws, checkLaws, schedulerLaws } from '../src/testing/index.js';

const inner = fastface({ learningRate: 1, patience: 2, threshold: 0.5, alpha: 0.5, beta: 0.5 });

/** `inner` with a field or two more, and a step that gets a state to spoil. */
type Extra = Record<string, unknown>;
const spoilt = (
  extra: () => Extra,
  spoil: (before: SchedulerState & Extra, after: SchedulerState & Extra, loss: Loss) => object,
): Scheduler => ({
  name: 'fastface',
  init: () => ({ ...inner.init(), ...extra() }),
  step(state, loss) {
    const before = state as SchedulerState & Extra;
    return spoil(before, { ...before, ...inner.step(state as never, loss) }, loss) as SchedulerState;
  },
});
const spoil = (after: (after: SchedulerState, loss: Loss, before: SchedulerState) => object) =>
  spoilt(
    () => ({}),
    (before, next, loss) => after(next, loss, before),
  );

/** Schedulers with one mistake each, under the law that names it. */
const mutants: Record<string, Record<string, () => Scheduler>> = {
  deterministic: {
    'a best loss outside the state': () => {
      let best = Infinity;
      return spoil((after, loss) => {
        best = Math.min(best, Number.isFinite(loss) ? (loss as number) : best);
        return { ...after, best: Number.isFinite(best) ? best + 0 : 0 };
      });
    },
    'counts its calls': () => {
      let calls = 0;
      return spoil((after) => ({ ...after, calls: calls++ }));
    },
    'looks at the clock': () => spoil((after) => ({ ...after, late: Date.now() - started > 3_600_000 })),
    'asks for the date': () => spoil((after) => ({ ...after, day: String(new Date()) })),
    'measures its time': () => {
      const from = performance.now();
      return spoil((after) => ({ ...after, late: performance.now() - from > 3_600_000 }));
    },
    'throws dice': () => spoil((after) => ({ ...after, luck: Math.random() })),
  },
  'never throws': {
    'throws at a NaN': () =>
      spoil((after, loss) => {
        if (loss !== null && !Number.isFinite(loss)) throw new Error('loss is NaN');
        return after;
      }),
    'run throws at a NaN': () => ({
      ...inner,
      run(state, losses, rates) {
        if (losses.some(Number.isNaN)) throw new Error('loss is NaN');
        return inner.run(state as never, losses, rates);
      },
    }),
  },
  pure: {
    'writes into its state': () => ({
      ...inner,
      step: (state, loss) => Object.assign(state, inner.step(state as never, loss)),
    }),
    'writes the same each time': () =>
      spoilt(
        () => ({ since: 1 }),
        (before, after) => {
          before.since = 0;
          return { ...after, since: 1 };
        },
      ),
    'pushes onto a list of its state': () =>
      spoilt(
        () => ({ last: [] as number[] }),
        (before, after, loss) => {
          const last = before.last as number[];
          if (last.length < 3) last.push(loss !== null && Number.isFinite(loss) ? loss + 0 : 0);
          return { ...after, last: [...last] };
        },
      ),
    'writes into a record deep in its state': () =>
      spoilt(
        () => ({ memory: { ring: { at: 0 } } }),
        (before, after) => {
          (before.memory as { ring: { at: number } }).ring.at = 7;
          return { ...after, memory: { ring: { at: 0 } } };
        },
      ),
    'writes, later, into a state it has kept': () => {
      let kept: SchedulerState & Extra;
      return spoilt(
        () => ({ since: 1 }),
        (_, after) => {
          if (kept) kept.since = 0;
          kept = { ...after, since: 1 };
          return kept;
        },
      );
    },
    'reason writes into the state': () => ({
      ...inner,
      reason: (state) => String(Object.assign(state, { skipped: 5 }).skipped),
    }),
    'run writes into its state': () => ({
      ...inner,
      run: (state, losses, rates) => Object.assign(state, inner.run(state as never, losses, rates)),
    }),
    'run writes into the losses': () => ({
      ...inner,
      run(state, losses, rates) {
        const end = inner.run(state as never, losses, rates);
        losses.fill(0);
        return end;
      },
    }),
  },
  causal: {
    'looks up what came next in the run before': () => {
      let previous: Loss[] = [];
      let current: Loss[] = [];
      return {
        ...inner,
        init() {
          previous = current;
          current = [];
          return inner.init();
        },
        step(state, loss) {
          current.push(loss);
          return {
            ...inner.step(state as never, loss),
            next: previous[current.length] ?? null,
          } as SchedulerState;
        },
      };
    },
  },
  resumes: {
    // The best value so far starts from Infinity, which JSON turns into null.
    'a state that JSON changes': () =>
      spoilt(
        () => ({ best: Infinity }),
        (before, after, loss) => ({ ...after, best: Math.min(before.best as number, loss ?? Infinity) }),
      ),
    'a set that JSON empties': () =>
      spoilt(
        () => ({ seen: new Set() }),
        (before, after) => ({ ...after, seen: new Set(before.seen as Set<number>).add(after.iteration) }),
      ),
  },
  restores: {
    'a field that takes anything': () => ({
      ...inner,
      fields: { ...inner.fields, reductions: (value) => expect(typeof value).toBe('number') },
    }),
  },
  'plain state': {
    'a field that is undefined': () => spoil((after) => ({ ...after, at: undefined })),
    'a date': () => spoil((after) => ({ ...after, at: new Date(0) })),
    'minus nought': () => spoil((after) => ({ ...after, drift: -0 })),
  },
  labelled: {
    'does not count': () => spoil((after) => ({ ...after, iteration: 0 })),
  },
  bounded: {
    'a rate below nought': () => spoil((after) => ({ ...after, learningRate: -1 })),
    'a rate that is no number': () =>
      spoil((after) => ({ ...after, learningRate: after.iteration > 3 ? Number.NaN : 1 })),
  },
  'within its base': {
    'a rate above the base': () => ({
      ...spoil((after, _, before) => ({
        ...after,
        learningRate: 1.5,
        decision: before.learningRate < 1.5 ? 'restart' : 'hold',
      })),
      options: inner.options,
    }),
    'a first rate above the base': () => ({ ...floor(inner, 1.5), options: inner.options }) as Scheduler,
  },
  'says what it does': {
    'always holds': () => spoil((after) => ({ ...after, decision: 'hold' })),
  },
  skips: {
    'takes a NaN for a loss': () => ({
      ...inner,
      step: (s, l) => inner.step(s as never, l !== null && l < Infinity ? l : 7),
    }),
    'a NaN that sticks': () =>
      spoilt(
        () => ({ mean: 0 }),
        (before, after, loss) => {
          const mean =
            before.mean === null || !Number.isFinite(loss) ? null : (before.mean as number) / 2 + loss! / 2;
          return { ...after, mean };
        },
      ),
  },
  'runs as it steps': {
    'run takes the size of a loss': () => ({
      ...inner,
      run: (s, l, r) => inner.run(s as never, l.map(Math.abs), r),
    }),
  },
};
const started = Date.now();

test('every law has a mutant', () => {
  expect(Object.keys(mutants)).toEqual(schedulerLaws.map(({ name }) => name));
});

describe.each(Object.entries(mutants))('%s', (law, of) => {
  test.each(Object.entries(of))('%s', (_, mutant) => {
    const { holds, counterexample } = checkLaws(mutant(), { runs: 40 }).find((one) => one.law === law)!;
    expect(holds).toBe(false);
    expect(counterexample?.violation).toBeTruthy();
    // The losses of the quick look are never below nought.
    if (law !== 'runs as it steps') expect(brokenLaw(mutant())).not.toBeNull();
  });
});

test('assertLaws names the law', () => {
  expect(() => assertLaws(mutants.bounded!['a rate below nought']!(), { runs: 5 })).toThrow(
    'bounded (the learning rate',
  );
});

test('what is known about one without a mistake: it keeps them all', () => {
  expect(brokenLaw(spoil((after) => after))).toBeNull();
  expect(checkLaws(spoil((after) => after)).filter(({ holds }) => !holds)).toEqual([]);
});

test('clock and dice are back after a law has been tried', () => {
  const [date, random, now] = [Date, Math.random, performance.now];
  checkLaws(inner, { runs: 3 });
  expect([Date, Math.random, performance.now]).toEqual([date, random, now]);
});
