import { buildBundle, buildInetSocket, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { supervisors } from './supervisors.ts';

const found = known([{ kind: 'shell-loop' as const, name: 'restart.sh', pid: 90, evidence: 'It runs `while true`.' }]);
const hold = { way: 'stop-loop' as const, words: 'A move stops the loop.' };
const held = known([
  { kind: 'shell-loop' as const, name: 'restart.sh', pid: 90, evidence: 'It runs `while true`.', hold },
]);
const refused = known([
  { kind: 'shell-loop' as const, name: 'init', pid: 1, evidence: '', hold: { way: null, words: 'It is process 1.' } },
]);
const loop = buildBundle({ tree: { supervisors: found } });
const listener = buildInetSocket({ state: 'listen' });
const serving = buildBundle({ tree: { supervisors: found, inetSockets: known([listener]) } });

describeRule(supervisors, {
  silent: [{ name: 'nobody starts it again' }, { name: 'nor in a move', purpose: 'move' }],
  fires: [
    {
      name: 'a restart loop in a move',
      purpose: 'move',
      source: loop,
      finding: { id: 'supervisors.restarts', severity: 'blocker', subject: { kind: 'process', pid: 90 } },
    },
    {
      name: 'a restart loop that a move can hold',
      purpose: 'move',
      source: buildBundle({ tree: { supervisors: held } }),
      finding: { id: 'supervisors.held', severity: 'caution', subject: { kind: 'process', pid: 90 } },
    },
    {
      name: 'a restart loop that is process 1',
      purpose: 'move',
      source: buildBundle({ tree: { supervisors: refused } }),
      finding: { id: 'supervisors.restarts', severity: 'blocker', subject: { kind: 'process', pid: 1 } },
    },
    {
      name: 'a restart loop around a server on the same host',
      source: serving,
      finding: { id: 'supervisors.port-taken', severity: 'blocker', subject: { kind: 'process', pid: 90 } },
      criuLine: "Error (criu/sk-inet.c:1059): inet: Can't bind inet socket (id 23): Address already in use",
    },
    {
      name: 'a server whose dump alone is asked about',
      purpose: 'dump',
      source: serving,
      finding: { id: 'supervisors.restarts-after-dump', severity: 'caution' },
    },
    {
      name: 'a restart loop on the same host',
      source: loop,
      finding: { id: 'supervisors.restarts-after-dump', severity: 'caution' },
    },
  ],
});
