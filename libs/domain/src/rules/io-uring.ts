import { defineRule } from './rule.ts';

export const ioUring = defineRule({
  id: 'io-uring',
  title: 'io_uring rings',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'mappings'],
  couldBlock: true,
  findings: {
    ring: {
      severity: 'blocker',
      message:
        'Process {pid} uses io_uring ({seen}). CRIU has no way to save a ring, so it gives up as soon as it meets one.',
      noticed: 'frozen',
      criuError:
        "Unknown shit \\d+ \\(anon_inode:\\[io_uring\\]\\)|Can't dump file \\d+ of that type .*io_uring|Can't retrieve FDs from socket|send_fds failed \\(-22\\)",
      probe: 'io-uring',
      remedies: [
        {
          text: 'Start the program without io_uring, for example with UV_USE_IO_URING=0 (libuv, Node.js) or io_method=worker (PostgreSQL).',
        },
        { text: 'Forbid it for the whole host with the sysctl kernel.io_uring_disabled=2 and restart the program.' },
      ],
    },
  },
  evaluate: ({ fds, mappings }) => {
    const rings = fds.filter(({ anonInode }) => anonInode === 'io_uring');
    const seen = new Set(rings.map(({ pid }) => pid));
    // A ring stays mapped after its descriptor was closed.
    const mapped = mappings.filter(({ path, pid }) => path.includes('anon_inode:[io_uring]') && !seen.has(pid));
    return [
      ...rings.map(({ pid, fd, link }) => ({
        kind: 'ring' as const,
        subject: { kind: 'fd' as const, pid, fd, path: link },
        evidence: { pid: String(pid), seen: `descriptor ${fd}`, link },
      })),
      ...[...new Map(mapped.map((mapping) => [mapping.pid, mapping])).values()].map(({ pid, start, end, path }) => ({
        kind: 'ring' as const,
        subject: { kind: 'mapping' as const, pid, path },
        evidence: { pid: String(pid), seen: `mapping ${start}-${end}`, link: path },
      })),
    ];
  },
});
