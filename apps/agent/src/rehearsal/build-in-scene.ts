import type { CommandRequest } from '@godwit/agent-protocol';
import type { FrozenTask } from '../channel/messages.ts';
import type { NamedContainer } from '../containers/container-target.ts';
import { bundleOf, type PlacedContainer, type PlaceOptions, placeBundle } from '../containers/place-bundle.ts';
import { bootMs } from '../hold/boot-clock.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { StateDetails } from '../hold/journal-records.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { identifyRehearsed } from './identify-rehearsed.ts';
import { closeSpec } from './rehearsed-bundle.ts';
import { type RehearsedTree, sceneArguments } from './scene.ts';

/** What turns the preparation of a destination into that of a rehearsal. */
export interface DestinationRehearsal extends RehearsedTree {
  /** When CRIU was started, on this host's boot clock. */
  startedAtBootMs?: number;
}

/** A copy of which no address, no id and no cgroup of this host is asked for, because it gets its own. */
export const asPreparation = (
  paths: Pick<RunPaths, 'dir' | 'runId'>,
  { ids, writtenPaths, ...request }: CommandRequest<'rehearse-destination'>,
) => ({
  ...request,
  cgroup: '/',
  serviceAddress: null,
  listeningPorts: [],
  ids: [],
  rehearsal: { ids, writtenPaths, ...(request.container && { bundle: bundleOf(paths) }) },
});

/**
 * Lays the bundle of a container where its scene will show it. The runtime of this host is not to hear of it, so only the files are journaled.
 * One of podman is built below podman, by runc.
 */
export const placeRehearsed = (
  context: HoldContext,
  imagesDir: string,
  { id }: NamedContainer,
  options: PlaceOptions,
): Promise<PlacedContainer> =>
  placeBundle(context, imagesDir, { runtime: 'runc', id }, { journaled: () => [], adapt: closeSpec, ...options });

/** How CRIU is started for a rehearsal. */
export const sceneFor = ({ paths }: HoldContext, rehearsal: DestinationRehearsal) => ({
  inScene: (argv: readonly string[]) => {
    rehearsal.startedAtBootMs = bootMs();
    return sceneArguments(paths, rehearsal, argv);
  },
});

/** Looks at the held copy. @returns what its side of the run says of it */
export const describeBuilt = (
  { journal }: HoldContext,
  { startedAtBootMs, bundle }: DestinationRehearsal,
  expected: readonly FrozenTask[],
): StateDetails => {
  const { criu, frozenAtBootMs, clockAheadMs } = journal.facts;
  if (!criu) throw new Error('CRIU was started and is not in the journal.');
  const { tasks, passed, lines } = identifyRehearsed(expected, criu, bundle !== undefined);
  const now = bootMs();
  const comparable = frozenAtBootMs !== undefined && clockAheadMs !== undefined;
  journal.append({ kind: 'facts', facts: { tasks } });
  return {
    heldPids: tasks.map(({ pid }) => pid),
    rehearsed: {
      passed,
      lines: lines.slice(0, 200),
      buildUs: startedAtBootMs === undefined ? null : Math.round((now - startedAtBootMs) * 1000),
      readyUs: comparable ? Math.round((now - frozenAtBootMs - clockAheadMs) * 1000) : null,
    },
  };
};
