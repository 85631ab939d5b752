import type { FaceSet, PairSet } from '../faces/dataset.js';
import { createModel, type Model, type ModelName } from '../model/createModel.js';
import { Random } from '../random.js';
import { ofRun } from '../recognise/thresholdFile.js';
import type { Embedder } from '../verify/embedder.js';
import { rawPixels } from '../verify/rawPixels.js';
import { type PairVerification, verifyPairs } from '../verify/verifyPairs.js';
import type { Progress } from './progress.js';
import type { RunConfig } from './runConfig.js';
import { unseenPairs } from './unseenPairs.js';
import { embedderOf, percent, type VerificationRow, valOf } from './verification.js';

export interface VerifiedRun {
  readonly config: RunConfig;
  readonly faces: FaceSet;
  readonly model: Model;
  /** Of its weights. */
  readonly average: Model | null;
  /** Sets to verify on, besides generated ones. */
  readonly sets: readonly PairSet[];
  /** Generated pairs of unseen people, for a run on generated faces. */
  readonly pairs: number;
  readonly progress: Progress;
}

/** Networks on one set. */
export interface Comparison {
  readonly set: PairSet;
  readonly rows: readonly VerificationRow[];
}

/** Verifies a run's network while it is trained, and at the end beside what there was without training. */
export class RunVerification {
  #sets: readonly PairSet[] | null = null;
  #last: { readonly step: number; readonly comparisons: readonly Comparison[] } | null = null;

  constructor(private readonly run: VerifiedRun) {}

  /** The network after `step` updates, on each set. */
  async measure(step: number): Promise<readonly Comparison[]> {
    if (this.#last?.step === step) return this.#last.comparisons;
    const { model, average } = this.run;
    const comparisons = await this.#compare([
      [ofRun.trained, embedderOf(model)],
      ...(average === null ? [] : [[ofRun.averaged, embedderOf(average)] as const]),
    ]);
    this.#last = { step, comparisons };
    return comparisons;
  }

  /** Beside it the pixels themselves, and where asked for the network before training. */
  async compare(step: number, withUntrained: boolean): Promise<readonly Comparison[]> {
    const measured = await this.measure(step);
    const untrained = withUntrained ? this.#untrained() : null;
    try {
      const others = await this.#compare([
        ['raw pixels', rawPixels],
        ...(untrained === null ? [] : [[this.#nameOfUntrained, embedderOf(untrained)] as const]),
      ]);
      return measured.map(({ set, rows }, index) => ({ set, rows: [...others[index]!.rows, ...rows] }));
    } finally {
      untrained?.dispose();
    }
  }

  async #compare(networks: readonly (readonly [string, Embedder])[]): Promise<Comparison[]> {
    const { progress } = this.run;
    this.#sets ??= [...(await this.#unseen()), ...this.run.sets];
    const comparisons: Comparison[] = [];
    let part = 0;
    const parts = this.#sets.length * networks.length;
    for (const set of this.#sets) {
      const rows: VerificationRow[] = [];
      for (const [name, embedder] of networks) {
        const onProgress = (done: number, total: number) =>
          progress.share('verifying', (part + done / total) / parts);
        rows.push({ name, result: await verifyPairs(set, embedder, { onProgress }) });
        part++;
      }
      comparisons.push({ set, rows });
    }
    return comparisons;
  }

  async #unseen(): Promise<readonly PairSet[]> {
    const { config, faces, pairs, progress } = this.run;
    if (!config.data.sources.includes('generated') || pairs === 0) return [];
    const { difficulty, style } = config.data.generated;
    const look = { difficulty, style, seed: config.seed, imageSize: faces.imageSize, pairs };
    const onProgress = (done: number, total: number) => progress.share('drawing unseen faces', done / total);
    return [await unseenPairs(look, { onProgress })];
  }

  get #nameOfUntrained(): string {
    return this.run.config.weights === null ? 'untrained network' : 'network with random weights';
  }

  #untrained(): Model {
    const { name, embeddingSize, imageSize } = this.run.model;
    const random = new Random(this.run.config.seed, 'model');
    return createModel(name as ModelName, { random, embeddingSize, imageSize });
  }
}

/** The figure by which the best checkpoint is chosen, of the average of the weights if there is one; null if there is no set. */
export const meanAccuracy = (comparisons: readonly Comparison[]): number | null =>
  comparisons.length === 0
    ? null
    : comparisons.reduce((sum, { rows }) => sum + rows.at(-1)!.result.accuracy, 0) / comparisons.length;

/** The content of `verification.json`. */
export const verificationJson = (comparisons: readonly Comparison[]): readonly object[] =>
  comparisons.flatMap(({ rows }) =>
    rows.map(({ name, result: { skipped, ...result } }) => ({ network: name, ...result })),
  );

/** A line for a verification in training. */
export const verificationLine = (step: number, what: string, result: PairVerification): string =>
  `step ${step}: ${what}: accuracy ${percent(result.accuracy)} ± ${percent(result.accuracyStd)} %, ` +
  `VAL ${valOf(result)} %, XNorm ${result.xnorm.toFixed(2)}`;
