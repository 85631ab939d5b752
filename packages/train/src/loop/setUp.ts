import type { FaceSet } from '../faces/dataset.js';
import { createHead, type Head } from '../head/createHead.js';
import { combinedMargin } from '../head/margin.js';
import { createModel, type Model, type ModelName } from '../model/createModel.js';
import type { UniformSource } from '../model/initialise.js';
import { WeightAverage } from '../model/weightAverage.js';
import { adamw } from '../optimizer/adamw.js';
import type { Optimizer } from '../optimizer/optimizer.js';
import { sgd } from '../optimizer/sgd.js';
import { Random } from '../random.js';
import { threadedModel } from '../threads/threadedModel.js';
import type { RunConfig } from './runConfig.js';

/** What is trained, and by what. */
export interface TrainingParts {
  readonly model: Model;
  readonly head: Head;
  readonly optimizer: Optimizer;
  /** The average of the network's weights, if there is to be one. */
  readonly average: WeightAverage | null;
  /** Names the random numbers of a step, so that a run that goes on draws those of an uninterrupted one. */
  beginStep(step: number): void;
  dispose(): void;
}

/**
 * Makes network, head and optimiser as a config says. The seed alone decides the starting weights.
 *
 * @throws RangeError naming an option that is not possible; Error where a thread does not start
 */
export async function setUp(config: RunConfig, faces: FaceSet): Promise<TrainingParts> {
  const { seed, embeddingSize } = config;
  const single = createModel(config.model as ModelName, {
    random: new Random(seed, 'model'),
    embeddingSize,
    imageSize: faces.imageSize,
  });
  const model = await threadedModel(single, config.threads);
  const random = new StepRandom(seed);
  const head = createHead({
    classes: faces.classes,
    embeddingSize,
    margin: combinedMargin(config.margin),
    scale: config.scale,
    gradient: config.gradient,
    sampleRate: config.sampleRate,
    interclassFilter: config.interclassFilter,
    random,
  });
  const { weightDecay, momentum } = config;
  const groups = [
    { name: 'backbone', parameters: model.parameters, maxGradientNorm: config.clipNorm },
    { name: 'head', parameters: head.parameters },
  ];
  const optimizer =
    config.optimizer === 'adamw' ? adamw({ groups, weightDecay }) : sgd({ groups, momentum, weightDecay });
  const average = config.emaDecay === 0 ? null : new WeightAverage(model, config.emaDecay);
  return {
    model,
    head,
    optimizer,
    average,
    beginStep: (step) => random.begin(step),
    dispose() {
      for (const part of [model, head, optimizer, average?.model]) part?.dispose();
    },
  };
}

/** Random numbers of the head: a stream for its starting weights, then one for each step. */
class StepRandom implements UniformSource {
  #random: Random;

  constructor(private readonly seed: number) {
    this.#random = new Random(seed, 'head');
  }

  begin(step: number): void {
    this.#random = new Random(this.seed, 'step', step);
  }

  next(): number {
    return this.#random.next();
  }
}
