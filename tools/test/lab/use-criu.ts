import { inject } from 'vitest';

process.env.GODWIT_CRIU = inject('criuPath');
// Agents that a test starts do not probe their hosts by themselves; the tests of the probes do.
process.env.GODWIT_AGENT_PROBES = 'off';
