import type { SweepPlan } from '../plan.js';

/** Type of a column. Integers and numbers may be missing; steps are a list of integers. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'boolean' | 'steps';

export interface ResultColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

const named = (kind: ColumnKind, ...names: readonly string[]): ResultColumn[] =>
  names.map((name) => ({ name, kind }));

/** The columns of a sweep's result: run and configuration, then the outcome. */
export const columnsOf = (plan: SweepPlan): ResultColumn[] => [
  ...named('text', 'sweep', 'file'),
  ...named('integer', 'segment'),
  ...named('text', 'scheduler'),
  ...plan.options.map((name) => ({ name, kind: optionKind(plan, name) })),
  ...outcomeColumns,
];

/** What each configuration did. */
export const outcomeColumns: readonly ResultColumn[] = [
  ...named('integer', 'reductions', 'firstReduction', 'lastReduction'),
  ...named('number', 'finalLearningRate', 'stationaryShare', 'recordedDistance'),
  ...named('integer', 'restarts'),
  ...named('steps', 'reductionSteps', 'restartSteps'),
];

function optionKind({ parts }: SweepPlan, name: string): ColumnKind {
  const axes = parts.flatMap(({ variation }) => variation.axes.filter(({ option }) => option === name));
  const all = (type: string) =>
    axes.every(({ choices }) => (choices ?? [0]).every((choice) => typeof choice === type));
  return all('number') ? 'number' : all('boolean') ? 'boolean' : 'text';
}
