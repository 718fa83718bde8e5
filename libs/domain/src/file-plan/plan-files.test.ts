import { buildBundle, buildDestination, buildFile, buildTree } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { type DataDirectory, type FactBundle, type FilePlace, known, unknown } from '../facts/index.ts';
import { judge } from '../verdict/judge.ts';
import { carriedFiles } from './carried-files.ts';
import { type FilePlanEntry, stagedRoots } from './file-plan.ts';
import { planFiles } from './plan-files.ts';
import { noWish, type StagingWish } from './staging-wish.ts';

const written = buildFile({ path: '/srv/log', roles: ['open'], openForWriting: true });
const script = buildFile({ path: '/opt/run.sh', roles: ['script'] });
const data: DataDirectory = {
  path: '/srv/data',
  declaredBy: 'administrator',
  found: 'directory',
  files: 2,
  bytes: 9,
  others: 0,
};
const nonces = ['/srv', '/srv/data'].map((directory) => ({ directory, file: '.godwit-1', nonce: 'n' }));

const source = (more: Partial<FactBundle> = {}): FactBundle =>
  buildBundle({
    tree: { files: known([written, script]), dataDirectories: known([data]), mountNamespaces: known([]) },
    nonces,
    ...more,
  });
const place = (path: string, more: Partial<FilePlace> = {}): FilePlace => ({
  path,
  refused: null,
  found: 'nothing',
  freeBytes: 1_000_000,
  device: '1',
  mount: { mountPoint: '/', readOnly: false, noexec: false },
  ...more,
});
const missing = (path: string) => ({
  path,
  identity: known(null),
  buildId: known(null),
  sha256: { known: false as const, reason: 'not there' },
});
interface There {
  shared?: string[];
  places?: FilePlace[];
  staged?: string[];
}
const there = ({ shared = [], places = [], staged }: There = {}): FactBundle =>
  buildDestination({
    answers: {
      files: known([missing('/srv/log'), missing('/opt/run.sh')]),
      noncesSeen: known(nonces.map(({ directory }) => ({ directory, seen: shared.includes(directory) }))),
      filePlaces: known([...places, ...['/srv/log', '/opt/run.sh', '/srv/data'].map((path) => place(path))].reverse()),
      ...(staged && { staged: known(staged) }),
    },
  });
const plan = (wish: Partial<StagingWish> = {}, of: There = {}, from = source()) =>
  planFiles({ source: from, destination: there(of), wish: { ...noWish, by: 'ada', ...wish } });
const entryOf = (path: string, ...of: Parameters<typeof plan>): FilePlanEntry | undefined =>
  plan(...of)?.entries.find((one) => one.path === path);

describe('the plan of files', () => {
  it('stages what is written and what was declared, and leaves to a person what is missing', () => {
    expect(entryOf('/srv/log')).toMatchObject({ handling: 'staged', by: 'Godwit', needs: null });
    expect(entryOf('/srv/data')).toMatchObject({ handling: 'staged', by: 'the owner of the source', bytes: 9 });
    expect(entryOf('/opt/run.sh')).toMatchObject({ handling: 'excluded', by: 'nobody yet', needs: 'approval' });
    expect(entryOf('/opt/run.sh', { approved: ['/opt/run.sh'] })).toMatchObject({
      handling: 'staged',
      by: 'ada',
      needs: null,
    });
  });

  it('leaves alone what was proved shared, and behind what somebody chose', () => {
    const shared = { shared: ['/srv', '/srv/data'] };
    expect(entryOf('/srv/log', {}, shared)).toMatchObject({ handling: 'shared', by: 'proof' });
    expect(entryOf('/srv/data', {}, shared)).toMatchObject({ handling: 'shared' });
    expect(entryOf('/srv/log', { excluded: ['/srv/log'] })).toMatchObject({ handling: 'excluded', by: 'ada' });
  });

  it('replaces only what a row says', () => {
    const occupied = { places: [place('/srv/data', { found: 'directory' })] };
    expect(entryOf('/srv/data', {}, occupied)).toMatchObject({ needs: 'replacement', replace: false });
    expect(entryOf('/srv/data', { replace: ['/srv/data'] }, occupied)).toMatchObject({ needs: null, replace: true });
    expect(entryOf('/srv/data', {}, { places: [place('/srv/data', { found: 'empty-directory' })] })).toMatchObject({
      needs: null,
    });
    expect(entryOf('/srv/data', {}, { places: [place('/srv/data', { found: 'mount-point' })] })?.refused).toMatch(
      /mount point/,
    );
  });

  it('does not bring what a policy of either host refuses', () => {
    const refusing = { ...source(), neverTravel: [{ path: '/srv/log', reason: 'the policy forbids it' }] };
    expect(entryOf('/srv/log', {}, {}, refusing)?.refused).toMatch(/forbids/);
    const whole = plan({}, {}, refusing);
    expect(whole && stagedRoots(whole).map(({ path }) => path)).toEqual(['/srv/data']);
  });

  it('tells both agents what they copy, what of it stays behind, and which declaration lasts', () => {
    const whole = plan({ excluded: ['/srv/data/cache'] });
    expect(whole && carriedFiles(whole).staged).toMatchObject([
      { path: '/srv/data', kind: 'directory', exclude: ['/srv/data/cache'], lasting: true },
      { path: '/srv/log', kind: 'written', exclude: [] },
    ]);
  });

  it('is none for a tree that sees other mounts than its host', () => {
    expect(
      plan({}, {}, source({ tree: buildTree({ files: known([written]), mountNamespaces: unknown('not read') }) })),
    ).toBeNull();
  });
});

describe('a verdict with a plan of files', () => {
  const verdictOf = (wish: Partial<StagingWish>, of: There = {}) =>
    judge({ source: source(), destination: there(of), purpose: 'move', staging: { ...noWish, ...wish } });
  const ids = (verdict: ReturnType<typeof verdictOf>) => verdict.findings.map(({ id }) => id);

  it('needs an option where it was blocked, once every row is settled', () => {
    expect(verdictOf({}).verdict).toBe('blocked');
    expect(ids(verdictOf({}))).toContain('destination-files.script-missing');
    const settled = verdictOf({ approved: ['/opt/run.sh'] });
    expect(settled.verdict).toBe('migratable-with-options');
    expect(ids(settled).sort()).toEqual(['staged-files.directory', 'staged-files.missing', 'writable-files.staged']);
  });

  it('counts only what was really cured on the second look', () => {
    const copied = verdictOf({ approved: ['/opt/run.sh'] }, { staged: ['/srv/log', '/srv/data'] });
    expect(ids(copied)).toContain('destination-files.script-missing');
    const half = verdictOf({}, { staged: ['/srv/data'] });
    expect(ids(half)).toContain('staged-files.not-copied');
  });
});
