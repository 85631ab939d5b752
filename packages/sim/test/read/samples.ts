/** A small log in the manner of each text dialect, made up: what a reader must find in it. */
export interface Sample {
  readonly format: string;
  readonly text: string;
  readonly steps: readonly (readonly number[])[];
  readonly losses: readonly (readonly number[])[];
  readonly rates?: readonly (readonly number[] | null)[];
  readonly planned?: number;
}

export const samples: Readonly<Record<string, Sample>> = {
  'llm.c': {
    format: 'llmc',
    text: [
      'step    1/40 | loss 10.500000 (+nanz)| norm 2.1 (+nanz)| lr 1.00e-05 | 41.2 ms | 50.1% bf16 MFU | 12698 tok/s',
      'val loss 9.500000',
      'step    2/40 | loss 9.250000 (+nanz)| lError: a word from another process',
      'step    3/40 | loss      nan (+nanz)| norm    nan (+nanz)| lr 3.00e-05 | 41.2 ms | 50.1% bf16 MFU | 12698 tok/s',
      'step    4/40 | loss 8.12',
    ].join('\n'),
    steps: [[1, 2, 3]],
    losses: [[10.5, 9.25, NaN]],
    rates: [[1e-5, NaN, 3e-5]],
    planned: 40,
  },
  'early llm.c': {
    format: 'llmc',
    text: 'step    1/20: train loss 5.250000 (took 30.2 ms)\nstep    2/20: train loss 5.000000 (took 30.2 ms)\nstep    3/20: train loss 4.500000 (took 30.2 ms)\n',
    steps: [[1, 2, 3]],
    losses: [[5.25, 5, 4.5]],
    planned: 20,
  },
  'llm.c main.log': {
    format: 'llmc-terse',
    text: 's:0 tel:11.25\ns:0 trl:11.0 lr:0.000001 norm:14.9\ns:1 trl:10.5 lr:0.000002 norm:14.9\ns:1 eval:0.25\ns:2 trl:10.25 lr:0.000003 norm:1\n',
    steps: [[0, 1, 2]],
    losses: [[11, 10.5, 10.25]],
    rates: [[1e-6, 2e-6, 3e-6]],
  },
  nanoGPT: {
    format: 'nanogpt',
    text: '[rank0]: banner\nstep 0: train loss 10.9, val loss 10.9\niter 0: loss 10.5, time 2264.22ms, mfu -100.00%\niter 1: loss 10.25, time 263.56ms, mfu -100.00%\niter 2: loss nan, time 263.56ms, mfu 1.00%\n',
    steps: [[0, 1, 2]],
    losses: [[10.5, 10.25, NaN]],
  },
  'modded-nanogpt': {
    format: 'modded-nanogpt',
    text: 'import torch\nprint0(f"step:{step}/{n} train_loss:{loss:.4f}")\nstep:0/90 val_loss:10.8 train_time:0ms step_avg:nanms\nstep:1/90 train_loss:10.5 train_time:23ms step_avg:nanms\nstep:2/90 train_loss:10.25 train_time:46ms step_avg:23.5ms\nstep:3/90 train_loss:10 train_time:46ms step_avg:23.5ms\n',
    steps: [[1, 2, 3]],
    losses: [[10.5, 10.25, 10]],
    planned: 90,
  },
  'build-nanogpt': {
    format: 'build-nanogpt',
    text: 'using device: cuda\nvalidation loss: 10.9\nstep     0 | loss: 10.500000 | lr: 6.0000e-05 | norm: 27.0 | dt: 100.00ms\nstep     1 | loss: 10.250000 | lr: 1.2000e-04 | norm: 27.0 | dt: 100.00ms\nstep     2 | loss: 10.000000 | lr: 1.8000e-04 | norm: 27.0 | dt: 100.00ms\n',
    steps: [[0, 1, 2]],
    losses: [[10.5, 10.25, 10]],
    rates: [[6e-5, 1.2e-4, 1.8e-4]],
  },
  'build-nanogpt log.txt': {
    format: 'build-nanogpt',
    text: '0 val 10.9000\n0 hella 0.2500\n0 train 10.500000\n1 train 10.250000\n2 train 10.125000\n',
    steps: [[0, 1, 2]],
    losses: [[10.5, 10.25, 10.125]],
  },
  Megatron: {
    format: 'megatron',
    text: [1, 2, 3]
      .map(
        (i) =>
          `31:  [2026-07-15 06:03:51.27] iteration        ${i}/      50 | consumed samples:          336 | elapsed time per iteration (ms): 106530.6 | learning rate: ${i}.000000E-07 | global batch size:   336 | lm loss: 1.2${i}E+01 | load_balancing_loss: 1.1E+00 | loss scale: 1.0 | grad norm: 1.491 | number of nan iterations:   0 |\n validation loss at iteration ${i} | lm loss value: 3.2E+00 | lm loss PPL: 2.1E+01 |\n`,
      )
      .join(''),
    steps: [[1, 2, 3]],
    losses: [[12.1, 12.2, 12.3]],
    rates: [[1e-7, 2e-7, 3e-7]],
    planned: 50,
  },
  'GPT-NeoX': {
    format: 'megatron',
    text: [10, 20, 30]
      .map(
        (i) =>
          ` samples/sec: 7.51 | iteration       ${i}/     320 | elapsed time per iteration (ms): 500.1 | learning rate: 6.000E-05 | approx flops per GPU: 1.1TFLOPS | lm_loss: 9.5${i}E+00 | number of skipped iterations:   0 | number of nan iterations:   0 |\n`,
      )
      .join(''),
    steps: [[10, 20, 30]],
    losses: [[9.51, 9.52, 9.53]],
    rates: [[6e-5, 6e-5, 6e-5]],
    planned: 320,
  },
  'DeepSpeed-Chat': {
    format: 'deepspeed',
    text: [
      '[2023-04-18 01:46:59,142] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=6, lr=[9.6e-06, 9.6e-06], mom=[(0.9, 0.95)]',
      ...[0, 1, 2].map(
        (i) => `epoch: 0|step: ${i}|ppo_ep: 1|act_loss: -0.${i + 1}25|cri_loss: 0.17|unsuper_loss: 0.0`,
      ),
      'epoch: 1|step: 0|ppo_ep: 1|act_loss: 0.5|cri_loss: 0.17|unsuper_loss: 0.0',
      'epoch: 1|step: 1|ppo_ep: 1|act_loss: 0.25|cri_loss: 0.17|unsuper_loss: 0.0',
    ].join('\n'),
    steps: [[0, 1, 2, 3, 4]],
    losses: [[-0.125, -0.225, -0.325, 0.5, 0.25]],
  },
  Caffe: {
    format: 'caffe',
    text: [
      'max_iter: 300',
      'I0821 09:24:02.895431  5405 solver.cpp:359]     Test net output #0: loss = 2.3 (* 1 = 2.3 loss)',
      'I0821 09:24:02.895431  5405 solver.cpp:222] Iteration 0, loss = 2.5',
      'I0821 09:24:02.895431  5405 sgd_solver.cpp:106] Iteration 0, lr = 0.01',
      'I0821 09:24:02.895431  5405 solver.cpp:222] Iteration 100 (5.3 iter/s, 18.8s/100 iters), loss = 1.5',
      'I0821 09:24:02.895431  5405 sgd_solver.cpp:106] Iteration 100, lr = 0.001',
      'I0821 09:24:02.895431  5405 solver.cpp:222] Iteration 200, loss = -nan',
      '',
    ].join('\r\n'),
    steps: [[0, 100, 200]],
    losses: [[2.5, 1.5, NaN]],
    rates: [[0.01, 0.001, NaN]],
    planned: 300,
  },
  fairseq: {
    format: 'fairseq',
    text: [1, 2, 3]
      .map(
        (i) =>
          `2022-04-08 18:48:05 | INFO | train_inner | epoch 001:  ${i}00 / 479 loss=${10 - i}.5, nll_loss=9.1, ppl=500, wps=5, num_updates=${i}00, lr=${i}.25e-06, gnorm=1, loss_scale=128\n`,
      )
      .concat(
        '2022-04-08 18:58:05 | INFO | train | epoch 001 | loss 7.9 | nll_loss 7 | num_updates 479 | lr 7.5e-06\n',
      )
      .join(''),
    steps: [[100, 200, 300]],
    losses: [[9.5, 8.5, 7.5]],
    rates: [[1.25e-6, 2.25e-6, 3.25e-6]],
  },
  'PyTorch example': {
    format: 'pytorch-meters',
    text: [
      'Epoch: [0][ 0/20]\tTime  1.657 ( 1.776)\tData  0.1 ( 0.1)\tLoss 2.5000e+00 (2.7301e+00)\tAcc@1  10.00 ( 12.00)',
      'Epoch: [0][10/20]\tTime  1.657 ( 1.776)\tData  0.1 ( 0.1)\tLoss 2.2500e+00 (2.7301e+00)\tAcc@1  10.00 ( 12.00)',
      'Test: [ 0/10]\tTime  0.657 ( 0.776)\tLoss 2.6e+00 (2.6e+00)\tAcc@1  10.00',
      'Epoch: [1][ 0/20]\tTime  1.657 ( 1.776)\tData  0.1 ( 0.1)\tLoss 2.0000e+00 (2.7301e+00)\tAcc@1  10.00 ( 12.00)',
    ].join('\n'),
    steps: [[0, 10, 20]],
    losses: [[2.5, 2.25, 2]],
  },
  'word language model': {
    format: 'pytorch-meters',
    text: [200, 400, 600]
      .map(
        (i) =>
          `| epoch   1 |   ${i}/ 2983 batches | lr 20.0000 | ms/batch 11.43 | loss  ${i / 100}.25 | ppl 508.49\n`,
      )
      .join('')
      .concat('| end of epoch   1 | time: 36.10s | valid loss  5.50 | valid ppl 244.69\n'),
    steps: [[200, 400, 600]],
    losses: [[2.25, 4.25, 6.25]],
    rates: [[20, 20, 20]],
  },
  MNIST: {
    format: 'pytorch-meters',
    text: 'Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.25\nTrain Epoch: 1 [640/60000 (1%)]\tLoss: 1.75\nTrain Epoch: 2 [0/60000 (0%)]\tLoss: 1.5\n\nTest set: Average loss: 0.05, Accuracy: 9832/10000 (98%)\n',
    steps: [[0, 640, 60_000]],
    losses: [[2.25, 1.75, 1.5]],
  },
  timm: {
    format: 'pytorch-meters',
    text: [0, 50, 100]
      .map(
        (i) =>
          `Train: 0 [${String(i).padStart(4)}/1251 (  ${i / 50}%)]  Loss: 6.${i + 10} (6.95)  Time: 1.2s, 800/s  LR: 1.000e-06  Data: 0.9\n`,
      )
      .join(''),
    steps: [[0, 50, 100]],
    losses: [[6.1, 6.6, 6.11]],
    rates: [[1e-6, 1e-6, 1e-6]],
  },
  torchvision: {
    format: 'torchvision-meters',
    text: [0, 10, 20]
      .map(
        (i) =>
          `Epoch: [0]  [${i}/60]  eta: 0:00:25  lr: 0.001004  loss: ${8 - i / 10}.2500 (8.2773)  loss_classifier: 0.7230 (0.7230)  time: 4.2  data: 0.1  max mem: 300\n`,
      )
      .concat('Test:  [ 0/50]  eta: 0:00:25  loss: 1.1 (1.1)  time: 1\n')
      .join(''),
    steps: [[0, 10, 20]],
    losses: [[8.25, 7.25, 6.25]],
    rates: [[0.001004, 0.001004, 0.001004]],
  },
  'mmengine text': {
    format: 'mmengine-text',
    text: [
      '2023/06/05 20:10:13 - mmengine - INFO - Epoch(train)   [1][1/3]  base_lr: 1.0e-04 lr: 4.0e-08  eta: 4:59:11  time: 0.5  data_time: 0.1  memory: 9  loss: 0.50  loss_cls: 0.2',
      '2023/06/05 20:10:14 - mmengine - INFO - Epoch(train)   [1][2/3]  base_lr: 1.0e-04 lr: 5.0e-08  eta: 4:59:11  time: 0.5  data_time: 0.1  memory: 9  loss: 0.25  loss_cls: 0.2',
      '2023/06/05 20:10:15 - mmengine - INFO - Epoch(val)   [1][3/3]    coco/bbox_mAP: 0.0  data_time: 0.1',
      '2023/06/05 20:10:16 - mmengine - INFO - Epoch(train)   [2][1/3]  base_lr: 1.0e-04 lr: 6.0e-08  eta: 4:59:11  time: 0.5  data_time: 0.1  memory: 9  loss: 0.125  loss_cls: 0.2',
    ].join('\n'),
    steps: [[1, 2, 4]],
    losses: [[0.5, 0.25, 0.125]],
    rates: [[4e-8, 5e-8, 6e-8]],
  },
  mmcv: {
    format: 'mmengine-text',
    text: [50, 100, 150]
      .map(
        (i) =>
          `2021-06-05 20:10:13,123 - mmseg - INFO - Iter [${i}/160000]\tlr: 9.9e-03, eta: 1 day, 3:00:00, time: 0.6, data_time: 0.01, memory: 900, decode.loss_ce: 2.1, loss: ${i / 100}\n`,
      )
      .join(''),
    steps: [[50, 100, 150]],
    losses: [[0.5, 1, 1.5]],
    rates: [[0.0099, 0.0099, 0.0099]],
    planned: 160_000,
  },
  darknet: {
    format: 'darknet',
    text: 'Loaded: 0.00 seconds\n 1: 12.5, 12.5 avg loss, 0.0010 rate, 3.1 seconds, 64 images\n 2: 11.25, 12.4 avg loss, 0.0010 rate, 3.1 seconds, 128 images, 1.2 hours left\n 3: -nan, -nan avg, 0.0020 rate, 3.1 seconds, 192 images\n',
    steps: [[1, 2, 3]],
    losses: [[12.5, 11.25, NaN]],
    rates: [[0.001, 0.001, 0.002]],
  },
  'Keras bar': {
    format: 'keras-bar',
    text: 'Epoch 1/2\n\r1/4 [>....] - ETA: 0s - loss: 2.5 - accuracy: 0.1\r2/4 [==>..] - ETA: 0s - loss: 2.25 - accuracy: 0.1\b\b\b\b4/4 [=====] - 1s 2ms/step - loss: 2.0 - accuracy: 0.2\r4/4 [=====] - 1s 2ms/step - loss: 2.0 - accuracy: 0.2 - val_loss: 3.5 - lr: 0.01\nEpoch 2/2\n4/4 ━━━━━━━━ 1s 2ms/step - accuracy: 0.2 - loss: 1.5\n',
    steps: [[1, 2, 4, 8]],
    losses: [[2.5, 2.25, 2, 1.5]],
  },
  'names and numbers': {
    format: 'key-value',
    text: 'Epoch [1/5], Step [100/300], Loss: 0.5\nEpoch [1/5], Step [200/300], Loss: 0.25\nEpoch [1/5], Step [300/300], Loss: 0.125\nEpoch [2/5], Step [100/300], Loss: 0.0625\n',
    steps: [[100, 200, 300, 400]],
    losses: [[0.5, 0.25, 0.125, 0.0625]],
  },
  'Hugging Face console': {
    format: 'key-value',
    text: "{'loss': 2.5, 'grad_norm': 1.5, 'learning_rate': 5e-05, 'epoch': 0.01}\n{'loss': 2.25, 'grad_norm': 1.5, 'learning_rate': 4e-05, 'epoch': 0.02}\n{'eval_loss': 2.2, 'epoch': 0.02}\n{'loss': 2.0, 'grad_norm': 1.5, 'learning_rate': 3e-05, 'epoch': 0.03}\n",
    steps: [[0, 1, 2]],
    losses: [[2.5, 2.25, 2]],
    rates: [[5e-5, 4e-5, 3e-5]],
  },
  'detectron2 console': {
    format: 'key-value',
    text: [19, 39, 59]
      .map(
        (i) =>
          `[06/05 20:10:13 d2.utils.events]:  eta: 0:17:08  iter: ${i}  total_loss: ${i}.5  loss_cls: 0.58  loss_box_reg: 0.79  time: 0.35  lr: 4.7e-05  max_mem: 2000M\n`,
      )
      .join(''),
    steps: [[19, 39, 59]],
    losses: [[19.5, 39.5, 59.5]],
    rates: [[4.7e-5, 4.7e-5, 4.7e-5]],
  },
  'a console log with validations': {
    format: 'key-value',
    text: 'Step 0 -- Train loss: 2.5, Train Acc: 0.5\nStep 0 -- Val loss: 2.75, Val Acc: 0.5\nStep 10 -- Train loss: 2.25, Train Acc: 0.5\nValidation: step 10, loss 9.5\n',
    steps: [[0, 10]],
    losses: [[2.5, 2.25]],
  },
};
