import type { NoticedMoment, Severity, VerdictWord } from '@godwit/domain/verdict';
import {
  Activity,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Download,
  Hand,
  Hourglass,
  Info,
  KeyRound,
  Snowflake,
  TriangleAlert,
  Undo2,
  UserRoundCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { BarredGate, DashedGate, KeyedGate, OpenGate } from '../icons/gates.tsx';
import type { Tone } from './tones.ts';

export interface StateWord {
  word: string;
  tone: Tone;
  icon: ReactNode;
}

/** How each verdict is said on screen. */
export const verdictStates: Record<VerdictWord, StateWord> = {
  migratable: { word: 'Can move', tone: 'can', icon: <OpenGate /> },
  'migratable-with-options': { word: 'Can move, with options', tone: 'options', icon: <KeyedGate /> },
  blocked: { word: 'Cannot move', tone: 'cannot', icon: <BarredGate /> },
  undetermined: { word: 'Not known', tone: 'unknown', icon: <DashedGate /> },
};

/** How each severity is said; in the order of the page. */
export const severityStates: Record<Severity, StateWord & { many: string }> = {
  blocker: { word: 'Blocker', many: 'Blockers', tone: 'cannot', icon: <BarredGate /> },
  'not-evaluated': { word: 'Not evaluated', many: 'Not evaluated', tone: 'unknown', icon: <DashedGate /> },
  'needs-option': {
    word: 'Needs an option',
    many: 'Need an option',
    tone: 'options',
    icon: <KeyRound aria-hidden="true" />,
  },
  caution: { word: 'Caution', many: 'Cautions', tone: 'amber', icon: <TriangleAlert aria-hidden="true" /> },
  note: { word: 'Note', many: 'Notes', tone: 'slate', icon: <Info aria-hidden="true" /> },
};

/** When CRIU itself would have noticed, as a sentence fragment. */
export const noticedWords: Record<NoticedMoment, string> = {
  'before-freeze': 'CRIU would notice before the freeze',
  frozen: 'CRIU would notice while the source is frozen',
  'after-pages': 'CRIU would notice after all memory is written, source frozen',
  restore: 'would fail at restore, source already frozen',
  never: 'CRIU would not notice',
};

/** What a workload does on one side of a run. */
export const placeStates = {
  running: { word: 'Running', tone: 'can', icon: <Activity aria-hidden="true" /> },
  frozen: { word: 'Frozen', tone: 'ice', icon: <Snowflake aria-hidden="true" /> },
  held: { word: 'Held', tone: 'ice', icon: <Hand aria-hidden="true" /> },
  gone: { word: 'Gone', tone: 'slate', icon: <CircleDashed aria-hidden="true" /> },
  arriving: { word: 'Arriving', tone: 'ice', icon: <Download aria-hidden="true" /> },
  absent: { word: 'Not here yet', tone: 'slate', icon: <CircleDashed aria-hidden="true" /> },
  discarded: { word: 'Copy discarded', tone: 'slate', icon: <CircleDashed aria-hidden="true" /> },
  failed: { word: 'Copy failed', tone: 'cannot', icon: <CircleX aria-hidden="true" /> },
} as const satisfies Record<string, StateWord>;
export type PlaceState = keyof typeof placeStates;

/** How a run ended, or that it has not. */
export const outcomeStates = {
  queued: { word: 'Queued', tone: 'slate', icon: <Hourglass aria-hidden="true" /> },
  running: { word: 'Running', tone: 'ice', icon: <Activity aria-hidden="true" /> },
  succeeded: { word: 'Succeeded', tone: 'can', icon: <CircleCheck aria-hidden="true" /> },
  'given-back': { word: 'Given back', tone: 'amber', icon: <Undo2 aria-hidden="true" /> },
  cancelled: { word: 'Cancelled', tone: 'slate', icon: <Ban aria-hidden="true" /> },
  failed: { word: 'Failed', tone: 'cannot', icon: <CircleX aria-hidden="true" /> },
  'needs-decision': { word: 'Needs a decision', tone: 'unknown', icon: <UserRoundCheck aria-hidden="true" /> },
} as const satisfies Record<string, StateWord>;
export type OutcomeState = keyof typeof outcomeStates;

/** Whether a host can be reached. */
export const hostStates = {
  connected: { word: 'Connected', tone: 'can', icon: <CircleCheck aria-hidden="true" /> },
  lost: { word: 'Lost', tone: 'cannot', icon: <CircleAlert aria-hidden="true" /> },
  revoked: { word: 'Revoked', tone: 'slate', icon: <Ban aria-hidden="true" /> },
  never: { word: 'Never connected', tone: 'slate', icon: <CircleDashed aria-hidden="true" /> },
} as const satisfies Record<string, StateWord>;

/** Whether CRIU works on a host. */
export const criuStates = {
  ready: { word: 'CRIU ready', tone: 'can', icon: <CircleCheck aria-hidden="true" /> },
  'not-ready': { word: 'CRIU not ready', tone: 'cannot', icon: <CircleX aria-hidden="true" /> },
  unknown: { word: 'CRIU not known', tone: 'unknown', icon: <CircleHelp aria-hidden="true" /> },
} as const satisfies Record<string, StateWord>;
