import { buildBundle, buildDestination, buildFile, buildIdentity, describeRule } from '@godwit/test-kit';
import { type DependedFile, type FactBundle, type FileIdentity, known, unknown } from '../facts/index.ts';
import type { FactValues } from '../rules/index.ts';
import { destinationFiles } from './destination-files.ts';

type Answer = FactValues['destination.files'][number];
const path = '/usr/lib/libcount.so';

const here = (...files: DependedFile[]): FactBundle => buildBundle({ tree: { files: known(files) } });
const answer = (identity: Partial<FileIdentity> | null, changes: Partial<Answer> = {}): Answer => ({
  path,
  identity: known(identity === null ? null : buildIdentity({ path, dev: '9:9', ino: '7', ...identity })),
  buildId: known('b1'),
  sha256: known('aaaa'),
  ...changes,
});
const there = (...answers: Answer[]): FactBundle => buildDestination({ answers: { files: known(answers) } });
const library = here(buildFile());
const script = here(buildFile({ path, roles: ['script'], buildId: known(null) }));
const directory = here(
  buildFile({ path, roles: ['cwd'], identity: { kind: 'directory', sizeBytes: 4096 }, sha256: unknown('no content') }),
);
const device = here(
  buildFile({
    path,
    roles: ['open'],
    identity: { kind: 'character-device', rdev: '1:3' },
    sha256: unknown('no content'),
  }),
);

describeRule(destinationFiles, {
  silent: [
    { name: 'the same file, whatever its inode', source: library, destination: there(answer({})) },
    {
      name: 'a directory of another size',
      source: directory,
      destination: there(answer({ kind: 'directory', sizeBytes: 12 })),
    },
    {
      name: 'the same device',
      source: device,
      destination: there(answer({ kind: 'character-device', rdev: '1:3' })),
    },
    {
      name: 'a script with another mode',
      source: script,
      destination: there(answer({ mode: 0o600 }, { buildId: known(null) })),
    },
    {
      name: 'a deleted file, which travels in the images',
      source: here(buildFile({ identity: { state: 'deleted', nlink: 0 } })),
    },
    { name: 'a file the tree writes, which has a rule of its own', source: here(buildFile({ openForWriting: true })) },
  ],
  fires: [
    {
      name: 'a library that is missing',
      source: library,
      destination: there(answer(null)),
      finding: { id: 'destination-files.missing', severity: 'blocker', subject: { kind: 'file', pid: 100, path } },
      criuLine: "Error (criu/files-reg.c:2353): Can't open file tmp/data on restore: No such file or directory",
    },
    {
      name: 'a script that exists only here',
      source: script,
      destination: there(answer(null)),
      finding: { id: 'destination-files.script-missing', noticed: 'never', criuError: null },
    },
    {
      name: 'a file there where a directory is here',
      source: directory,
      destination: there(answer({ kind: 'regular' })),
      finding: { id: 'destination-files.type' },
    },
    {
      name: 'another device under the same name',
      source: device,
      destination: there(answer({ kind: 'character-device', rdev: '1:5' })),
      finding: { id: 'destination-files.device' },
    },
    {
      name: 'another mode',
      source: library,
      destination: there(answer({ mode: 0o700 })),
      finding: { id: 'destination-files.mode', evidence: { path, roles: 'library', here: '0755', there: '0700' } },
    },
    {
      name: 'another size, with the hashes beside it',
      source: library,
      destination: there(answer({ sizeBytes: 4001 }, { sha256: known('bbbb') })),
      finding: {
        id: 'destination-files.size',
        evidence: { path, roles: 'library', here: '4000', there: '4001', sha256Here: 'aaaa', sha256There: 'bbbb' },
      },
    },
    {
      name: 'another build of the same size',
      source: library,
      destination: there(answer({}, { buildId: known('b2'), sha256: known('bbbb') })),
      finding: { id: 'destination-files.build-id', noticed: 'restore' },
      criuLine: 'Error (criu/files-reg.c:2153): File tmp/library.so has bad build-ID',
    },
    {
      name: 'one changed byte, which CRIU would not notice',
      source: library,
      destination: there(answer({}, { sha256: known('bbbb') })),
      finding: {
        id: 'destination-files.content',
        severity: 'blocker',
        noticed: 'never',
        evidence: { path, roles: 'library', here: 'aaaa', there: 'bbbb', sha256Here: 'aaaa', sha256There: 'bbbb' },
      },
    },
    {
      name: 'a script with other content',
      source: script,
      destination: there(answer({ sizeBytes: 9 }, { sha256: known('bbbb') })),
      finding: { id: 'destination-files.script-content' },
    },
    {
      name: 'a file that could not be looked at there',
      source: library,
      destination: there(answer({}, { identity: unknown('permission denied') })),
      finding: { id: 'destination-files.unread', severity: 'not-evaluated' },
    },
    {
      name: 'a file nobody asked about',
      source: library,
      finding: { id: 'destination-files.unread', severity: 'not-evaluated' },
    },
    {
      name: 'contents that were not hashed here, told once',
      source: here(
        buildFile({ sha256: unknown('not asked for') }),
        buildFile({ path: '/b', sha256: unknown('not asked for') }),
      ),
      destination: there(answer({}), { ...answer({}), path: '/b' }),
      finding: {
        id: 'destination-files.content-unknown',
        severity: 'not-evaluated',
        evidence: { path, roles: 'library', count: '2', reason: 'not asked for' },
      },
    },
    {
      name: 'content that was not hashed there',
      source: library,
      destination: there(answer({}, { sha256: unknown('input/output error') })),
      finding: { id: 'destination-files.content-unknown' },
    },
  ],
});
