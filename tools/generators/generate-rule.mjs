import { addAfter, addImport, addToList } from './insert-lines.mjs';
import { nameForms } from './names.mjs';

const folder = 'libs/domain/src/rules';
const index = 'docs/rules/README.md';

/**
 * A rule family: the rule, its silent and firing cases, its page, and its line in the catalogue.
 *
 * @returns {import('./generate.mjs').Generated}
 */
export function generateRule(name) {
  const forms = nameForms(name);
  const { kebab, camel, sentence } = forms;
  return {
    files: {
      [`${folder}/${kebab}.ts`]: rule(forms),
      [`${folder}/${kebab}.test.ts`]: test(forms),
      [`docs/rules/${kebab}.md`]: page(forms),
    },
    edits: {
      [index]: (text) =>
        addToList(text, /^\| \[[\w-]+\]\([\w-]+\.md\) \|/, `| [${kebab}](${kebab}.md) | ${sentence} | blocker |`),
      [`${folder}/index.ts`]: (text) =>
        addImport(
          addAfter(text, 'export const rules: readonly Rule[] = [', `\n  ${camel},`),
          `import { ${camel} } from './${kebab}.ts';`,
        ),
    },
    next: [
      `Say in ${folder}/${kebab}.ts which facts the rule needs, what it finds and what helps; name CRIU's own line.`,
      `Move its line in ${folder}/index.ts and in ${index} to where it belongs.`,
      'Show in the lab that real CRIU agrees, and name its log line in the firing case.',
    ],
  };
}

function rule({ kebab, camel, sentence }) {
  return `import { defineRule } from './rule.ts';

export const ${camel} = defineRule({
  id: '${kebab}',
  title: '${sentence}',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds'],
  couldBlock: true,
  findings: {
    open: {
      severity: 'blocker',
      message: 'Process {pid} has {link} open as descriptor {fd}. CRIU cannot save it.',
      noticed: 'frozen',
      criuError: "Can't dump file \\\\d+ of that type",
      remedies: [{ text: 'Close descriptor {fd} of process {pid} before the dump.' }],
    },
  },
  evaluate: ({ fds }) =>
    fds
      .filter(({ anonInode }) => anonInode === '${kebab}')
      .map(({ pid, fd, link }) => ({
        kind: 'open',
        subject: { kind: 'fd', pid, fd, path: link },
        evidence: { pid: String(pid), fd: String(fd), link },
      })),
});
`;
}

function test({ kebab, camel }) {
  return `import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { ${camel} } from './${kebab}.ts';

const open = buildFd({ fd: 4, link: 'anon_inode:${kebab}', anonInode: '${kebab}' });

describeRule(${camel}, {
  silent: [{ name: 'an ordinary file', source: buildBundle({ tree: { tasks: [buildTask({ fds: [buildFd()] })] } }) }],
  fires: [
    {
      name: 'an open descriptor',
      source: buildBundle({ tree: { tasks: [buildTask({ fds: [open] })] } }),
      finding: { id: '${kebab}.open', subject: { kind: 'fd', pid: 100, fd: 4, path: 'anon_inode:${kebab}' } },
      criuLine: "Error (criu/files.c:1): Can't dump file 4 of that type",
    },
  ],
});
`;
}

function page({ kebab, sentence }) {
  return `# ${sentence}

Rule \`${kebab}\`, judged for dump, here, move.

Descriptors of a kind that CRIU cannot save.

## How it is seen

The target of the descriptor's link in /proc/PID/fd.

## What it finds

| Finding | Severity | When | CRIU would notice |
| --- | --- | --- | --- |
| \`open\` | blocker | such a descriptor is open | frozen |

## What CRIU says

    Can't dump file 4 of that type

(\`open\`)

## What to do

- Close the descriptor before the dump.

## Sources

proc_pid_fd(5).
`;
}
