declare module 'convnetjs' {
  export class Vol {
    constructor(values: readonly number[]);
    w: Float64Array;
  }
  export class Net {
    makeLayers(definition: readonly object[]): void;
    getParamsAndGrads(): { params: Float64Array }[];
    forward(x: Vol): Vol;
  }
  export class Trainer {
    constructor(net: Net, options: object);
    learning_rate: number;
    readonly batch_size: number;
    readonly method: string;
    readonly k: number;
    train(x: Vol, y: number): { cost_loss: number };
  }
}

declare module 'synaptic' {
  class Perceptron {
    constructor(...sizes: number[]);
    toJSON(): object;
    activate(input: readonly number[]): number[];
  }
  export const Architect: { Perceptron: typeof Perceptron };
  export class Trainer {
    constructor(network: Perceptron);
    train(
      set: readonly { input: readonly number[]; output: readonly number[] }[],
      options: object,
    ): { error: number; iterations: number };
  }
}
