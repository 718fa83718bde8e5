import { describe, expect, it } from 'vitest';
import { hasListeners, newConnectionRules, silenceRules, silenceTables, tableName } from './packet-rules.ts';

const runId = '0f6fd4b8-1111-4111-8111-111111111111';
const service = { serviceAddress: '10.0.0.9', listeningPorts: [{ protocol: 6, port: 80 }] };
const shared = {
  serviceAddress: null,
  listeningPorts: [
    { protocol: 6, port: 80 },
    { protocol: 17, port: 53 },
  ],
};

describe('the rules that silence a held copy', () => {
  it('drop its address in both directions, ARP too', () => {
    const rules = silenceRules(runId, service);
    expect(silenceTables(runId, service)).toEqual([
      { family: 'inet', name: 'godwit_0f6fd4b8' },
      { family: 'arp', name: 'godwit_0f6fd4b8' },
    ]);
    for (const rule of [
      'ip daddr 10.0.0.9 drop',
      'ip saddr 10.0.0.9 drop',
      'arp daddr ip 10.0.0.9 drop',
      'arp saddr ip 10.0.0.9 drop',
    ])
      expect(rules).toContain(rule);
  });

  it('know no ARP for IPv6', () => {
    const exposure = { ...service, serviceAddress: 'fd00::9' };
    expect(silenceRules(runId, exposure)).toContain('ip6 daddr fd00::9 drop');
    expect(silenceTables(runId, exposure)).toHaveLength(1);
  });

  it('drop its ports where it has no address of its own', () => {
    const rules = silenceRules(runId, shared);
    for (const rule of ['tcp dport { 80 } drop', 'tcp sport { 80 } drop', 'udp dport { 53 } drop'])
      expect(rules).toContain(rule);
  });

  it('are none for a tree that the network cannot see', () => {
    expect(silenceTables(runId, { serviceAddress: null, listeningPorts: [] })).toEqual([]);
  });
});

describe('the rule that keeps new connections off a frozen listener', () => {
  it('drops a first SYN only', () => {
    expect(newConnectionRules(runId, service)).toContain(
      'ip daddr 10.0.0.9 tcp dport { 80 } tcp flags & (syn | ack) == syn drop',
    );
    expect(hasListeners(service)).toBe(true);
    expect(hasListeners({ ...shared, listeningPorts: [{ protocol: 17, port: 53 }] })).toBe(false);
  });

  it('can be loaded again', () => {
    expect(newConnectionRules(runId, service)).toMatch(
      /^table inet godwit_0f6fd4b8\ndelete table inet godwit_0f6fd4b8\n/,
    );
    expect(tableName(runId)).toBe('godwit_0f6fd4b8');
  });
});
