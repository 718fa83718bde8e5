/** Reported in the handshake and shown on the host's page. */
export const agentVersion = '0.1.0';
