/**
 * Every short benchmark: `npm run bench` (`-- --short` for a quicker one). Figures that matter are ratios in one run,
 * since machines differ and are shared.
 */
import { benchCommand } from './command.js';
import { benchCore } from './core.js';
import { benchLossModel } from './lossModel.js';
import { Figures } from './report.js';
import { benchSweep } from './sweep.js';

const short = process.argv.includes('--short');
const figures = new Figures();
await benchCore(figures, short);
benchCommand(figures);
benchSweep(figures, short);
benchLossModel(figures, short);
figures.finish(short);
