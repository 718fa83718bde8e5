import type { Finding } from '@godwit/domain/verdict';

/** The first sentence of a message as its headline, and the others; a full stop inside an address or a path ends nothing. */
export const splitMessage = (message: string): { headline: string; rest: string } => {
  const end = /[.!?]\s+(?=[A-Z])/.exec(message);
  if (!end) return { headline: message, rest: '' };
  return { headline: message.slice(0, end.index + 1), rest: message.slice(end.index + end[0].length) };
};

/** The evidence without what the subject already says. */
export const furtherEvidence = ({ evidence, subject }: Finding): Record<string, string> => {
  const said = new Map([
    ['pid', String(subject.pid)],
    ['fd', String(subject.fd)],
    ['path', String(subject.path)],
  ]);
  return Object.fromEntries(Object.entries(evidence).filter(([label, value]) => said.get(label) !== value));
};
