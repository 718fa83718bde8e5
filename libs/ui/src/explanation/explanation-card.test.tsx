import { explainLog } from '@godwit/domain/explanation';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ExplanationCard } from './explanation-card.tsx';

const text = (log: string) =>
  renderToStaticMarkup(<ExplanationCard explanation={explainLog(log)} />).replace(/<[^>]+>/g, ' ');

it('shows the line, its meaning and what to do', () => {
  const shown = text(
    '(00.000001) Version: 4.2.1 (gitid 0)\n(00.100000) Dumping processes (pid: 7)\n(00.200000) Error (criu/file-lock.c:110): Some file locks are hold by dumping tasks! You can try --file-locks to dump them.\n(00.300000) Error (criu/cr-dump.c:2111): Dumping FAILED.\n',
  );
  for (const part of [
    'Cause found',
    'in line 3',
    'criu/file-lock.c:110',
    'Some file locks',
    'What to do',
    'CRIU 4.2.1',
  ])
    expect(shown).toContain(part);
});

it('says of an unknown cause that it is not known', () => {
  const shown = text(
    '(00.100000) Error (criu/odd.c:1): odd: never seen\n(00.200000) Error (criu/cr-dump.c:1): Dumping FAILED.\n',
  );
  expect(shown).toContain('Cause not known');
});
