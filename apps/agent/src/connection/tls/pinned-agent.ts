import { Agent, type AgentOptions } from 'node:https';

/** Node 20.18 and later know this option; the type definitions of Node 20 do not. */
interface PartialChain {
  allowPartialTrustChain: boolean;
}

/**
 * An HTTPS agent that believes one certificate and nobody else: the system's authorities do not count. The name in the
 * certificate is not compared, because the pin says more than a name and the server may be reached under several.
 *
 * @param certificate PEM of the server's own certificate or of the authority that signed it
 */
export const pinnedAgent = (certificate: string): Agent => {
  const options: AgentOptions & PartialChain = {
    ca: [certificate],
    rejectUnauthorized: true,
    // A leaf that somebody else signed may be the pin too.
    allowPartialTrustChain: true,
    minVersion: 'TLSv1.2',
    maxCachedSessions: 0,
    checkServerIdentity: () => undefined,
  };
  return new Agent(options);
};
