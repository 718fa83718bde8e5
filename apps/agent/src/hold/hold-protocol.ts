import type { CommandRequest, CommandResult, RunState } from '@godwit/agent-protocol';
import type { ErrorReport } from '@godwit/domain/errors';
import type { RunEventData, SourceState } from '@godwit/domain/run';
import type { NamedContainer } from '../containers/container-target.ts';
import type { DestinationRehearsal } from '../rehearsal/build-in-scene.ts';

/**
 * What an agent may ask of the hold process of a run, over a Unix socket that only root reaches. One JSON object a line.
 * Requests were checked by the agent when they came from the server.
 */
export interface HoldCommands {
  'prepare-source': { request: CommandRequest<'prepare-source'> & { rehearsal?: true }; result: { prepared: true } };
  'stage-files': { request: CommandRequest<'stage-files'>; result: CommandResult<'stage-files'> };
  'pre-dump': { request: CommandRequest<'pre-dump'> & { criuPath: string }; result: CommandResult<'pre-dump'> };
  'start-dump': { request: CommandRequest<'start-dump'> & { criuPath: string }; result: { accepted: true } };
  'commit-source': {
    request: CommandRequest<'commit-source'>;
    result: {
      state: SourceState;
      gone?: { provedAt: string; addressDropped?: boolean };
      fenced?: { provedAt: string; addressDropped?: boolean };
    };
  };
  'give-source-back': { request: CommandRequest<'give-source-back'>; result: { state: SourceState } };
  'end-source': { request: CommandRequest<'end-source'>; result: { state: SourceState } };
  'drop-address': { request: CommandRequest<'drop-address'>; result: { dropped: boolean } };
  'prepare-destination': {
    request: CommandRequest<'prepare-destination'> & {
      listenAddress: string;
      criuPath: string | null;
      rehearsal?: DestinationRehearsal;
    };
    result: { host: string; port: number };
  };
  'start-restore': { request: CommandRequest<'start-restore'> & { criuPath: string }; result: { accepted: true } };
  'release-copy': { request: CommandRequest<'release-copy'>; result: { accepted: true } };
  'discard-copy': { request: CommandRequest<'discard-copy'>; result: CommandResultOf<'discard-copy'> };
  'dump-checkpoint': { request: CheckpointDump; result: { accepted: true } };
  'restore-checkpoint': { request: CheckpointRestore; result: { accepted: true } };
  /** The last command: the process ends after its answer. */
  'end-hold': { request: Record<string, never>; result: { ended: true } };
}

type CommandResultOf<T extends 'discard-copy'> = {
  state: T extends string ? 'discarded' | 'releasing' | 'released' : never;
};

export type CheckpointDump = CommandRequest<'dump-checkpoint'> & { criuPath: string };
export type CheckpointRestore = CommandRequest<'restore-checkpoint'> & {
  criuPath: string;
  cgroupDir: string;
  imagesDir: string;
  container?: NamedContainer;
};

export type HoldCommandName = keyof HoldCommands;

export interface HoldRequest {
  id: number;
  command: HoldCommandName;
  body: unknown;
}

/** How a checkpoint ended; also kept in a file for an agent that was not there. */
export interface CheckpointOutcome {
  action: 'dump' | 'restore';
  error: ErrorReport | null;
  imageBytes: number | null;
  frozenUs: number | null;
  rootPid: number | null;
  /** Whether the images were sealed. */
  encrypted?: boolean;
  logTail: string[];
}

export type HoldMessage =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; error: ErrorReport }
  | { event: 'state'; state: RunState }
  | { event: 'progress'; events: RunEventData[] }
  | { event: 'checkpoint'; outcome: CheckpointOutcome };
