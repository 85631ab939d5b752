/** Changes the parameters by their gradient at a rate. */
export type Optimizer = (parameters: Float64Array, gradient: Float64Array, learningRate: number) => void;

/**
 * SGD with momentum and weight decay, as PyTorch's: v ← momentum·v + (g + weightDecay·θ), θ ← θ − η·v.
 *
 * @param length number of parameters
 */
export function momentumSgd(length: number, momentum = 0.9, weightDecay = 0): Optimizer {
  const velocity = new Float64Array(length);
  return (parameters, gradient, learningRate) => {
    for (let k = 0; k < length; k++) {
      velocity[k] = momentum * velocity[k]! + gradient[k]! + weightDecay * parameters[k]!;
      parameters[k]! -= learningRate * velocity[k]!;
    }
  };
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1), with PyTorch's defaults: θ ← θ − η·m̂/(√v̂ + ε).
 *
 * @param length number of parameters
 */
export function adam(length: number, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8): Optimizer {
  const first = new Float64Array(length);
  const second = new Float64Array(length);
  let correction1 = 1;
  let correction2 = 1;
  return (parameters, gradient, learningRate) => {
    correction1 *= beta1;
    correction2 *= beta2;
    const scale = learningRate / (1 - correction1);
    const root = Math.sqrt(1 - correction2);
    for (let k = 0; k < length; k++) {
      const g = gradient[k]!;
      first[k] = beta1 * first[k]! + (1 - beta1) * g;
      second[k] = beta2 * second[k]! + (1 - beta2) * g * g;
      parameters[k]! -= (scale * first[k]!) / (Math.sqrt(second[k]!) / root + epsilon);
    }
  };
}
