import { buildBundle, buildDestination, buildFile, buildIdentity, describeRule } from '@godwit/test-kit';
import { type DependedFile, type FactBundle, known, unknown } from '../facts/index.ts';
import { destinationMounts } from './destination-mounts.ts';

const here = (file: DependedFile): FactBundle => buildBundle({ tree: { files: known([file]) } });
type Mount = { readOnly?: boolean; noexec?: boolean };
const there = (path: string, mount: Mount | null): FactBundle =>
  buildDestination({
    answers: {
      files: known([
        {
          path,
          identity: known(buildIdentity({ path })),
          buildId: known(null),
          sha256: unknown('not asked'),
          ...(mount === null ? {} : { mount: known({ mountPoint: '/mnt', readOnly: false, noexec: false, ...mount }) }),
        },
      ]),
    },
  });
const library = buildFile({ path: '/mnt/lib.so' });
const data = buildFile({ path: '/mnt/data', roles: ['open'], openForWriting: true });
const ghost = buildFile({ path: '/mnt/tmp/gone', roles: ['open'], identity: { state: 'deleted', nlink: 0 } });

describeRule(destinationMounts, {
  silent: [
    { name: 'plain mounts', source: here(library), destination: there('/mnt/lib.so', {}) },
    {
      name: 'a library on a read-only mount',
      source: here(library),
      destination: there('/mnt/lib.so', { readOnly: true }),
    },
    { name: 'data on a mount without programs', source: here(data), destination: there('/mnt/data', { noexec: true }) },
    { name: 'a file that is not there, which another rule tells', source: here(library) },
  ],
  fires: [
    {
      name: 'a library where nothing may be executed',
      source: here(library),
      destination: there('/mnt/lib.so', { noexec: true }),
      finding: { id: 'destination-mounts.noexec', severity: 'blocker' },
      criuLine:
        "pie: 3058: Error (criu/pie/restorer.c:1883): Can't restore 0x7fd016336000 mapping with 0xffffffffffffffff",
    },
    {
      name: 'a file to write on a read-only mount',
      source: here(data),
      destination: there('/mnt/data', { readOnly: true }),
      finding: { id: 'destination-mounts.read-only', severity: 'blocker' },
      criuLine: "Error (criu/files-reg.c:2353): Can't open file tmp/in/data on restore: Read-only file system",
    },
    {
      name: 'a deleted file whose directory is read-only there',
      source: here(ghost),
      destination: there('/mnt/tmp', { readOnly: true }),
      finding: { id: 'destination-mounts.ghost-read-only', severity: 'blocker' },
      criuLine: "Error (criu/files-reg.c:467): Can't create ghost regfile: Read-only file system",
    },
    {
      name: 'mounts that were not read',
      source: here(library),
      destination: there('/mnt/lib.so', null),
      finding: { id: 'destination-mounts.unread', severity: 'not-evaluated' },
    },
  ],
});
