import { buildBundle, buildDestination, buildFile, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { type FilePlan, type FilePlanEntry, noWish } from '../file-plan/index.ts';
import { writableFiles } from './writable-files.ts';

const nonce = { directory: '/srv', file: '.godwit-1', nonce: 'n' };
const written = buildFile({ path: '/srv/log', roles: ['open'], openForWriting: true });
const source = (nonces = [nonce]): FactBundle => buildBundle({ tree: { files: known([written]) }, nonces });
const seen = (answer: boolean): FactBundle =>
  buildDestination({ answers: { noncesSeen: known([{ directory: '/srv', seen: answer }]) } });

const plan = (more: Partial<FilePlanEntry> = {}): FilePlan => ({
  entries: [
    {
      path: '/srv/log',
      kind: 'written',
      handling: 'staged',
      by: 'Godwit',
      reason: 'It is private.',
      bytes: 1,
      needs: null,
      replace: false,
      within: null,
      refused: null,
      ...more,
    },
  ],
  stagedBytes: 1,
  sharedDirectories: [],
  room: [],
  wish: noWish,
});

describeRule(writableFiles, {
  silent: [
    {
      name: 'a private file that is to travel and may not yet: the rule about staged files tells why',
      source: source(),
      destination: seen(false),
      filePlan: plan({ needs: 'replacement' }),
    },
    { name: 'files that are only read', source: buildBundle({ tree: { files: known([buildFile()]) } }) },
    {
      name: 'a device open for writing',
      source: buildBundle({
        tree: {
          files: known([
            buildFile({ path: '/dev/null', openForWriting: true, identity: { kind: 'character-device' } }),
          ]),
        },
      }),
    },
    {
      name: 'a deleted file, which travels in the images',
      source: buildBundle({
        tree: { files: known([buildFile({ openForWriting: true, identity: { state: 'deleted', nlink: 0 } })]) },
      }),
    },
  ],
  fires: [
    {
      name: 'a private file that the move carries along',
      source: source(),
      destination: seen(false),
      filePlan: plan(),
      finding: { id: 'writable-files.staged', severity: 'needs-option' },
    },
    {
      name: 'a private file that somebody chose to stay behind',
      source: source(),
      destination: seen(false),
      filePlan: plan({ handling: 'excluded' }),
      finding: { id: 'writable-files.private', severity: 'blocker' },
    },
    {
      name: 'a file on storage the destination was proved to share',
      source: source(),
      destination: seen(true),
      finding: { id: 'writable-files.shared', severity: 'note' },
    },
    {
      name: 'a private file',
      source: source(),
      destination: seen(false),
      finding: {
        id: 'writable-files.private',
        severity: 'blocker',
        subject: { kind: 'file', pid: 100, path: '/srv/log' },
      },
    },
    {
      name: 'a private file of which the destination has an equal copy',
      source: source(),
      destination: buildDestination({
        answers: {
          noncesSeen: known([{ directory: '/srv', seen: false }]),
          files: known([
            { path: '/srv/log', identity: known(written.identity), buildId: known(null), sha256: written.sha256 },
          ]),
        },
      }),
      finding: { id: 'writable-files.equal-copy', severity: 'caution', evidence: { path: '/srv/log' } },
    },
    {
      name: 'a private file of which the destination has a copy with another mode',
      source: source(),
      destination: buildDestination({
        answers: {
          noncesSeen: known([{ directory: '/srv', seen: false }]),
          files: known([
            {
              path: '/srv/log',
              identity: known({ ...written.identity, mode: 0 }),
              buildId: known(null),
              sha256: written.sha256,
            },
          ]),
        },
      }),
      finding: { id: 'writable-files.private', severity: 'blocker' },
    },
    {
      name: 'a file that lost one of its names, in a private directory',
      source: buildBundle({
        tree: { files: known([buildFile({ path: '/srv/old', roles: ['open'], identity: { state: 'deleted' } })]) },
        nonces: [nonce],
      }),
      destination: seen(false),
      finding: { id: 'writable-files.link-left-behind', severity: 'blocker' },
    },
    {
      name: 'nobody could write a test file',
      source: source([]),
      destination: seen(true),
      finding: { id: 'writable-files.unproven', severity: 'not-evaluated' },
    },
    {
      name: 'the destination did not look for it',
      source: source(),
      finding: { id: 'writable-files.unproven', severity: 'not-evaluated' },
    },
  ],
});
