import { cases } from '../scoreboard/cases.js';

/** What `fastface scoreboard --help` says after the options. */
export const scoreboardHelp = `
Cases:
${cases.map(({ name, about }) => `  ${name.padEnd(20)} ${about}`).join('\n')}

Examples:
  fastface scoreboard
  fastface scoreboard --scheduler fastface-steps --scheduler dlib-slope --steps 1000 --seeds 1000
  fastface scoreboard --scheduler fastface --set alpha=0.01 --set beta=0.01 --set threshold=1e-3
  fastface scoreboard --case staircase --case 'heavy tails' --json

Each case is run with every seed twice: once falling to the end, where every reduction is a false alarm, and once flat
from 40 % of the run on. All schedulers have a patience of a twentieth of the run, as far as they take one; those made
for one value an epoch are called with the mean loss of every tenth of it.`;
