import type { Sample } from './samples.js';

const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join('');
const steps = (count: number, step: (i: number) => number) => [
  Array.from({ length: count }, (_, i) => step(i)),
];
/** Losses that every sample uses: exact in decimals, falling. */
const loss = (i: number) => 5 - i / 8;
const losses = (count: number) => [Array.from({ length: count }, (_, i) => loss(i))];
const of = (
  count: number,
  format: string,
  step: (i: number) => number,
  row: (i: number) => string,
): Sample => ({
  format,
  text: rows(count, row),
  steps: steps(count, step),
  losses: losses(count),
});

/** Logs as trainers of every kind print them; made up in the manner of each. */
export const moreSamples: Readonly<Record<string, Sample>> = {
  'the trainer of Hugging Face, bars between the records': {
    ...of(
      5,
      'key-value',
      (i) => 10 * (i + 1),
      (i) =>
        ` 1%|▏    | ${10 * i + 8}/100 [00:04<00:50,  1.9it/s]\r         \r{'loss': ${loss(i)}, 'learning_rate': 2e-05, 'epoch': ${i / 5}}\n 1%|▏  | ${10 * i + 10}/100 [00:05<00:50,  1.9it/s]`,
    ),
    rates: [[2e-5, 2e-5, 2e-5, 2e-5, 2e-5]],
    planned: 100,
  },
  'the same with its carriage returns lost': of(
    5,
    'key-value',
    (i) => 10 * (i + 1),
    (i) =>
      `  9%|▉   | ${10 * i + 9}/100 [00:04<00:50,  1.9it/s] 10%|█   | ${10 * i + 10}/100 [00:05<00:45,  1.9it/s]              {'loss': ${loss(i)}, 'epoch': ${i / 5}}\n 10%|█   | ${10 * i + 10}/100 [00:05<00:45,  1.9it/s]`,
  ),
  'records buffered apart from the bars': of(
    5,
    'key-value',
    (i) => i,
    (i) =>
      `{'loss': ${loss(i)}, 'epoch': ${i / 5}}\n${i === 4 ? ' 100%|█████| 50/50 [00:05<00:00, 10.00it/s]\n' : ''}`,
  ),
  'a bar that is drawn twice for each step': of(
    6,
    'key-value',
    (i) => i + 1,
    (i) =>
      `steps:  1%|▏  | ${i + 1}/1600 [00:10<4:26:30, 10.00s/it, avr_loss=${loss(i)}]\rsteps:  1%|▏  | ${i + 1}/1600 [00:10<4:26:30, 10.00s/it, avr_loss=${loss(i)}]\r`,
  ),
  'a bar whose postfix follows each step': {
    ...of(
      6,
      'key-value',
      (i) => i,
      (i) =>
        ` 1%|▏  | ${i}/6 [00:10<00:30, 10.00s/it, loss=${loss(Math.max(i - 1, 0))}]\r 1%|▏  | ${i}/6 [00:10<00:30, 10.00s/it, loss=${loss(i)}]\r${i === 5 ? `100%|██ | 6/6 [00:10<00:00, 10.00s/it, loss=${loss(5)}]\n` : ''}`,
    ),
  },
  'a bar with the loss in front': of(
    4,
    'key-value',
    (i) => i + 1,
    (i) => `loss ${loss(i)}:   1%|▏      | ${i + 1}/100 [00:10<00:30,  9.51it/s]\r`,
  ),
  'bars of Lightning, which begin anew in every epoch': of(
    6,
    'key-value',
    (i) => 10 * (i + 1),
    (i) =>
      `Epoch ${Math.floor(i / 3)}:  33%|███   | ${10 * ((i % 3) + 1)}/30 [00:01<00:05, 40.00it/s, v_num=0, train_loss=${loss(i)}]\r`,
  ),
  'rich bars of Lightning': of(
    6,
    'key-value',
    (i) => 10 * (i + 1),
    (i) =>
      `Epoch ${Math.floor(i / 3)}/9  ━━━━━━━━━━━━ ${10 * ((i % 3) + 1)}/30 0:00:01 • 0:00:05 40.00it/s v_num: 0.000 train_loss: ${loss(i)}\n`,
  ),
  OLMo: of(
    4,
    'key-value',
    (i) => 10 * (i + 1),
    (i) =>
      `2024-02-01 INFO [olmo.train:123] [step=${10 * (i + 1)}/1000,epoch=0]\n    optim/total_grad_norm=1.2\n    train/CrossEntropyLoss=${loss(i)}\n    train/Perplexity=12.3\n    throughput/total_tokens=4,194,304\n`,
  ),
  'the object detection API of TensorFlow 2': of(
    4,
    'key-value',
    (i) => 100 * (i + 1),
    (i) =>
      `I0101 10:00:00.1 140 model_lib_v2.py:705] Step ${100 * (i + 1)} per-step time 0.123s\nI0101 10:00:00.1 140 model_lib_v2.py:708] {'Loss/classification_loss': 0.3,\n 'Loss/total_loss': ${loss(i)},\n 'learning_rate': 0.03}\n`,
  ),
  'a learning rate below the loss': {
    ...of(
      4,
      'key-value',
      (i) => 10 * i,
      (i) =>
        `->> conf loss:1.5 || loc loss:0.9\n->>lr:0.${i + 1}\nepoch:35 || iter:${10 * i} || Loss:${loss(i)}\n`,
    ),
    rates: [[0.2, 0.3, 0.4, NaN]],
  },
  'epochs in lines of their own, and a run that was started again': {
    format: 'key-value',
    text: [0, 1, 2, 0, 1]
      .map((e) => `Epoch ${e}/2\n----------\ntrain Loss: ${5 - e} Acc: 0.5\nval Loss: 9.5\n`)
      .join(''),
    steps: [
      [0, 1, 2],
      [0, 1],
    ],
    losses: [
      [5, 4, 3],
      [5, 4],
    ],
  },
  'steps that begin anew in every epoch, whose length the log tells': of(
    6,
    'key-value',
    (i) => 10 * (i % 3) + 25 * Math.floor(i / 3),
    (i) => `epoch=${Math.floor(i / 3)} i=${10 * (i % 3)}/25 total_loss=${loss(i)} vocoder_loss=0.5\n`,
  ),
  DCGAN: of(
    4,
    'key-value',
    (i) => 10 * (i % 2) + 15 * Math.floor(i / 2),
    (i) => `[${Math.floor(i / 2)}/5][${10 * (i % 2)}/15]\tLoss_D: ${loss(i)}\tLoss_G: 4.25\tD(x): 0.5\n`,
  ),
  'the CIFAR tutorial': of(
    6,
    'key-value',
    (i) => 2000 * (i + 1),
    (i) => `[${1 + Math.floor(i / 3)}, ${String(2000 * ((i % 3) + 1)).padStart(5)}] loss: ${loss(i)}\n`,
  ),
  CLU: of(
    4,
    'key-value',
    (i) => 50 * i,
    (i) => `I0101 10:00:00.1 140 logging_writer.py:48] [${50 * i}] loss=${loss(i)}, steps_per_sec=3.1\n`,
  ),
  'thousands with commas': {
    ...of(
      4,
      'key-value',
      (i) => 1000 * (i + 1),
      (i) => `Step ${i + 1},000/100,000 | Loss: ${loss(i)} | LR: 1.00e-04 | 12.3k tok/s\n`,
    ),
    planned: 100_000,
  },
  'ordinal numbers': of(
    4,
    'key-value',
    (i) => 58_000 + i,
    (i) => `current step: ${58_000 + i}th step\nbatch loss:${loss(i)}\n`,
  ),
  'Stable-Baselines': of(
    4,
    'key-value',
    (i) => 10 * (i + 1),
    (i) =>
      `-----------------------------\n| time/              |      |\n|    total_timesteps | ${2048 * (i + 1)} |\n| train/             |      |\n|    loss            | ${loss(i)} |\n|    n_updates       | ${10 * (i + 1)}   |\n|    value_loss      | 55   |\n-----------------------------\n`,
  ),
  'a table in the middle of other output': of(
    4,
    'key-value',
    (i) => 10_000 * i,
    (i) =>
      `${i === 0 ? 'Using device cuda\n     step |  eps  | buffer  |   loss   |  sps\n' : ''}  ${10_000 * i} | 0.010 | 2000000 |   ${loss(i)} |  458\n`,
  ),
  'the console of fastai': of(
    4,
    'csv',
    (i) => i,
    (i) =>
      `${i === 0 ? 'epoch     train_loss  valid_loss  time    \n' : ''}${i}         ${loss(i)}    9.5    00:10     \n`,
  ),
  'a model card': {
    ...of(
      4,
      'markdown',
      (i) => 500 * (i + 1),
      (i) => `| ${loss(i)} | ${i}.0 | ${500 * (i + 1)} | 9.5 |\n`,
    ),
    text: `# A model\n\nIts loss is 0.5.\n\n| Training Loss | Epoch | Step | Validation Loss |\n|:-------------:|:-----:|:----:|:---------------:|\n| No log | 0.0 | 250 | 9.5 |\n${rows(4, (i) => `| ${loss(i)} | ${i}.0 | ${500 * (i + 1)} | 9.5 |\n`)}\n### Framework versions\n\n- Transformers 4.30.0\n`,
  },
  'YOLOv5 on standard output': {
    format: 'yolo-text',
    text: [0, 1]
      .map(
        (e) =>
          `\n      Epoch    GPU_mem   box_loss   obj_loss   cls_loss  Instances       Size\n${[4, 8].map((b) => `        ${e}/1      1.24G       2.5      ${1 - e / 2}      0.25        164        640: ${b}0%|██████    | ${b}/8 [00:04<00:00,  1.88it/s]\r`).join('')}\n                 Class     Images  Instances          P          R      mAP50   mAP50-95: 100%|██████████| 4/4 [00:02<00:00,  1.4it/s]\n                   all        128        929      0.701      0.597      0.688      0.453\n`,
      )
      .join(''),
    steps: [[4, 8, 12, 16]],
    losses: [[3.75, 3.75, 3.25, 3.25]],
  },
  ESPnet: {
    ...of(
      4,
      'espnet',
      (i) => 50 * (i + 1),
      (i) =>
        `[host:0/1] 2023-01-01 (trainer:732) INFO: ${1 + Math.floor(i / 2)}epoch:train:${1 + 50 * (i % 2)}-${50 * ((i % 2) + 1)}batch: iter_time=1.2e-04, loss_att=60.123, loss=${loss(i)}, loss_scale=1, optim0_lr0=1.25e-06, train_time=0.5\n`,
    ),
    rates: [[1.25e-6, 1.25e-6, 1.25e-6, 1.25e-6]],
  },
  XGBoost: of(
    4,
    'boosting',
    (i) => i,
    (i) =>
      `[${i}]\ttrain-auc:0.75\ttrain-logloss:${loss(i)}\teval-logloss:9.5\n${i === 3 ? 'Stopping. Best iteration:\n[2]\ttrain-auc:0.75\ttrain-logloss:1\teval-logloss:9.5\n' : ''}`,
  ),
  'XGBoost behind syslog': of(
    4,
    'boosting',
    (i) => i,
    (i) => `[${i}]#011train-rmse:${loss(i)}#011validation-rmse:9.5\n`,
  ),
  LightGBM: of(
    4,
    'boosting',
    (i) => i + 1,
    (i) => `[${i + 1}]\ttraining's binary_logloss: ${loss(i)}\tvalid_1's binary_logloss: 9.5\n`,
  ),
  CatBoost: of(
    4,
    'boosting',
    (i) => i,
    (i) => `${i}:\tlearn: ${loss(i)}\ttest: 9.5\tbest: 9.5 (${i})\ttotal: 55ms\tremaining: 1.5s\n`,
  ),
  'four processes that torchrun labels': of(
    5,
    'key-value',
    (i) => i,
    (i) => [0, 1, 2, 3].map((rank) => `[rank${rank}]: step ${i} loss ${loss(i) + rank}\n`).join(''),
  ),
  'three processes that srun labels': {
    ...of(
      5,
      'nanogpt',
      (i) => i,
      (i) =>
        [0, 1, 2].map((rank) => `${rank}: iter ${i}: loss ${loss(i) + rank}, time 2ms, mfu 1.00%\n`).join(''),
    ),
  },
  'four processes without labels': of(
    5,
    'key-value',
    (i) => i,
    (i) => [0, 1, 2, 3].map((rank) => `step ${i} loss ${loss(i) + rank}\n`).join(''),
  ),
  'lines that begin with numbers of their own': of(
    5,
    'key-value',
    (i) => 10 * i,
    (i) => `${i + 1}: step ${10 * i} loss ${loss(i)}\n`,
  ),
  'lines in the JSON of a container': of(
    4,
    'key-value',
    (i) => i,
    (i) =>
      `${JSON.stringify({ log: `step ${i} loss ${loss(i)} lr 1e-4\n`, stream: 'stdout', time: '2024-01-01T00:00:00Z' })}\n`,
  ),
  'one number a record': {
    ...of(
      4,
      'json-lines',
      (i) => i,
      (i) =>
        `${JSON.stringify({ step: i, name: 'train/loss', value: loss(i) })}\n${JSON.stringify({ step: i, name: 'lr', value: 0.1 })}\n`,
    ),
    rates: [[0.1, 0.1, 0.1, 0.1]],
  },
  'one number a row': {
    ...of(
      4,
      'csv',
      (i) => i,
      (i) => `${i === 0 ? 'step,metric,value\n' : ''}${i},train/loss,${loss(i)}\n${i},lr,0.1\n`,
    ),
    rates: [[0.1, 0.1, 0.1, 0.1]],
  },
  MLPerf: of(
    4,
    'json-lines',
    (i) => 10 * i,
    (i) =>
      `:::MLLOG ${JSON.stringify({ event_type: 'POINT_IN_TIME', key: 'tracked_stats', value: { reduced_train_loss: loss(i) }, metadata: { step: 10 * i } })}\n`,
  ),
  'events of training and evaluation': of(
    4,
    'json-lines',
    (i) => i,
    (i) =>
      `${JSON.stringify({ event: 'train_step', payload: { step: i, metrics: { loss: loss(i) } } })}\n${JSON.stringify({ event: 'eval_step', payload: { step: i, metrics: { loss: 9.5 } } })}\n`,
  ),
  'LLaMA-Factory': {
    ...of(
      4,
      'json-lines',
      (i) => 10 * (i + 1),
      (i) =>
        `${JSON.stringify({ current_steps: 10 * (i + 1), total_steps: 200, loss: loss(i), lr: 5e-5, epoch: i / 10 })}\n`,
    ),
    planned: 200,
  },
  'results of YOLOv5': of(
    4,
    'csv',
    (i) => i,
    (i) =>
      `${i === 0 ? '               epoch,      train/box_loss,      train/obj_loss,     metrics/mAP_0.5,metrics/mAP_0.5:0.95,               x/lr0\n' : ''}                  ${i},              ${loss(i) - 0.5},                 0.5,             0.87533,             0.59126,             0.0701\n`,
  ),
  'progress.csv of Stable-Baselines': {
    format: 'csv',
    text: `time/iterations,time/total_timesteps,train/loss,train/n_updates,train/value_loss\n1,2048,,,\n${rows(3, (i) => `${i + 2},${2048 * (i + 2)},${loss(i)},${10 * (i + 1)},55\n`)}`,
    steps: [[10, 20, 30]],
    losses: losses(3),
  },
  'a single column': of(
    4,
    'csv',
    (i) => i,
    (i) => `${i === 0 ? 'loss\n' : ''}${loss(i)}\n`,
  ),
  'thousands in quotes': of(
    4,
    'csv',
    (i) => 1000 * i,
    (i) => `${i === 0 ? 'step,loss\n' : ''}"${i === 0 ? '0' : `${i},000`}",${loss(i)}\n`,
  ),
  Marian: {
    ...of(
      4,
      'key-value',
      (i) => 500 * (i + 1),
      (i) =>
        `[2021-05-05 10:00:00] Ep. 1 : Up. ${500 * (i + 1)} : Sen. 123,456 : Cost ${loss(i)} : Time 123.45s : 12345.67 words/s : L.r. 3.0000e-04\n`,
    ),
    rates: [[3e-4, 3e-4, 3e-4, 3e-4]],
  },
  Sockeye: of(
    4,
    'key-value',
    (i) => 50 * (i + 1),
    (i) =>
      `[INFO:sockeye.training:log] Epoch[0] Batch [${50 * (i + 1)}]\tSpeed: 1234.56 samples/sec\tperplexity=12.5 cross-entropy=${loss(i)}\n`,
  ),
  spaCy: of(
    4,
    'key-value',
    (i) => 200 * i,
    (i) =>
      `${i === 0 ? 'E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  SCORE \n---  ------  ------------  --------  ------  ------\n' : ''}  0  ${String(200 * i).padStart(6)}  ${String(loss(i)).padStart(12)}     35.12   50.12    0.50\n`,
  ),
  'nnU-Net': {
    ...of(
      4,
      'key-value',
      (i) => i,
      (i) =>
        `${i === 0 ? '2023-01-01 10:00:00.0: lr: 0.01\n' : ''}2023-01-01 10:00:00.1: Epoch ${i}\n2023-01-01 10:00:00.2: Current learning rate: 0.0${9 - i}\n2023-01-01 10:00:01.3: train_loss ${loss(i)}\n2023-01-01 10:00:01.4: val_loss 9.5\n2023-01-01 10:00:01.5: Epoch time: 60.1 s\n`,
    ),
    rates: [[0.09, 0.08, 0.07, 0.06]],
  },
  WeNet: of(
    4,
    'key-value',
    (i) => 100 * (i + 1),
    (i) =>
      `2021-01-01 10:00:00,123 DEBUG TRAIN Batch 0/${100 * (i + 1)} loss ${loss(i)} loss_att 60.1 lr 0.00001 rank 0\n${i === 3 ? '2021-01-01 10:00:00,123 DEBUG CV Batch 0/0 loss 9.5 loss_att 20 rank 0\n' : ''}`,
  ),
  'icefall, its mean behind the loss': of(
    4,
    'key-value',
    (i) => 50 * i,
    (i) =>
      `INFO [train.py:850] (0/8) Epoch 1, batch ${50 * i}, loss[loss=${loss(i)}, simple_loss=0.5], tot_loss[loss=9.5, simple_loss=0.4], lr: 3.00e-03\n${i === 3 ? 'INFO [train.py:880] (0/8) Epoch 1, validation: loss=9.5, simple_loss=0.4\n' : ''}`,
  ),
  'Tacotron, a step and the loss': of(
    4,
    'key-value',
    (i) => i,
    (i) => `Train loss ${i} ${loss(i).toFixed(6)} Grad Norm 1.234567 0.98s/it\n`,
  ),
  'Lux, brackets with blanks': {
    ...of(
      4,
      'key-value',
      (i) => i + 1,
      (i) =>
        `Iter: [${String(i + 1).padStart(5)}/  100]\tTraining Loss: ${loss(i)}\tThroughput: 12.5 samples/s\n`,
    ),
    planned: 100,
  },
  'SlowFast, steps of all in JSON': of(
    4,
    'json-lines',
    (i) => 10 * (i + 1),
    (i) =>
      `[INFO] logging.py: 95: json_stats: {"_type": "train_iter", "epoch": "1/200", "iter": "${10 * (i + 1)}/1000", "loss": ${loss(i)}, "lr": 0.01}\n`,
  ),
  'Keras, and an evaluation behind it': {
    ...of(
      4,
      'keras-bar',
      (i) => 1875 * (i + 1),
      (i) =>
        `Epoch ${i + 1}/4\n1875/1875 - 2s - loss: ${loss(i)} - accuracy: 0.91 - 2s/epoch - 1ms/step\n${i === 3 ? '313/313 - 0s - loss: 9.5 - accuracy: 0.5 - 400ms/epoch\n' : ''}`,
    ),
  },
  'torchtitan in colours': of(
    4,
    'key-value',
    (i) => i + 1,
    (i) =>
      `[rank0]:[titan] 2024-11-01 10:00:00,123 - root - INFO - \u001b[31mstep: ${String(i + 1).padStart(2)}  \u001b[32mloss:  ${loss(i)}  \u001b[33mmemory: 40.5GiB(42.6%)  \u001b[36mtps: 1,234\u001b[39m\n`,
  ),
  'ms-swift': {
    ...of(
      4,
      'key-value',
      (i) => 5 * (i + 1),
      (i) =>
        `{'loss': ${loss(i)}, 'learning_rate': 1e-05, 'memory(GiB)': 40.1, 'epoch': ${i / 10}, 'global_step/max_steps': '${5 * (i + 1)}/1000', 'percentage': '1.00%'}\n`,
    ),
    planned: 1000,
  },
};
