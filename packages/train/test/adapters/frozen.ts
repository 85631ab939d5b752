import { fromSchedule } from '@fastface/core';

/** A rate that is `base` for the updates before `steps`, and 0 from there on: the weights must stand still then. */
export const frozenAfter = (steps: number, base: number) =>
  fromSchedule((iteration) => (iteration < steps ? base : 0), 'frozen');
