import { probeOf } from './capability.ts';
import { type HeldKind, heldKinds } from './held-kinds.ts';
import { reportHeld } from './report-held.ts';
import { defineRule } from './rule.ts';

/** What a move relies on in CRIU's treatment of its hooks; the ids of probes. */
const reliedOn = [
  'hook-refuses-dump',
  'hook-killed',
  'hook-refuses-restore',
  'frozen-in-hook',
  'copy-waits-in-hook',
  'images-complete',
];

export const hostCapabilities = defineRule({
  id: 'host-capabilities',
  title: 'What was tried on this host',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['capabilityMatrix', 'tasks', 'fds', 'unixSockets', 'otherSockets'],
  couldBlock: false,
  findings: {
    refused: {
      severity: 'blocker',
      message:
        'Process {pid} holds {what}, and CRIU {criu} refused a small program that holds the same on this host: {line}',
      noticed: 'frozen',
      criuError: null,
      remedies: [{ text: 'Install another CRIU on this host, and run `godwit doctor --probes` again.' }],
    },
    lost: {
      severity: 'caution',
      message:
        'Process {pid} holds {what}. CRIU {criu} restored a small program that holds the same on this host, and it did not work afterwards: {line}',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Try it with a workload you can lose first, or install another CRIU.' }],
    },
    behaviour: {
      severity: 'blocker',
      message: 'CRIU {criu} on this host does not do what a move relies on. Expected: {title}. Seen: {line}',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Install CRIU 4.2 or later on this host.' }],
    },
  },
  evaluate: ({ capabilityMatrix: matrix, ...held }, { purpose }) => {
    if (matrix === null) return [];
    const criu = matrix.criu.version;
    // Whoever only dumps learns nothing from a restore; and what becomes of the smallest program is told of CRIU itself.
    const matters = ({ kind }: HeldKind): boolean =>
      kind !== 'process' && (purpose !== 'dump' || probeOf(matrix, kind)?.outcome === 'dump-refused');
    const tried = heldKinds(held)
      .filter(matters)
      .flatMap((one) => reportHeld(matrix, one));
    const broken = purpose === 'move' ? reliedOn.map((id) => probeOf(matrix, id)).filter((one) => one !== null) : [];
    return [
      ...tried,
      ...broken
        .filter(({ outcome }) => outcome !== 'works' && outcome !== 'not-run')
        .map(({ title, detail, criuError }) => ({
          kind: 'behaviour' as const,
          subject: { kind: 'host' as const },
          evidence: { criu, title, line: criuError ?? detail },
        })),
    ];
  },
});
