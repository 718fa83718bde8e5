import { type DumpPhase, dumpSigns, phaseMarkedBy, type RestorePhase, restoreSigns } from '@godwit/domain/criu';

/** At restore the number of the writing process stands before the text. */
const withoutProcess = (text: string): string => text.replace(/^ *\d+: /, '');

/** The phase of a dump whose beginning this line marks; null for all other lines. */
export const dumpPhaseOf = (text: string): DumpPhase | null => phaseMarkedBy(withoutProcess(text), dumpSigns);

/** The phase of a restore whose beginning this line marks; null for all other lines. */
export const restorePhaseOf = (text: string): RestorePhase | null => phaseMarkedBy(withoutProcess(text), restoreSigns);

/** The first line that tells that a task of the tree stands still. */
export const isSeizeLine = (text: string): boolean => dumpPhaseOf(text) === 'freezing';
