/**
 * Notes how long it took from an input to the picture: called in an animation frame after the drawing, it measures up to
 * the first task after that frame, when it has been handed to the screen. See it with
 * `performance.getEntriesByName('fastface input to paint')`.
 */
export function onPaint(since: number): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    performance.clearMeasures('fastface input to paint');
    performance.measure('fastface input to paint', { start: since });
  };
  port2.postMessage(null);
}
