import { buildBundle, buildDestination, buildFile, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { writableFiles } from './writable-files.ts';

const nonce = { directory: '/srv', file: '.godwit-1', nonce: 'n' };
const written = buildFile({ path: '/srv/log', roles: ['open'], openForWriting: true });
const source = (nonces = [nonce]): FactBundle => buildBundle({ tree: { files: known([written]) }, nonces });
const seen = (answer: boolean): FactBundle =>
  buildDestination({ answers: { noncesSeen: known([{ directory: '/srv', seen: answer }]) } });

describeRule(writableFiles, {
  silent: [
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
