import { describeRule } from '@godwit/test-kit';
import { type FilePlan, type FilePlanEntry, noWish } from '../file-plan/index.ts';
import { stagedFiles } from './staged-files.ts';

const path = '/srv/data';
const plan = (more: Partial<FilePlanEntry>, room: FilePlan['room'] = []): FilePlan => ({
  entries: [
    {
      path,
      kind: 'directory',
      handling: 'staged',
      by: 'ada@example.org',
      reason: 'It was declared.',
      bytes: 20 << 20,
      needs: null,
      replace: false,
      within: null,
      refused: null,
      ...more,
    },
  ],
  stagedBytes: 20 << 20,
  sharedDirectories: [],
  room,
  wish: noWish,
});

describeRule(stagedFiles, {
  silent: [
    { name: 'nobody carries files' },
    { name: 'a directory that is shared', filePlan: plan({ handling: 'shared' }) },
    { name: 'a directory that stays behind', filePlan: plan({ handling: 'excluded' }) },
    { name: 'a written file, which has a rule of its own', filePlan: plan({ kind: 'written' }) },
    {
      name: 'a written file inside of a directory',
      filePlan: plan({ kind: 'written', within: '/srv' }),
      stagedThere: [],
    },
    {
      name: 'a missing file that nobody approved',
      filePlan: plan({ kind: 'missing', handling: 'excluded', needs: 'approval' }),
    },
    {
      name: 'no room on the second look, when it is used already',
      filePlan: plan({ kind: 'written' }, [{ path, neededBytes: 2, freeBytes: 1 }]),
      stagedThere: [path],
    },
  ],
  fires: [
    {
      name: 'a declared directory',
      filePlan: plan({}),
      finding: {
        id: 'staged-files.directory',
        severity: 'needs-option',
        evidence: { path, by: 'ada@example.org', size: '20 MiB' },
      },
    },
    {
      name: 'a file that somebody approved',
      filePlan: plan({ kind: 'missing' }),
      finding: { id: 'staged-files.missing', severity: 'needs-option' },
    },
    {
      name: 'something else lies there',
      filePlan: plan({ needs: 'replacement' }),
      finding: { id: 'staged-files.occupied', severity: 'blocker', subject: { kind: 'file', path } },
    },
    {
      name: 'a policy forbids it',
      filePlan: plan({ kind: 'written', refused: 'the policy of this host forbids it' }),
      finding: { id: 'staged-files.refused', severity: 'blocker' },
    },
    {
      name: 'a declared directory that is not there',
      filePlan: plan({ handling: 'excluded', refused: 'it is not there' }),
      finding: { id: 'staged-files.refused', severity: 'blocker' },
    },
    {
      name: 'too little room',
      filePlan: plan({ kind: 'written' }, [{ path, neededBytes: 2 << 20, freeBytes: 1 << 20 }]),
      finding: {
        id: 'staged-files.no-room',
        severity: 'blocker',
        evidence: { path, needed: '2048 KiB', free: '1024 KiB' },
      },
    },
    {
      name: 'what was to be copied is not there on the second look',
      filePlan: plan({ kind: 'written' }),
      stagedThere: [],
      finding: { id: 'staged-files.not-copied', severity: 'blocker' },
    },
  ],
});
