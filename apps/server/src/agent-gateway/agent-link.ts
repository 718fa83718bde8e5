import type { CommandRequest, CommandResult, CommandType } from '@godwit/agent-protocol';

export interface CallOptions {
  /** Milliseconds to wait for the answer; 30 seconds unless said otherwise. */
  timeoutMs?: number;
}

/** What the rest of the server knows of agents: whether they are there, and how to give them a command. */
export interface AgentLink {
  isConnected: (hostId: string) => boolean;
  /**
   * Gives a command and waits for its result; both are parsed. Throws `host-lost` when the agent is not connected or goes
   * away meanwhile, `deadline-reached` when it does not answer in time, and else the agent's own error.
   */
  call: <T extends CommandType>(
    hostId: string,
    type: T,
    request: CommandRequest<T>,
    options?: CallOptions,
  ) => Promise<CommandResult<T>>;
  /** Ends the host's connection, for example because it was revoked. */
  disconnect: (hostId: string) => void;
}
