import type { Sample } from './samples.js';

/** Falling losses that are exact in decimals. */
const loss = (i: number) => 5 - i / 8;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const of = (
  count: number,
  step: (i: number) => number,
  row: (i: number) => string,
  more: Partial<Sample> = {},
): Sample => ({
  format: 'key-value',
  text: range(count).map(row).join(''),
  steps: [range(count).map(step)],
  losses: [range(count).map(loss)],
  ...more,
});

/** Where the step, the name and the number of a loss may stand; made up in the manner of many trainers. */
export const placesAndNames: Readonly<Record<string, Sample>> = {
  'the step between the loss and its number': of(
    4,
    (i) => 50 * i,
    (i) => `Loss at step ${50 * i}: ${loss(i)}\n`,
  ),
  'a loss in brackets, for one batch': of(
    4,
    (i) => 200 * i,
    (i) =>
      `Training loss (for one batch) at step ${200 * i}: ${loss(i)}\nSeen so far: ${(200 * i + 1) * 64} samples\n`,
  ),
  'a cost after an iteration': of(
    4,
    (i) => 100 * i,
    (i) => `Cost after iteration ${100 * i}: ${loss(i)}\n`,
  ),
  'epochs in front of their word': of(
    4,
    (i) => i,
    (i) => `loss after ${i} epochs is ${loss(i)}\n`,
  ),
  'epochs in front of their word, in a part of their own': of(
    4,
    (i) => 1 + i,
    (i) =>
      `2020-04-27 19:06:06,525 - root - INFO - ${1 + i} epoch, loss: ${loss(i)},  loss_test: 9.5, time: 0:11:54\n`,
  ),
  'steps in front of their word, at the start of a line': of(
    4,
    (i) => 10 * i,
    (i) => `${10 * i} step: loss ${loss(i)}\n`,
  ),
  'the score of DL4J': of(
    4,
    (i) => 10 * i,
    (i) => `o.d.o.l.ScoreIterationListener - Score at iteration ${10 * i} is ${loss(i)}\n`,
  ),
  'an iteration that is an epoch, and the step within': of(
    6,
    (i) => 20 + 20 * (i % 3) + 70 * Math.floor(i / 3),
    (i) =>
      `train.log - iteration:${1 + Math.floor(i / 3)} step:${20 + 20 * (i % 3)}/70, NER loss: ${loss(i)}\n`,
  ),
  'a place behind the number of the epoch': of(
    4,
    (i) => 8 + 8 * (i % 2) + 40 * Math.floor(i / 2),
    (i) => `Epoch ${1 + Math.floor(i / 2)}[${8 + 8 * (i % 2)}/40]: loss:${loss(i)}, lr:0.125\n`,
    { rates: [[0.125, 0.125, 0.125, 0.125]] },
  ),
  'a place in round brackets': of(
    4,
    (i) => 8 + 8 * (i % 2) + 40 * Math.floor(i / 2),
    (i) => `Epoch ${1 + Math.floor(i / 2)} (${8 + 8 * (i % 2)}/40) loss ${loss(i)}\n`,
  ),
  'a place behind a comma, of OpenNMT': of(
    4,
    (i) => 50 + 50 * (i % 2) + 200 * Math.floor(i / 2),
    (i) =>
      `Epoch  ${1 + Math.floor(i / 2)},    ${50 + 50 * (i % 2)}/  200; acc:   3.99; ppl: 12.57; xent:   ${loss(i)}; 34 src tok/s\n`,
  ),
  'places in square brackets behind their names': of(
    4,
    (i) => 20 + 20 * (i % 2) + 60 * Math.floor(i / 2),
    (i) => `Epoch[${1 + Math.floor(i / 2)}] Iteration[${20 + 20 * (i % 2)}/60] Loss: ${loss(i)}\n`,
  ),
  'thousands with commas behind blanks, and no word loss': of(
    4,
    (i) => 30_100 + 100 * i,
    (i) =>
      `INFO: [epoch:  7, iter:  ${30 + Math.floor(i / 10)},${100 * (i + 1)}, lr:(1.000e-04,)] [eta: 1 day, time (data): 0.365 (0.002)] l_pix: ${loss(i).toExponential(4)} \n`,
    { rates: [[1e-4, 1e-4, 1e-4, 1e-4]] },
  ),
  'steps that are rounded later': of(
    8,
    (i) => 250 * (i + 1),
    (i) =>
      `train.py:357 step:${i < 3 ? 250 * (i + 1) : `${Math.round((i + 1) / 4)}K`} smpl:13K ep:${60 + i} loss:${loss(i)} lr:1.0e-05\n`,
  ),
  'a total that is the count so far': of(
    4,
    (i) => 24_050 + 50 * i,
    (i) => `epoch 3, total_step ${24_050 + 50 * i}, loss ${loss(i)}\n`,
  ),
  'one record an epoch, whose step does not move': of(
    4,
    (i) => 100 * (i + 1),
    (i) =>
      `Epoch ${i} |   Training | Steps: 100 | Loss: ${loss(i)}\nEpoch ${i} | Validation | Steps: 10 | Loss: 9.5\n`,
  ),
  'bars of a training and of a validation, without a word': of(
    4,
    (i) => 113 * (i + 1),
    (i) =>
      `accuracy: 0.1, loss: ${loss(i)} ||: 100%|██████████| 113/113 [00:20<00:00,  4.23it/s]\naccuracy: 0.1, loss: 9.5 ||: 100%|██████████| 29/29 [00:21<00:00,  4.23it/s]\n`,
  ),
  'decimal commas': of(
    6,
    (i) => 10 * i,
    (i) => `step ${10 * i} loss: ${String(loss(i)).replace('.', ',')}; lr: 0,001\n`,
    { rates: [[0.001, 0.001, 0.001, 0.001, 0.001, 0.001]] },
  ),
  'names glued to their numbers': of(
    4,
    (i) => 78_540 + 20 * i,
    (i) => `step_${78_540 + 20 * i}:\tloss_${(-loss(i)).toFixed(4)}\n`,
    { losses: [range(4).map((i) => -loss(i))] },
  ),
  'a rate that is printed when it changes': of(
    8,
    (i) => 20 * (i + 1),
    (i) =>
      `${i === 2 ? 'lr-batch-epoch: 0.5 39 0\n' : i === 5 ? 'lr-batch-epoch: 0.25 99 0\n' : ''}Epoch[0] Batch [${20 * i}-${20 * (i + 1)}]\tSpeed: 1410.46 samples/sec\tacc=0.5\tlossvalue=${loss(i)}\n`,
    { rates: [[NaN, NaN, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]] },
  ),
  'a rate above each epoch': of(
    6,
    (i) => 10 * (i % 2) + 20 * Math.floor(i / 2),
    (i) =>
      `${i % 2 === 0 ? `Start epoch ${i / 2} ====,lr=${i < 4 ? 0.5 : 0.25}\n` : ''}Epoch: [${Math.floor(i / 2)}][${10 * (i % 2)}/20]\tTime 1.154 (1.408)\tLoss ${loss(i).toFixed(4)} (9.5)\n`,
    { format: 'pytorch-meters', rates: [[0.5, 0.5, 0.5, 0.5, 0.25, 0.25]] },
  ),
  'a table with labels, whose columns shift': {
    format: 'key-value',
    text: range(3)
      .map(
        (i) =>
          `  Train      #    Epoch      wal       LR         loss_f         loss_e           loss        f_mae\n! Train               ${i + 1}    8.080    0.005          0.460          9.365          ${loss(i).toFixed(3)}        0.466\n! Validation          ${i + 1}    8.080    0.005          0.162          9.057          9.500        0.288\n`,
      )
      .join(''),
    steps: [[1, 2, 3]],
    losses: [range(3).map(loss)],
    rates: [[0.005, 0.005, 0.005]],
  },
  'a table with a header of two lines, of MATLAB': {
    format: 'key-value',
    text: `|=====================================================|\n|  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |  Mini-batch  |  Base Learning  |\n|         |             |   (hh:mm:ss)   |   Accuracy   |     Loss     |      Rate       |\n|=====================================================|\n${range(
      3,
    )
      .map(
        (i) =>
          `|       1 |          ${50 * (i + 1)} |       00:00:02 |       50.00% |       ${loss(i).toFixed(4)} |          0.0010 |\n`,
      )
      .join('')}|=====================================================|\n`,
    steps: [[50, 100, 150]],
    losses: [range(3).map(loss)],
    rates: [[0.001, 0.001, 0.001]],
  },
  'a header behind the mark of a comment, errors without a loss': {
    format: 'csv',
    text: `#  step      rmse_val    rmse_trn         lr\n${range(4)
      .map((i) => `    ${100 * i}      1.07e+01    ${loss(i).toExponential(3)}    1.0e-03\n`)
      .join('')}`,
    steps: [[0, 100, 200, 300]],
    losses: [range(4).map(loss)],
    rates: [[0.001, 0.001, 0.001, 0.001]],
  },
  'a config with tabs above a text log': of(
    4,
    (i) => 10 * i,
    (i) =>
      `${i === 0 ? '2018-08-17 16:18:49,810 - train.log - INFO - model_type     :\tidcnn\n2018-08-17 16:18:49,811 - train.log - INFO - num_chars      :\t2677\n' : ''}2018-08-17 16:24,648 - train.log - INFO - step ${10 * i} loss ${loss(i)}\n`,
  ),
  'results of YOLOv5 without a header': {
    format: 'yolo-text',
    text: range(4)
      .map((i) =>
        `     ${i}/3     4.83G       0.5      0.25         0  ${loss(i)}       108       416    0.9896         1     0.995    0.9252   0.01242  0.007203         0\n`.replace(
          '0.5 ',
          String(loss(i) - 0.25).padEnd(4),
        ),
      )
      .join(''),
    steps: [[0, 1, 2, 3]],
    losses: [range(4).map(loss)],
  },
  'the whole loss among parts': of(
    4,
    (i) => 1280 * (i + 1),
    (i) =>
      `${i === 0 ? 'timesteps,policy_gradient_loss,value_loss,total_loss,entropy_loss\n' : ''}${1280 * (i + 1)},9.5,8.5,${loss(i)},-1.4\n`,
    { format: 'csv' },
  ),
  'a loss beside its running mean, whatever comes first': of(
    4,
    (i) => i,
    (i) => `${i === 0 ? 'step,running_loss,loss\n' : ''}${i},9.5,${loss(i)}\n`,
    { format: 'csv' },
  ),
  'negative losses in a table': of(
    4,
    (i) => i,
    (i) => `${i === 0 ? 'step,loss\n' : ''}${i},${-loss(i)}\n`,
    { format: 'csv', losses: [range(4).map((i) => -loss(i))] },
  ),
  'lists as places, of DLLogger': of(
    4,
    (i) => 10 + 10 * (i % 2) + 40 * Math.floor(i / 2),
    (i) =>
      `DLLL ${JSON.stringify({ type: 'LOG', step: [1 + Math.floor(i / 2), 10 + 10 * (i % 2), 40], data: { train_loss: loss(i), 'train_items/s': 82975.7 } })}\n`,
    { format: 'json-lines' },
  ),
  'the deep records of RLlib': of(
    4,
    (i) => i + 1,
    (i) =>
      `${JSON.stringify({ info: { learner: { default_policy: { learner_stats: { cur_lr: 5e-5, total_loss: loss(i), policy_loss: 0.1, vf_loss: 9.5 } } } }, timesteps_total: 4000 * (i + 1), training_iteration: i + 1 })}\n`,
    { format: 'json-lines', rates: [[5e-5, 5e-5, 5e-5, 5e-5]] },
  ),
  'the records of StyleGAN': of(
    4,
    (i) => i,
    (i) =>
      `${JSON.stringify({ 'Loss/scores/fake': { num: 64, mean: -3, std: 1.1 }, 'Loss/G/loss': { num: 32, mean: loss(i), std: 0.9 }, 'Progress/tick': { num: 1, mean: i, std: 0 }, timestamp: 1714469700.5 })}\n`,
    { format: 'json-lines' },
  ),
  'the number before its name': of(
    4,
    (i) => i,
    (i) => `Epoch ${i} @ 07:1${i} AM : ${loss(i).toFixed(3)} C.E. Loss, 9${i}.50% Accuracy\n`,
  ),
  'records that lost their line ends': of(
    4,
    (i) => i + 1,
    (i) => `batch: ${i + 1}/90, train_loss: ${loss(i)}, train_accuracy: 0.${i}25`,
  ),
  'a table of names in two lines, as Vowpal Wabbit prints it': of(
    4,
    (i) => 2 ** i,
    (i) =>
      `${i === 0 ? 'learning rate = 0.5\naverage    since         example   current\nloss       last          counter   predict\n' : ''}${loss(i).toFixed(6)}   9.125000  ${String(2 ** i).padStart(10)}    0.2500\n`,
  ),
  'results of Ray Tune': of(
    3,
    (i) => i + 1,
    (i) =>
      `Result for PG_Maze_${i}:\n  counters:\n    num_steps_trained: ${90 * (i + 1)}\n  done: false\n  learner_stats:\n      cur_lr: 0.125\n      policy_loss: -0.5\n      total_loss: ${loss(i)}\n  training_iteration: ${i + 1}\n\n`,
    { rates: [[0.125, 0.125, 0.125]] },
  ),
  'epochs and batches of cuda-convnet, whose tests have none': of(
    6,
    (i) => 1 + (i % 3) + 3 * Math.floor(i / 3),
    (i) =>
      `${1 + Math.floor(i / 3)}.${1 + (i % 3)}... logprob:  ${loss(i)}, 0.5 (0.651 sec)\n${i % 3 === 2 ? '======Test output======\nlogprob:  9.5, 0.5\n' : ''}`,
  ),
  'a batch with the letter of a loop': of(
    4,
    (i) => i + 1,
    (i) => `batch i:${i + 1}, episode_len:2${i}\nkl:0.25,lr_multiplier:1.000,loss:${loss(i)}\n`,
  ),
  'steps that tqdm cuts to three digits': of(
    6,
    (i) => 9998 + i,
    (i) =>
      `Iteration: 5%|5   | ${20 + i}/900 [00:0${i}<01:00, 4.9it/s, loss=${loss(i)}, global_step=${i < 2 ? 9998 + i : '1e+4'}]\r`,
  ),
  'two records for one picture of a bar, by their steps': of(
    4,
    (i) => 31 + i,
    (i) =>
      `Iteration: 5%|5   | ${20 + 2 * Math.floor(i / 2)}/900 [00:05<01:00, 4.9it/s, loss=${loss(i)}, global_step=${31 + i}]\r`,
  ),
  'a rate that is told as a change': of(
    4,
    (i) => i,
    (i) => `learning rate 0.${5 - i}5 -> 0.${4 - i}5\nepoch ${i}, loss ${loss(i)}\n`,
    { rates: [[0.45, 0.35, 0.25, 0.15]] },
  ),
  'the full loss beside a hard one': of(
    4,
    (i) => 20 * i,
    (i) =>
      `iter ${20 * i}:, hard_loss_metric=9.5, full_loss_metric=${loss(i)}, full_loss_num=900.5, mean_dist=0.5\n`,
  ),
  'a term that is switched off': of(
    4,
    (i) => i,
    (i) =>
      `${JSON.stringify({ step: i, reg_term_loss: 0, loss_tgt_mean: loss(i), loss_scaled: loss(i) / 64 })}\n`,
    { format: 'json-lines' },
  ),
  'iterations counted by their number': of(
    4,
    (i) => 1000 * i,
    (i) =>
      `${i === 0 ? 'NumIters,Seconds,LearningRate,softmax_loss\n' : ''}${1000 * i}.0,${28.5 * (i + 1)},0.125,${loss(i)}\n`,
    { format: 'csv', rates: [[0.125, 0.125, 0.125, 0.125]] },
  ),
  'a column i': of(
    4,
    (i) => 100 * i,
    (i) => `${i === 0 ? 'i,time,loss,ce\n' : ''}${100 * i},${9 * i},${loss(i)},0.5\n`,
    { format: 'csv' },
  ),
  'AlgoPerf, which evaluates on what it trains with as well': of(
    6,
    (i) => 500 * i,
    (i) =>
      `${i === 0 ? 'global_step,grad_norm,loss,train/accuracy,train/loss,validation/loss\n' : ''}${500 * i},0.5,${loss(i)},,,\n${i % 3 === 0 ? `${500 * i + 9},,,0.5,9.5,9.75\n` : ''}`,
    { format: 'csv' },
  ),
  'a place in front, and the size of the batch behind': of(
    4,
    (i) => 500 * i,
    (i) =>
      `[${String(500 * i).padStart(6, '0')}/50000] CATS | loss ${loss(i)} | GPU 9${i}% | 3.14 it/s | batch 16\n`,
  ),
  'a hole of zeros where the log was emptied': of(
    4,
    (i) => i,
    (i) => `step ${i}, loss ${loss(i)}\n${i === 1 ? `${'\0'.repeat(60)}\n` : ''}`,
  ),
  'remarks of Keras, which count epochs from 0, between the head and its record': of(
    4,
    (i) => i + 1,
    (i) =>
      `Epoch ${i + 1}/9\nEpoch 0000${i}: val_acc ${i === 0 ? 'improved from -inf to 0.5, saving model' : 'did not improve'}\n9s - loss: ${loss(i)} - val_loss: 9.5\n`,
  ),
  'an epoch and the step behind a comma': of(
    4,
    (i) => 10558 + i,
    (i) => `('::Step::9,${10558 + i}', '::total_loss::${loss(i)}', '::time::0.25')\n`,
  ),
  'the terms of a loss in lists, as DeepXDE prints them': of(
    4,
    (i) => 1000 * i,
    (i) =>
      `${i === 0 ? 'Step      Train loss              Test loss               Test metric\n' : ''}${String(1000 * i).padEnd(10)}[2.50e-01, ${loss(i) - 0.25}]    [9.5e+00, 0.00e+00]    []  \n`,
  ),
  'a loss after inner updates, which are no steps': of(
    4,
    (i) => i,
    (i) => `Meta epoch ${i}\nMeta loss: ${loss(i)}\nAverage inner loss after inner updates : 234.5${i}\n`,
  ),
  'steps behind a hash, as dlib prints them': of(
    4,
    (i) => 85 * i,
    (i) =>
      `step#: ${String(85 * i).padEnd(6)}learning rate: 0.1   average loss: ${loss(i)}  steps without apparent progress: ${3 * i}\n`,
    { rates: [[0.1, 0.1, 0.1, 0.1]] },
  ),
  'counts of several things above a record': of(
    4,
    (i) => i,
    (i) =>
      `Iteration: \t ${i}\nNumTrajs: \t 200\nNumTimesteps: \t ${32549 + 7 * i}\nLoss:     \t ${loss(i)}\n----\n`,
  ),
  'bars that say that they validate': of(
    6,
    (i) => 3 * Math.floor(i / 3) + (i % 3) + 1,
    (i) =>
      `Epoch ${Math.floor(i / 3)}: 33%|3   | ${1 + (i % 3)}/3 [00:0${i}<00:09, 1.0it/s, loss:${loss(i)}]\r${i % 3 === 2 ? 'validating...: 50%|5   | 1/2 [00:01<00:02, 1.2s/it, loss:9.5]\rvalidating...: 99%|9   | 2/2 [00:02<00:00, 1.2s/it, loss:9.5]\n' : ''}`,
  ),
  'names and numbers between slashes': of(
    4,
    (i) => 300 + 300 * i,
    (i) =>
      `Epoch: 1, Batch: ${300 + 300 * i}/8164, Loss span/answer/total=0.${9 - i}5/0.${8 - i}5/${loss(i).toFixed(3)}, LR=0.125, norm=21.5\n`,
    { rates: [[0.125, 0.125, 0.125, 0.125]] },
  ),
  'bars that count epochs under another name': of(
    6,
    (i) => 20 + 20 * (i % 2) + 40 * Math.floor(i / 2),
    (i) =>
      `Epoch ${Math.floor(i / 2)}/9:  50%|5    | ${9 + i}/18 [00:0${i}<02:38,  1.00it/s]\n(epoch: ${1 + Math.floor(i / 2)}, iters: ${20 + 20 * (i % 2)}, time: 1.294) , loss: ${loss(i)}\n`,
  ),
  'the end of a log, whose first epoch was named above': of(
    6,
    (i) => 150 + 10 * (i % 2) + 40 * Math.floor(i / 2),
    (i) =>
      `${i > 1 && i % 2 === 0 ? `Going into epoch ${3 + i / 2}\n` : ''}50%|5  | ${30 + 10 * (i % 2)}/40 [00:0${i}<00:01, 9.0it/s, train_loss=${loss(i)}]\n`,
  ),
  'a loss of each batch beside a sum of each epoch': of(
    16,
    (i) => i,
    (i) => `meta batch loss: ${loss(i)}\n${i % 8 === 7 ? `Total train loss: ${40 - i}.5\n` : ''}`,
  ),
  'steps and episodes in groups of names': of(
    4,
    (i) => 2000 + 2000 * i,
    (i) =>
      `-------------\n| rollout/episodes | ${33 * (i + 1)} |\n| total/steps | ${2000 * (i + 1)} |\n| total/epochs | ${i} |\n| train/loss | ${loss(i)} |\n-------------\n`,
  ),
  'a phase and a set, with decimal commas': of(
    3,
    (i) => 12 + i,
    (i) =>
      `Phase: Training, Dataset used: Train, Epoch: ${12 + i}, Cross-Entropy: ${loss(i).toFixed(4).replace('.', ',')}, Learning Rate: 0,125\n${i < 2 ? `Phase: Training, Dataset used: Validation, Epoch: ${12 + i}, Cross-Entropy: 9,5\n` : ''}`,
    { rates: [[0.125, 0.125, 0.125]] },
  ),
  'records that two handlers of a logger write': of(
    3,
    (i) => 10 * i,
    (i) =>
      `${i > 0 ? `INFO:tensorflow:Step ${10 * i}: loss = ${loss(i)}\n` : ''}I0423 05:08:16.9: Step ${10 * i}: loss = ${loss(i)}\n`,
  ),
  'CatBoost on a terminal, with blanks for tabs': of(
    4,
    (i) => i,
    (i) => `${i}:      learn: ${loss(i)}       test: 9.5  best: 9.5 (0)  total: 2s    remaining: 3m\n`,
    { format: 'boosting' },
  ),
  'CatBoost in its early days': of(
    4,
    (i) => i,
    (i) => `${i}:      learn ${loss(i)}passed: 17 sec      total: 3m 13s   remaining: 3h\n`,
    { format: 'boosting' },
  ),
};
