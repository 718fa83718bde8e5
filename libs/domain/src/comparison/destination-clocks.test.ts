import { buildBundle, buildDestination, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { destinationClocks } from './destination-clocks.ts';

const clocks = (monotonicSeconds: number, clocksource = 'tsc'): HostFacts['clocks'] =>
  known({ realtimeMs: 0, monotonicSeconds, boottimeSeconds: monotonicSeconds, offsets: null, clocksource });
const criu = (timens: boolean): HostFacts['criu'] =>
  known({ path: '/criu', version: '4.2.1', checkProblem: null, features: { timens }, tcpProbe: null });
const here = buildBundle({ host: { clocks: clocks(1000) } });
const there = (timens: boolean, given?: HostFacts['clocks']): FactBundle =>
  buildDestination({ host: { criu: criu(timens), ...(given === undefined ? {} : { clocks: given }) } });

describeRule(destinationClocks, {
  silent: [
    { name: 'time namespaces there, whatever the clocks', source: here, destination: there(true, clocks(5)) },
    { name: 'a CRIU that was not asked', source: here, destination: buildDestination({ host: { clocks: clocks(5) } }) },
  ],
  fires: [
    {
      name: 'no time namespaces, and a host that booted later',
      source: here,
      destination: there(false, clocks(10)),
      finding: { id: 'destination-clocks.backwards', severity: 'blocker', evidence: { here: '1000', there: '10' } },
    },
    {
      name: 'no time namespaces, and a host that booted earlier',
      source: here,
      destination: there(false, clocks(5000)),
      finding: { id: 'destination-clocks.forwards', severity: 'caution' },
    },
    {
      name: 'no time namespaces, and no clocks read',
      source: here,
      destination: there(false),
      finding: { id: 'destination-clocks.unread', severity: 'not-evaluated' },
    },
    {
      name: 'another source of time',
      source: here,
      destination: there(true, clocks(1000, 'kvm-clock')),
      finding: { id: 'destination-clocks.source', severity: 'note' },
    },
  ],
});
