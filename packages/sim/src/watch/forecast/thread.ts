import type { Segment } from '../../trace.js';
import { type Forecast, forecast } from './forecast.js';

export interface ForecastTask {
  readonly segment: Segment;
  readonly lastStep: number;
}

/** What a thread of the pool runs. */
export default ({ segment, lastStep }: ForecastTask): Forecast => forecast(segment, lastStep);
