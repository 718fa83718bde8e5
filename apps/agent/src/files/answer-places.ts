import { existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CommandRequest } from '@godwit/agent-protocol';
import { type Answers, type FilePlace, known, type Questions, unknown } from '@godwit/domain/facts';
import { readMountFlags } from '@godwit/host-facts';
import { readJournal } from '../hold/journal.ts';
import { findFileRefusal } from '../policy/allow-file.ts';
import type { Policy } from '../policy/policy.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';
import { RunStore, readRequest } from '../runs/run-store.ts';
import { areaDirectory, contentName, lookAt, placeFor } from './staging-area.ts';

/** What this host says of paths that something may come to, and of what a run has here already. */
export const answerPlaces = (questions: Questions, stateDir: string): Pick<Answers, 'filePlaces' | 'staged'> => {
  const { policy } = readPolicy(policyFile);
  return {
    ...(questions.filePlaces && { filePlaces: known(questions.filePlaces.map((one) => describePlace(one, policy))) }),
    ...(questions.stagedRun && { staged: listStaged(stateDir, questions.stagedRun) }),
  };
};

const describePlace = (wanted: string, policy: Policy): FilePlace => {
  try {
    const { above, target } = placeFor(wanted);
    const { bavail, bsize } = statfsSync(above);
    return {
      path: wanted,
      refused: findFileRefusal(policy, wanted) ?? findFileRefusal(policy, target),
      found: lookAt(target),
      freeBytes: bavail * bsize,
      device: String(statSync(above).dev),
      mount: readMountFlags(above),
    };
  } catch (error) {
    const refused = error instanceof Error ? error.message : String(error);
    return { path: wanted, refused, found: 'other', freeBytes: 0, device: '', mount: null };
  }
};

/** A root is complete when it lies in its place because of this run, or ready in its area. */
const listStaged = (stateDir: string, runId: string): Answers['staged'] => {
  const paths = new RunStore(stateDir).find(runId);
  const request = paths && readRequest<CommandRequest<'prepare-destination'>>(paths, 'prepare-destination');
  if (!paths || !request) return unknown('this host knows nothing of the run');
  const placed = new Set(readJournal(paths).standing.flatMap((made) => (made.type === 'placed' ? [made.target] : [])));
  const staged = (request.files?.staged ?? []).filter(({ path: root }, number) => {
    const { above, target } = placeFor(root);
    return placed.has(target) || existsSync(path.join(areaDirectory(above, runId, number), contentName));
  });
  return known(staged.map(({ path: root }) => root));
};
