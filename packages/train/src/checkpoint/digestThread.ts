import { parentPort, workerData } from 'node:worker_threads';
import { digest } from './fileDigest.js';

parentPort!.postMessage(await digest(workerData as string));
