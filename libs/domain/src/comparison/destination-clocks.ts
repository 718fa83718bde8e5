import { defineRule, type Reported } from '../rules/rule.ts';
import { knownValue } from './needed-fact.ts';

export const destinationClocks = defineRule({
  id: 'destination-clocks',
  title: 'Clocks of the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['details', 'destination.details', 'destination.criu'],
  couldBlock: true,
  findings: {
    backwards: {
      severity: 'blocker',
      message:
        'The kernel of the destination has no time namespaces, and its clock stands at {there} seconds since its boot, here at {here}: for the program time would go backwards, and what it waits for would come that much later.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Choose a destination with Linux 5.6 or later and CONFIG_TIME_NS.' },
        { text: 'Choose a destination that has been running longer than this host.' },
      ],
    },
    forwards: {
      severity: 'caution',
      message:
        'The kernel of the destination has no time namespaces: for the program the clock jumps from {here} to {there} seconds since boot, and its timeouts end at once.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Prefer a destination with Linux 5.6 or later and CONFIG_TIME_NS.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message:
        'The kernel of the destination has no time namespaces, and the clocks of both hosts are not known: {reason}.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Let agents of this version run on both hosts, then look again.' }],
    },
    source: {
      severity: 'note',
      message:
        'The clocks are driven by {here} here and by {there} on the destination. A program that reads the time stamp counter itself sees it jump.',
      noticed: 'never',
      criuError: null,
      remedies: [],
    },
  },
  evaluate: ({ details, 'destination.details': there, 'destination.criu': { features } }) => {
    const [clocksHere, clocksThere] = [knownValue(details.clocks), knownValue(there.clocks)];
    const sources = { here: clocksHere?.clocksource, there: clocksThere?.clocksource };
    const differ = sources.here !== undefined && sources.there !== undefined && sources.here !== sources.there;
    return [
      ...(features.timens === false ? [judgeJump(clocksHere, clocksThere)] : []),
      ...(differ ? [report('source', { here: String(sources.here), there: String(sources.there) })] : []),
    ];
  },
});

type Kind = 'backwards' | 'forwards' | 'unread' | 'source';
interface Clocks {
  monotonicSeconds: number;
}

const report = (kind: Kind, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'host' },
  evidence,
});

const judgeJump = (here: Clocks | undefined, there: Clocks | undefined): Reported<Kind> => {
  if (here === undefined || there === undefined) return report('unread', { reason: 'one of them did not tell' });
  const kind = there.monotonicSeconds < here.monotonicSeconds ? 'backwards' : 'forwards';
  const seconds = ({ monotonicSeconds }: Clocks): string => monotonicSeconds.toFixed(0);
  return report(kind, { here: seconds(here), there: seconds(there) });
};
