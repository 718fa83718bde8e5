import { buildBundle, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { supervisors } from './supervisors.ts';

const loop = buildBundle({
  tree: {
    supervisors: known([{ kind: 'shell-loop', name: 'restart.sh', pid: 90, evidence: 'It runs `while true`.' }]),
  },
});

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
      name: 'a restart loop on the same host',
      source: loop,
      finding: { id: 'supervisors.restarts-after-dump', severity: 'caution' },
    },
  ],
});
