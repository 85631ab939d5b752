/** A log that can be made at any length: what it begins with, and what it says of record i, from 1. */
export interface Kind {
  readonly header?: string;
  readonly record: (i: number, loss: string) => string;
  /** Numbers that are no text log: no other output stands between their lines. */
  readonly isTable?: boolean;
}

const stamp = (i: number) =>
  `2024-01-05 ${String(Math.floor(i / 3600) % 24).padStart(2, '0')}:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;

/** Logs in the manner of the trainers that people have most of, a record a line unless the trainer prints more. */
export const kinds: Readonly<Record<string, Kind>> = {
  insightface: {
    record: (i, loss) =>
      `Training: ${stamp(i)},747-Speed 744.40 samples/sec   Loss ${loss}   LearningRate 0.020000   Epoch: 0   Global Step: ${i}   Fp16 Grad Scale: 16384   Required: 42 hours\n`,
  },
  llmc: {
    record: (i, loss) =>
      `step ${String(i).padStart(4)}/99999999 | loss ${loss} (+0.12z)| norm 2.1589 (+0.30z)| lr 1.89e-05 | 4128.93 ms | 57.6% bf16 MFU | 126980 tok/s\n`,
  },
  'llmc-terse': { record: (i, loss) => `s:${i} trl:${loss} lr:0.000600 norm:0.31\n` },
  nanogpt: { record: (i, loss) => `iter ${i}: loss ${loss}, time 311.05ms, mfu 107.90%\n` },
  'modded-nanogpt': {
    record: (i, loss) => `step:${i}/99999999 train_loss:${loss} train_time:${i * 24}ms step_avg:24.65ms\n`,
  },
  'build-nanogpt': {
    record: (i, loss) =>
      `step ${String(i).padStart(5)} | loss: ${loss} | lr: 6.0000e-04 | norm: 0.3143 | dt: 338.02ms | tok/sec: 1551040.21\n`,
  },
  megatron: {
    record: (i, loss) =>
      `[${stamp(i)}] iteration ${String(i).padStart(8)}/ 9999999 | consumed samples: ${String(i * 512).padStart(12)} | elapsed time per iteration (ms): 1065.6 | learning rate: 1.500000E-04 | global batch size:   512 | lm loss: ${loss}E+00 | loss scale: 1.0 | grad norm: 0.391 | number of skipped iterations:   0 | number of nan iterations:   0 |\n`,
  },
  caffe: {
    record: (i, loss) =>
      `I0821 09:24:02.895431  5405 solver.cpp:222] Iteration ${i * 100}, loss = ${loss}\nI0821 09:24:02.895431  5405 solver.cpp:238]     Train net output #0: loss = ${loss} (* 1 = ${loss} loss)\nI0821 09:24:02.895431  5405 sgd_solver.cpp:106] Iteration ${i * 100}, lr = 0.003\n`,
  },
  'deepspeed-chat': {
    record: (i, loss) =>
      `epoch: 0|step: ${i}|ppo_ep: 1|act_loss: ${loss}|cri_loss: 0.17138671875|unsuper_loss: 0.0\naverage reward score: 3.25\n-------------------------------------------------------------------------------------\n`,
  },
  fairseq: {
    record: (i, loss) =>
      `${stamp(i)} | INFO | train_inner | epoch ${String(1 + Math.floor(i / 1e5)).padStart(3, '0')}: ${String(i % 1e5).padStart(6)} / 100000 loss=${loss}, nll_loss=9.1, ppl=500.12, wps=35012.4, ups=2.51, wpb=13942.1, bsz=512.4, num_updates=${i}, lr=3.125e-06, gnorm=1.284, loss_scale=128, train_wall=40, wall=52\n`,
  },
  'fairseq-json': {
    record: (i, loss) =>
      `[${stamp(i)},372][train_inner][INFO] - {"epoch": 1, "update": ${i / 1e6}, "loss": "${loss}", "ntokens": "150528", "nsentences": "540.1", "prob_perplexity": "210.5", "wps": "11254", "ups": "0.74", "num_updates": "${i}", "lr": "3.125e-06", "gnorm": "1.284", "loss_scale": "64", "wall": "512"}\n`,
  },
  'mmengine-text': {
    record: (i, loss) =>
      `${stamp(i)} - mmengine - INFO - Epoch(train)   [${1 + Math.floor((i - 1) / 5000)}][${String(1 + ((i - 1) % 5000)).padStart(4)}/5000]  base_lr: 1.0000e-04 lr: 4.0040e-08  eta: 4:59:11  time: 0.4985  data_time: 0.0123  memory: 9012  grad_norm: 8.1243  loss: ${loss}  loss_cls: 0.2104  loss_bbox: 0.3125\n`,
  },
  'pytorch-meters': {
    record: (i, loss) =>
      `Epoch: [${Math.floor((i - 1) / 5000)}][${String((i - 1) % 5000).padStart(4)}/5000]\tTime  1.657 ( 1.776)\tData  0.012 ( 0.031)\tLoss ${loss} (${loss})\tAcc@1  10.55 ( 12.13)\tAcc@5  30.08 ( 31.24)\n`,
  },
  'torchvision-meters': {
    record: (i, loss) =>
      `Epoch: [${Math.floor((i - 1) / 5000)}]  [${String((i - 1) % 5000).padStart(4)}/5000]  eta: 0:00:25  lr: 0.001004  loss: ${loss} (${loss})  loss_classifier: 0.7230 (0.7230)  loss_box_reg: 0.1230 (0.1230)  time: 0.4202  data: 0.0112  max mem: 3012\n`,
  },
  'keras-bar': {
    record: (i, loss) =>
      `${i % 5000 === 1 ? `Epoch ${1 + Math.floor((i - 1) / 5000)}/9999\n` : ''}\r${String(1 + ((i - 1) % 5000)).padStart(4)}/5000 [=======>......................] - ETA: 42s - loss: ${loss} - accuracy: 0.3125${i % 5000 === 0 ? '\n' : ''}`,
  },
  darknet: {
    record: (i, loss) =>
      ` ${i}: ${loss}, ${loss} avg loss, 0.001000 rate, 3.104512 seconds, ${i * 64} images, 12.312 hours left\nLoaded: 0.000041 seconds\n`,
  },
  espnet: {
    record: (i, loss) =>
      `[host:0/1] ${stamp(i)},123 (trainer:732) INFO: ${1 + Math.floor((i - 1) / 5000)}epoch:train:${1 + 50 * ((i - 1) % 5000)}-${50 * (1 + ((i - 1) % 5000))}batch: iter_time=1.214e-04, forward_time=0.143, loss_att=60.123, acc=0.212, loss=${loss}, backward_time=0.192, grad_norm=5.12, clip=100.000, loss_scale=1, optim_step_time=0.051, optim0_lr0=1.250e-06, train_time=0.512\n`,
  },
  xgboost: { record: (i, loss) => `[${i}]\ttrain-logloss:${loss}\teval-logloss:0.693147\n` },
  'step, loss, lr': {
    record: (i, loss) =>
      `${stamp(i)} INFO train: step ${i}/99999999, loss: ${loss}, lr: 3.000e-04, grad_norm: 0.412, tokens/s: 51234\n`,
  },
  'epoch and step': {
    record: (i, loss) =>
      `Epoch [${1 + Math.floor((i - 1) / 5000)}/9999], Step [${1 + ((i - 1) % 5000)}/5000], Loss: ${loss}\n`,
  },
  'Hugging Face console': {
    record: (i, loss) =>
      `{'loss': ${loss}, 'grad_norm': 1.2847, 'learning_rate': 4.995e-05, 'epoch': ${(i / 1e5).toFixed(2)}}\n`,
  },
  'detectron2 console': {
    record: (i, loss) =>
      `[01/05 16:09:47 d2.utils.events]:  eta: 1 day, 0:17:08  iter: ${20 * i - 1}  total_loss: ${loss}  loss_cls: 0.5812  loss_box_reg: 0.7912  loss_rpn_cls: 0.0412  loss_rpn_loc: 0.0312    time: 0.3512  last_time: 0.3412  data_time: 0.0112  last_data_time: 0.0098   lr: 4.7952e-05  max_mem: 2871M\n`,
  },
  'tqdm bars': {
    record: (i, loss) =>
      `steps:  42%|████▏     | ${i}/99999999 [1:10:10<4:26:30,  3.10it/s, avr_loss=${loss}, lr=0.0001]\r`,
  },
  'step,lr,loss': {
    header: 'step,lr,loss\n',
    record: (i, loss) => `${i},0.0003,${loss}\n`,
    isTable: true,
  },
  'Lightning metrics.csv': {
    header: 'epoch,grad_norm,lr-AdamW,step,train_acc,train_loss_epoch,train_loss_step,val_acc,val_loss\n',
    record: (i, loss) =>
      i % 200 === 0
        ? `${Math.floor(i / 200)},,,${50 * i - 1},,2.5,,0.512,9.5\n`
        : `${Math.floor(i / 200)},1.2847,0.0003,${50 * i - 1},0.512,,${loss},,\n`,
    isTable: true,
  },
  'mmengine scalars.json': {
    record: (i, loss) =>
      `{"lr": 0.0003, "data_time": 0.0123, "loss": ${loss}, "loss_cls": 0.2104, "loss_bbox": 0.3125, "time": 0.4985, "epoch": ${1 + Math.floor(i / 5000)}, "iter": ${i}, "memory": 9012, "step": ${i}}\n`,
    isTable: true,
  },
  'W&B history': {
    record: (i, loss) =>
      `{"_runtime":${i},"_step":${i},"_timestamp":1700000000.5,"train/loss":${loss},"train/learning_rate":0.0003,"train/epoch":0.5,"train/global_step":${i}}\n`,
    isTable: true,
  },
};

/** What trainers print between their records: about one line in six. */
export const chatter: readonly string[] = [
  '2024-01-05 16:09:47,747 INFO: saving the checkpoint to /data/runs/exp-0012/checkpoint-12000/model.safetensors\n',
  '/opt/conda/lib/python3.10/site-packages/torch/utils/checkpoint.py:429: UserWarning: torch.utils.checkpoint: please pass in use_reentrant=True or use_reentrant=False explicitly.\n',
  'node-12:4711:4913 [0] NCCL INFO Channel 00/02 : 0[1a0] -> 1[1b0] via P2P/IPC/read\n',
];
