import { fastface as core } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { alerts } from '../../src/watch/alerts.js';
import { serve } from '../../src/watch/serve.js';
import type { WatchOutput } from '../../src/watch/watchLog.js';
import { watchPosts } from '../../src/watch/watchPosts.js';

const settings = {
  scheduler: 'fastface',
  set: ['patience=20', 'alpha=0.5', 'beta=0.5'],
  learningRate: 0.1,
  totalSteps: null,
  beginsWith: 1,
};

describe('fastface watch --serve', () => {
  test('answers losses with what the scheduler decides, and tells the events', async () => {
    const outputs: WatchOutput[] = [];
    const onLoss = watchPosts({ settings, outputs, saved: null, save: null });
    const server = await serve({ host: '127.0.0.1', port: 0, token: null, onLoss });
    outputs.push(server);
    const post = async (body: string) => {
      const response = await fetch(`${server.address}/loss`, { method: 'POST', body });
      return [response.status, (await response.json()) as Record<string, number | string>] as const;
    };
    try {
      expect((await fetch(`${server.address}/rate`)).status).toBe(503);
      const scheduler = core({ learningRate: 0.1, patience: 20, alpha: 0.5, beta: 0.5 });
      let state = scheduler.init();
      for (let i = 0; i < 60; i++) {
        state = scheduler.step(state, 3 - Math.min(i, 5) / 10);
        const [status, rate] = await post(JSON.stringify({ loss: 3 - Math.min(i, 5) / 10 }));
        expect([status, rate.learningRate, rate.iteration]).toEqual([200, state.learningRate, i + 1]);
      }
      expect(state.learningRate).toBeLessThan(0.1);
      const rate = (await (await fetch(`${server.address}/rate`)).json()) as { step: number };
      expect(rate.step).toBe(60);
      for (const body of ['', '[1]', '{"loss": "3"}', '{"loss": 1, "step": 0.5}', 'x'.repeat(1 << 17)])
        expect((await post(body))[0]).toBe(400);
      const events = await fetch(`${server.address}/events`, { headers: { 'last-event-id': '1' } });
      const reader = events.body!.getReader();
      let text = '';
      while (!text.includes('event: decision')) text += new TextDecoder().decode((await reader.read()).value);
      expect(text).toMatch(/^: events of fastface watch\n\nid: 2\nevent: \w+\ndata: \{"n":2,/);
      await reader.cancel();
    } finally {
      await server.close();
    }
  });

  test('refuses pages in a browser, other names of this machine, and whoever has no token', async () => {
    const open = await serve({ host: '127.0.0.1', port: 0, token: null, onLoss: null });
    const closed = await serve({
      host: '127.0.0.1',
      port: 0,
      token: 'a secret of some length',
      onLoss: null,
    });
    const status = async (url: string, headers: Record<string, string>, method = 'GET') =>
      (await fetch(url, { headers, method })).status;
    try {
      expect(await status(`${open.address}/rate`, { origin: 'https://example.org' })).toBe(403);
      expect(await status(`${open.address}/loss`, {}, 'POST')).toBe(409);
      expect(await status(`${open.address}/other`, {})).toBe(404);
      expect(await status(`${closed.address}/rate`, {})).toBe(401);
      expect(
        await status(`${closed.address}/rate`, { authorization: 'Bearer a secret of some lengtH' }),
      ).toBe(401);
      expect(
        await status(`${closed.address}/rate`, { authorization: 'Bearer a secret of some length' }),
      ).toBe(503);
    } finally {
      await Promise.all([open.close(), closed.close()]);
    }
  });
});

test('alerts: the first at once, the others together, and no more than allowed', async () => {
  const sent: number[] = [];
  const output = alerts(
    async ({ events, leftOut }) => {
      sent.push(events.length + leftOut);
    },
    { every: 40, most: 2 },
  );
  const event = { event: 'stalled', silent: 1, usual: 1 } as const;
  output.event!(event);
  for (let i = 0; i < 30; i++) output.event!(event);
  output.event!({ event: 'source', note: 'back' });
  await new Promise((resolve) => setTimeout(resolve, 120));
  output.event!(event);
  await output.end();
  expect(sent).toEqual([1, 30]);
});
