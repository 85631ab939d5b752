const barWidth = 24;

/**
 * Shows on standard error how far a long work is: from the second second on, a few times a second, and only on a
 * terminal. Calling it costs a clock reading.
 */
export function progressLine(label: string): { update(share: number): void; done(): void } {
  const started = performance.now();
  let shown = 0;
  return {
    update(share) {
      const now = performance.now();
      if (!process.stderr.isTTY || now - started < 1000 || now - shown < 200) return;
      shown = now;
      const left = Math.round(((now - started) * (1 - share)) / share / 1000);
      const full = Math.round(barWidth * share);
      const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
      process.stderr.write(`\r\u001b[K${label} ${bar} ${Math.floor(100 * share)} %, ${left} s left`);
    },
    done() {
      if (shown > 0) process.stderr.write('\r\u001b[K');
    },
  };
}
