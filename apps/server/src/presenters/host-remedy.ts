import type { HostFacts } from '@godwit/domain/facts';
import type { HostSummary } from '../procedures/shapes/host-summary.ts';

interface Remedy {
  text: string;
  command: string | null;
}

/** What mends a host that cannot be worked with, as text and, where there is one, as a command; null when nothing is wrong. */
export const hostRemedy = ({ status, criuReady }: HostSummary, facts: HostFacts | null): Remedy | null => {
  if (status === 'revoked')
    return { text: 'The host was revoked. Enrol it again if it shall come back.', command: null };
  if (status === 'lost') {
    return {
      text: 'The host does not answer. See whether it is up, whether it reaches this server, and start its agent.',
      command: null,
    };
  }
  if (facts === null || criuReady !== 'not-ready') return null;
  return criuRemedy(facts);
};

const criuRemedy = (facts: HostFacts): Remedy => {
  if (facts.privileges.known && facts.privileges.value.uid !== 0) {
    return {
      text: 'The agent does not run as root, and CRIU needs root. Start it as root.',
      command: 'sudo npm run up',
    };
  }
  if (!facts.criu.known) {
    return {
      text: 'CRIU was not found. Install version 4.2 or later, then start the agent again.',
      command: 'apt-get install criu',
    };
  }
  return {
    text: `CRIU ${facts.criu.value.version} is there but could not dump and restore a small process with a TCP listener. On kernels from 6.16 on it has to be 4.2 or later.`,
    command: 'criu check',
  };
};
