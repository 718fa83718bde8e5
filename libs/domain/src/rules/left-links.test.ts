import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle } from '../facts/index.ts';
import { leftLinks } from './left-links.ts';

const beside = (names: string[], own: string[] = []): FactBundle =>
  buildBundle({
    tree: {
      tasks: [
        buildTask({
          fds: [
            buildFd({
              link: '/srv/data (deleted)',
              identity: { path: '/srv/data', state: 'deleted', leftLinks: names, ownLeftLinks: own },
            }),
          ],
        }),
      ],
    },
  });

describeRule(leftLinks, {
  silent: [{ name: 'a lost name with nothing beside it', source: beside([]) }],
  fires: [
    {
      name: 'a link to the very file, of an earlier dump',
      source: beside(['link_remap.3', 'link_remap.15'], ['link_remap.15']),
      finding: {
        id: 'left-links.of-this-file',
        severity: 'blocker',
        evidence: { pid: '100', path: '/srv/data', left: 'link_remap.15' },
      },
      criuLine: "Error (criu/files-reg.c:1159): Can't link remap to /tmp/x: File exists",
    },
    {
      name: 'a link of an earlier dump beside it',
      source: beside(['link_remap.15']),
      finding: {
        id: 'left-links.beside',
        severity: 'caution',
        evidence: { pid: '100', path: '/srv/data', left: 'link_remap.15' },
      },
      criuLine: "Error (criu/files-reg.c:1159): Can't link remap to /tmp/x: File exists",
    },
  ],
});
