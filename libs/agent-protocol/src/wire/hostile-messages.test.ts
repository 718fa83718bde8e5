import { buildBundle, buildDestination, buildHost, buildWorkload, mutateJson, seeded } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { commands } from '../to-agent/commands.ts';
import { messages } from '../to-server/messages.ts';
import { commandEnvelopeSchema, commandReplySchema, numberedMessageSchema } from './envelope.ts';
import { enrolRequestSchema, handshakeSchema } from './handshake.ts';

const id = '00000000-0000-4000-8000-000000000001';

/** Things agents and servers send, in the form in which they are good. */
const good: unknown[] = [
  { version: 1, number: 7, at: '2026-08-01T12:00:00.000Z', type: 'host.described', body: { facts: buildHost() } },
  { version: 1, commandId: id, type: 'collect-facts', body: { pid: 100, startTimeTicks: 5, forMove: true } },
  { ok: true, result: { bundle: buildBundle() } },
  { ok: false, error: { code: 'no-such-process', message: 'gone', remedy: 'look again' } },
  { protocolVersion: 1, hostId: id, credential: 'c'.repeat(40), bootId: 'b', agentVersion: '0.1.0', oldestSpooled: 0 },
  { protocolVersion: 1, token: 't'.repeat(30), name: 'host-a', agentVersion: '0.1.0' },
  { bundle: buildDestination() },
  { workloads: [buildWorkload()] },
  { host: buildHost() },
  { pid: 100, startTimeTicks: null, forMove: false },
];

const schemas: z.ZodType[] = [
  numberedMessageSchema,
  commandEnvelopeSchema,
  commandReplySchema,
  handshakeSchema,
  enrolRequestSchema,
  ...Object.values(messages).map(({ body }) => body as z.ZodType),
  ...Object.values(commands).flatMap(({ request, result }) => [request as z.ZodType, result as z.ZodType]),
];

describe('10,000 forged messages', () => {
  it('are each taken or refused with a place and a reason, by every schema, and soon', () => {
    const below = seeded(4747);
    let refused = 0;
    let slowest = 0;
    for (let round = 0; round < 10_000; round++) {
      const forged = mutateJson(good[below(good.length)], below);
      const schema = schemas[below(schemas.length)];
      const startedMs = performance.now();
      const parsed = schema?.safeParse(forged);
      slowest = Math.max(slowest, performance.now() - startedMs);
      if (parsed?.success !== false) continue;
      refused++;
      expect(parsed.error.issues[0]?.message.length).toBeGreaterThan(5);
    }
    expect(refused).toBeGreaterThan(5000);
    expect(slowest).toBeLessThan(1000);
  }, 60_000);

  it('never reach the prototype of anything', () => {
    const forged = JSON.parse('{"version":1,"commandId":"x","type":"__proto__","__proto__":{"polluted":true}}');
    commandEnvelopeSchema.safeParse(forged);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.hasOwn(commands, '__proto__')).toBe(false);
  });
});
