import { findScheduler } from '@fastface/sim/browser';
import type { Wanted } from './protocol.js';
import { slidersOf } from './sliders.js';
import type { State } from './state.js';

/** The chosen schedulers, each with the sliders' values that it has a use for, and its own options over them. */
export const wantedBy = ({ schedulers, values, set }: State): Wanted[] =>
  schedulers.map((name) => {
    const fromSliders = slidersOf(name, findScheduler(name)!.options).flatMap((option) =>
      values[option] === undefined ? [] : [[option, values[option]] as const],
    );
    const given: Record<string, unknown> = { ...Object.fromEntries(fromSliders), ...set[name] };
    // A patience in iterations stands in the place of the slider's share of the run.
    if (given.patience !== undefined) delete given.patienceFraction;
    return { name, given };
  });
