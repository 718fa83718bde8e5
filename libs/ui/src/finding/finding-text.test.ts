import type { Finding } from '@godwit/domain/verdict';
import { expect, it } from 'vitest';
import { furtherEvidence, splitMessage } from './finding-text.ts';

it('takes the first sentence as the headline, whatever stops an address holds', () => {
  expect(splitMessage('Process 8003 talks to 10.77.0.13:7003, established. CRIU keeps it only when told to.')).toEqual({
    headline: 'Process 8003 talks to 10.77.0.13:7003, established.',
    rest: 'CRIU keeps it only when told to.',
  });
  expect(splitMessage('A library is missing on lab-b')).toEqual({
    headline: 'A library is missing on lab-b',
    rest: '',
  });
});

it('leaves out what the subject says, and keeps what differs from it', () => {
  const finding = { subject: { kind: 'file', pid: 7, path: '/a' }, evidence: { pid: '7', path: '/b', size: '3 B' } };
  expect(furtherEvidence(finding as unknown as Finding)).toEqual({ path: '/b', size: '3 B' });
});
