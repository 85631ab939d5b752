import pc from 'picocolors';
import { schedulers } from '../schedulers/findScheduler.js';

/** `fastface schedulers`: every scheduler with its options and their defaults. */
export function schedulersCommand(flags: { readonly json?: boolean }): void {
  if (flags.json) {
    const list = schedulers.map(({ name, description, options }) => ({ name, description, options }));
    console.log(JSON.stringify(list, null, 2));
    return;
  }
  for (const { name, description, options } of schedulers) {
    console.log(`${pc.bold(name)}  ${description}`);
    for (const { name: option, default: value, description: meaning } of options) {
      console.log(`  ${option}${value === null ? '' : `=${value}`}  ${pc.dim(meaning)}`);
    }
  }
}
