import pc from 'picocolors';
import { schedulerNamed, schedulers } from '../schedulers/findScheduler.js';
import { loadSchedulers } from './settings.js';

/** `fastface schedulers`: schedulers with their options and their defaults; all of them where none is named. */
export async function schedulersCommand(
  names: readonly string[],
  flags: { readonly json?: boolean },
): Promise<void> {
  await loadSchedulers(names);
  const shown = names.length === 0 ? schedulers : names.map(schedulerNamed);
  if (flags.json) {
    const list = shown.map(({ name, description, options }) => ({ name, description, options }));
    console.log(JSON.stringify(list, null, 2));
    return;
  }
  for (const { name, description, options, anyOption } of shown) {
    console.log(`${pc.bold(name)}  ${description}`);
    for (const { name: option, default: value, description: meaning } of options) {
      console.log(`  ${option}${value === null ? '' : `=${value}`}  ${pc.dim(meaning)}`);
    }
    if (anyOption) console.log(`  ${pc.dim('and whatever else is set: the module lists no options')}`);
  }
}
