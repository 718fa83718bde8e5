import { buildFile, buildTree } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import type { Container, DependedFile } from '../facts/index.ts';
import type { Finding } from '../verdict/index.ts';
import { rehearsedOptions, sayRehearsal, whyNotRehearse, writtenPaths } from './index.ts';

const noOptions = { dump: [], restore: [] };
const verdict = { options: noOptions, findings: [] };
const withFiles = (...files: DependedFile[]) => buildTree({ files: { known: true, value: files } });
const device = (path: string): DependedFile => {
  const file = buildFile({ path, openForWriting: true });
  return { ...file, identity: { ...file.identity, kind: 'character-device' } };
};

const contained = (changes: Partial<Container> = {}, ...files: DependedFile[]) => ({
  ...withFiles(...files),
  container: {
    known: true as const,
    value: {
      runtime: 'runc' as const,
      id: 'web',
      name: 'web',
      bundle: '/srv/web',
      rootfs: '/srv/web/rootfs',
      rootfsBytes: 1000,
      systemdCgroup: false,
      bindMounts: [{ source: '/srv/data', destination: '/data' }],
      joinedNamespaces: [],
      hooks: [],
      hasTerminal: false,
      outsiders: [],
      ...changes,
    },
  },
});

describe('why a tree is not rehearsed', () => {
  it('is silent for a container of runc, and of podman above it', () => {
    expect(whyNotRehearse(contained(), verdict)).toBeNull();
    expect(whyNotRehearse(contained({ runtime: 'podman' }), verdict)).toBeNull();
  });

  it('is silent for a tree of ordinary files and harmless devices', () => {
    const tree = withFiles(buildFile({ path: '/srv/data' }), device('/dev/null'), device('/dev/pts/3'));
    expect(whyNotRehearse(tree, verdict)).toBeNull();
  });

  it.each([
    [
      'a device',
      withFiles(device('/dev/watchdog')),
      verdict,
      /the device \/dev\/watchdog open\. No overlay covers a device/,
    ],
    [
      'a container of crun',
      contained({ runtime: 'crun' }),
      verdict,
      /of crun.* only those of runc, and of podman over runc, are rehearsed/,
    ],
    [
      'a joined namespace',
      contained({ joinedNamespaces: [{ type: 'network', path: '/run/netns/a' }] }),
      verdict,
      /joins the network namespace \/run\/netns\/a/,
    ],
    ['a hook', contained({ hooks: ['/usr/bin/hook'] }), verdict, /runc would run that program of the destination/],
    ['a kernel file', withFiles(buildFile({ path: '/sys/x', openForWriting: true })), verdict, /what the kernel shows/],
    [
      'files not read',
      buildTree({ files: { known: false, reason: 'EACCES' } }),
      verdict,
      /could not be read \(EACCES\)/,
    ],
    [
      'a socket outside',
      withFiles(),
      { ...verdict, options: { dump: [], restore: ['--ext-unix-sk'] } },
      /needs --ext-unix-sk, which reaches/,
    ],
    [
      'a namespace of the host',
      withFiles(),
      { ...verdict, options: { dump: [], restore: ['--join-ns=net:/run/netns/a'] } },
      /--join-ns=/,
    ],
    [
      'a file that a move carries',
      withFiles(),
      {
        ...verdict,
        findings: [
          {
            id: 'writable-files.staged',
            severity: 'needs-option',
            subject: { kind: 'file', path: '/var/a' },
          } as Finding,
        ],
      },
      /carries \/var\/a to the destination first/,
    ],
  ])('names %s', (_, tree, given, message) => {
    expect(whyNotRehearse(tree, given)?.message).toMatch(message);
  });
});

it('closes connections at restore, and leaves the dump as it is', () => {
  const options = { dump: ['--tcp-established'], restore: ['--file-locks', '--tcp-established'] };
  expect(rehearsedOptions(options)).toEqual({ dump: ['--tcp-established'], restore: ['--file-locks', '--tcp-close'] });
});

it('names the files that a restore will open for writing', () => {
  const ghost = buildFile({ path: '/tmp/gone', openForWriting: true });
  const tree = withFiles(
    buildFile({ path: '/srv/state', openForWriting: true }),
    buildFile({ path: '/usr/bin/python3', openForWriting: false }),
    { ...ghost, identity: { ...ghost.identity, state: 'deleted' } },
  );
  expect(writtenPaths(tree)).toEqual(['/srv/state']);
  const inside = [
    buildFile({ path: '/data/numbers', openForWriting: true }),
    buildFile({ path: '/var/own', openForWriting: true }),
  ];
  expect(writtenPaths(contained({}, ...inside))).toEqual(['/srv/data/numbers']);
});

it('says the result in the words of the verdict', () => {
  expect(sayRehearsal({ result: 'built', reason: null })).toBe('built');
  expect(sayRehearsal({ result: 'refused', reason: "Can't open file" })).toBe("refused by CRIU with Can't open file");
});
