import {
  type DumpPhase,
  dumpPhases,
  dumpSigns,
  phaseMarkedBy,
  type RestorePhase,
  restorePhases,
  restoreSigns,
} from '../criu/index.ts';
import type { CriuOperation } from './explanation.ts';
import type { LogLine } from './log-line.ts';

const furthest = <P extends string>(
  lines: readonly LogLine[],
  signs: Parameters<typeof phaseMarkedBy<P>>[1],
  order: readonly P[],
): P | null => {
  let reached = -1;
  for (const { text } of lines) {
    const phase = phaseMarkedBy(text, signs);
    if (phase !== null) reached = Math.max(reached, order.indexOf(phase));
  }
  return order[reached] ?? null;
};

/** How far these lines of a run came; null where they hold no sign, as in logs below -v3. */
export const phaseReached = (lines: readonly LogLine[], operation: CriuOperation): DumpPhase | RestorePhase | null => {
  if (operation === 'restore') return furthest(lines, restoreSigns, restorePhases);
  return operation === 'unknown' ? null : furthest(lines, dumpSigns, dumpPhases);
};

const signs: readonly (readonly [sign: RegExp, operation: CriuOperation])[] = [
  [/^Pre-dumping /, 'pre-dump'],
  [/^(Reading image tree|Restoring FAILED|Restore finished successfully|Forking task with )/, 'restore'],
  [/^(Dumping (processes|FAILED|finished)|Dumping task \(pid)/, 'dump'],
];

const sourceSigns: readonly (readonly [sign: RegExp, operation: CriuOperation])[] = [
  [/\/?(cr-restore|protobuf|restorer)\.c:/, 'restore'],
  [/\/?(cr-dump|seize|proc_parse|parasite-syscall|parasite)\.c:/, 'dump'],
];

/** What CRIU was asked to do, by what it says of itself, else by the place of its errors. */
export const operationOf = (lines: readonly LogLine[]): CriuOperation => {
  const said = signs.find(([sign]) => lines.some(({ text }) => sign.test(text)));
  const placed = sourceSigns.find(([sign]) => lines.some(({ source }) => source !== null && sign.test(source)));
  return said?.[1] ?? placed?.[1] ?? 'unknown';
};

/** From here on CRIU works on the tree; before it only tries out what the kernel can do, and failing is an answer too. */
export const beginOfWork = (lines: readonly LogLine[]): number =>
  lines.findIndex(({ text }) => /^((Pre-d|D)umping processes \(pid|Reading image tree)/.test(text));
