import { existsSync } from 'node:fs';
import { readText, readTextOrNull } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

const clocksourceFile = '/sys/devices/system/clocksource/clocksource0/current_clocksource';

/** Offsets of time_namespaces(7) in whole seconds; null where both are zero or the kernel has no time namespaces. */
export const parseOffsets = (text: string): HostValue<'clocks'>['offsets'] => {
  const seconds = (clock: string): number => Number(new RegExp(`^${clock}\\s+(-?\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const offsets = { monotonicSeconds: seconds('monotonic'), boottimeSeconds: seconds('boottime') };
  return offsets.monotonicSeconds === 0 && offsets.boottimeSeconds === 0 ? null : offsets;
};

/** The clocks as this process sees them: CLOCK_MONOTONIC, CLOCK_BOOTTIME and the wall clock. */
export const readClocks = (): HostValue<'clocks'> => ({
  realtimeMs: Date.now(),
  monotonicSeconds: Number(process.hrtime.bigint() / 1_000_000n) / 1000,
  boottimeSeconds: Number.parseFloat(readText('/proc/uptime')),
  offsets: existsSync('/proc/self/timens_offsets') ? parseOffsets(readText('/proc/self/timens_offsets')) : null,
  clocksource: readTextOrNull(clocksourceFile)?.trim() ?? 'unknown',
});
