import { buildBundle, buildDestination, buildFile } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { type FileIdentity, known } from '../facts/index.ts';
import type { FilePlan } from './file-plan.ts';
import { overlayStaged } from './overlay-staged.ts';
import { noWish } from './staging-wish.ts';

const above = buildFile({ path: '/srv/app', roles: ['cwd'] });
const inside = buildFile({ path: '/srv/app/data/file', roles: ['open'], openForWriting: true });
const beside = buildFile({ path: '/srv/app/other', roles: ['open'] });
const source = buildBundle({ tree: { files: known([above, inside, beside]) } });
const entry: FilePlan['entries'][number] = {
  path: '/srv/app/data',
  kind: 'directory',
  handling: 'staged',
  by: 'ada',
  reason: 'It was declared as data of the workload.',
  bytes: 1,
  needs: null,
  replace: false,
  within: null,
  refused: null,
};
const plan: FilePlan = { entries: [entry], stagedBytes: 1, sharedDirectories: [], room: [], wish: noWish };

const modesThere = (there: FileIdentity | null): (number | null)[] => {
  const answers = [above, inside, beside].map(({ path }) => ({
    path,
    identity: known(path === above.path ? there : null),
    buildId: known(null),
    sha256: known(''),
  }));
  const overlaid = overlayStaged(source, buildDestination({ answers: { files: known(answers) } }), plan);
  const files = overlaid.answers?.files;
  return files?.known === true
    ? files.value.map(({ identity }) => (identity.known ? (identity.value?.mode ?? null) : null))
    : [];
};

describe('a destination to which a directory travels', () => {
  it('has what travels as the source has it, and makes what is missing above', () => {
    expect(modesThere(null)).toEqual([above.identity.mode, inside.identity.mode, null]);
  });

  it('keeps the mode of a directory above that it has', () => {
    expect(modesThere({ ...above.identity, mode: 0o1755 })).toEqual([0o1755, inside.identity.mode, null]);
  });
});
