import { boosting } from './boosting.js';
import { buildNanogpt } from './buildNanogpt.js';
import { caffe } from './caffe.js';
import { darknet } from './darknet.js';
import { deepspeed } from './deepspeed.js';
import type { Dialect } from './dialect.js';
import { espnet } from './espnet.js';
import { fairseq } from './fairseq.js';
import { insightface } from './insightface.js';
import { kerasBar } from './kerasBar.js';
import { llmc } from './llmc.js';
import { llmcTerse } from './llmcTerse.js';
import { megatron } from './megatron.js';
import { pytorchMeters, torchvisionMeters } from './meters.js';
import { mmengineText } from './mmengineText.js';
import { moddedNanogpt } from './moddedNanogpt.js';
import { nanogpt } from './nanogpt.js';
import { yoloText } from './yoloText.js';

/** Every text dialect, the more particular first. */
export const dialects: readonly Dialect[] = [
  insightface,
  llmc,
  llmcTerse,
  nanogpt,
  moddedNanogpt,
  buildNanogpt,
  megatron,
  caffe,
  fairseq,
  mmengineText,
  torchvisionMeters,
  pytorchMeters,
  kerasBar,
  darknet,
  deepspeed,
  yoloText,
  espnet,
  boosting,
];
