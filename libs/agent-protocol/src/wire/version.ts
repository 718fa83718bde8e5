/** Raised when a message changes its meaning. The server refuses others in the handshake, naming both numbers. */
export const protocolVersion = 1;

/** Seconds without a sign of life after which a host counts as lost. */
export const lostAfterSeconds = 15;

/** How often an agent sends `host.heartbeat`, in seconds. */
export const heartbeatSeconds = 5;
