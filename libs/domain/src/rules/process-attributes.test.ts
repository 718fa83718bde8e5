import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type Task } from '../facts/index.ts';
import { processAttributes } from './process-attributes.ts';

const tree = (changes: Parameters<typeof buildTask>[0]): FactBundle =>
  buildBundle({ tree: { tasks: [buildTask(changes)] } });

const withVersion = (version: string, changes: Parameters<typeof buildTask>[0]): FactBundle => {
  const bundle = tree(changes);
  if (!bundle.host.criu.known) throw new Error('The builder gives it.');
  return { ...bundle, host: { ...bundle.host, criu: known({ ...bundle.host.criu.value, version }) } };
};

const ambient = { inheritable: '400', permitted: '400', effective: '0', bounding: '400', ambient: '400' };

const speculation = (state: string): Partial<Pick<Task, 'speculation'>> => ({
  speculation: { Speculation_Store_Bypass: state },
});

describeRule(processAttributes, {
  silent: [
    {
      name: 'an ordinary process',
      source: tree({
        personality: known(0),
        timerSlackNs: known(50_000),
        coredumpFilter: known('00000033'),
        kernelFlags: 0,
      }),
    },
    { name: 'a bundle made before this was read', source: tree({}) },
    {
      name: 'a real-time process, which has no slack anyway',
      source: tree({ timerSlackNs: known(0), threads: [buildThread({ schedulingPolicy: 1 })] }),
    },
    { name: 'what the host decides about speculation', source: tree(speculation('globally mitigated')) },
    { name: 'what a new CRIU keeps', source: withVersion('4.2.1', { capabilities: ambient }) },
    { name: 'a thread that may speculate', source: tree(speculation('thread vulnerable')) },
  ],
  fires: [
    {
      name: 'a personality',
      source: tree({ personality: known(0x0040008) }),
      finding: {
        id: 'process-attributes.personality',
        severity: 'caution',
        evidence: { pid: '100', value: '0x40008', names: ' (PER_LINUX32, ADDR_NO_RANDOMIZE)' },
      },
    },
    {
      name: 'another timer slack',
      source: tree({ timerSlackNs: known(123_456) }),
      finding: { id: 'process-attributes.timer-slack' },
    },
    {
      name: 'its own policy for memory errors',
      source: tree({ kernelFlags: 0x8400080 }),
      finding: { id: 'process-attributes.memory-errors' },
    },
    {
      name: 'another coredump filter',
      source: tree({ coredumpFilter: known('0000007f') }),
      finding: { id: 'process-attributes.coredump-filter', evidence: { pid: '100', value: '0x0000007f', names: '' } },
    },
    {
      name: 'another signal at its end',
      source: tree({ exitSignal: 0 }),
      finding: { id: 'process-attributes.exit-signal', evidence: { pid: '100', value: '0', names: '' } },
    },
    {
      name: 'ambient capabilities with an older CRIU',
      source: withVersion('4.0', { capabilities: ambient }),
      finding: { id: 'process-attributes.ambient-capabilities' },
    },
    {
      name: 'no_new_privs with an old CRIU',
      source: withVersion('3.17.1', { noNewPrivs: true }),
      finding: { id: 'process-attributes.no-new-privileges' },
    },
    {
      name: 'no_new_privs in two processes, which one sandbox may hold',
      source: buildBundle({
        tree: { tasks: [buildTask({ noNewPrivs: true }), buildTask({ pid: 101, ppid: 100, noNewPrivs: true })] },
      }),
      finding: { id: 'process-attributes.possible-sandbox', severity: 'caution' },
    },
    {
      name: 'no speculation',
      source: tree(speculation('thread force mitigated')),
      finding: { id: 'process-attributes.speculation' },
    },
  ],
});
