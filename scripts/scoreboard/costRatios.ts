/** Prints the costs at the lengths given, as JSON: a process of its own for `costRatio`. */
import { costRatio } from './cost.js';

const [rounds, ...lengths] = process.argv.slice(2).map(Number);
console.log(JSON.stringify(lengths.map((steps) => costRatio(steps, rounds!))));
