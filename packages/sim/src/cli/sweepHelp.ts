import { cases } from '../scoreboard/cases.js';

/** What `fastface sweep --help` says after the options. */
export const sweepHelp = `
Values of --vary:
  alpha=1e-4,1e-3,1e-2              these
  patienceFraction=0.01..0.1:10     10 numbers, evenly spread, both ends included
  threshold=1e-6..1e-3:7:log        7 numbers, evenly spread in the logarithm
  patience=1000..9000:5:int         whole numbers (log:int too)
  mode=min,max  milestones=[100,200],[300]
                                    words, true and false, lists
  threshold=1e-6..1e-3:log          with --random: any number between; without a count it needs --random

Examples:
  fastface sweep training.log --scheduler fastface --vary alpha=1e-4..1e-2:9:log --vary patienceFraction=0.01..0.1:10 -o grid.csv
  fastface sweep *.log --scheduler fastface --vary threshold=1e-6..1e-3:log --vary alpha=1e-4..1e-2:log --random 1000 --seed 7 -o random.parquet
  fastface sweep training.log --scheduler fastface --scheduler moving-haar \\
    --vary fastface:threshold=1e-5..1e-4:10:log --vary moving-haar:window=500..5000:10:int -o both.csv
  fastface sweep training.log --scheduler fastface --vary alpha=1e-4..1e-2:99:log --shard 2/8 -o part2.csv
  fastface sweep training.log --scheduler fastface --vary alpha=1e-4..1e-2:99:log --queue redis://10.0.0.5:6379 -o grid.csv

The rows come in the order of the files, the schedulers and the values, the last --vary changing fastest. A sweep that
is interrupted leaves its rows in OUTPUT.unfinished, and the same command goes on behind them. CSV shards put one after
the other (cat part*.csv, the first one has the header) are the whole, byte for byte.

Columns: sweep (which one it is), file, segment, scheduler, the varied options; reductions, firstReduction and
lastReduction (steps, as the log counts), finalLearningRate, stationaryShare (of the iterations; for fastface with
haarWidth 1), recordedDistance (mean iterations between the changes of the rate and those that the run made; empty
where the log shows no rates), restarts, reductionSteps and restartSteps (the first 1,000).

A replay is open loop: a sweep shows when each configuration would have acted, not which one trains best.`;

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
