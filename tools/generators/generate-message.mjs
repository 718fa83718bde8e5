import { addImport, addToList } from './insert-lines.mjs';
import { nameForms } from './names.mjs';

const spool = 'apps/agent/src/connection/spool/spool-limit.ts';
const verbs = 'apps/agent/src/policy/needed-verbs.ts';
const protocol = 'libs/agent-protocol/src';

/**
 * A message between agent and server. `disk.filled` tells the server that something happened; `clear-cache` asks the
 * agent to do something.
 *
 * @returns {import('./generate.mjs').Generated}
 */
export function generateMessage(name) {
  return name.includes('.') ? generateEvent(name) : generateCommand(name);
}

function generateEvent(name) {
  const { kebab, camel, pascal } = nameForms(name.replace('.', '-'));
  const handlers = 'apps/server/src/agent-gateway/messages';
  return {
    files: {
      [`${protocol}/to-server/${kebab}.ts`]: event(name, camel),
      [`${handlers}/${kebab}.ts`]: eventHandler(name, pascal),
    },
    edits: {
      [`${protocol}/to-server/messages.ts`]: (text) => addToTable(text, { kebab, camel }),
      // What the history needs is never dropped from a full spool.
      [spool]: (text) => addToList(text, /^ {2}'[\w.-]+': (true|false),$/, `  '${name}': false,`),
      [`${handlers}/message-handlers.ts`]: (text) =>
        addImport(
          addToList(text, /^ {2}'[\w.-]+': handle\w+,$/, `  '${name}': handle${pascal},`),
          `import { handle${pascal} } from './${kebab}.ts';`,
        ),
    },
    next: [
      `Say in ${protocol}/to-server/${kebab}.ts what the message carries.`,
      `Store it in ${handlers}/${kebab}.ts.`,
    ],
  };
}

function generateCommand(name) {
  const { kebab, camel, pascal } = nameForms(name);
  const handlers = 'apps/agent/src/commands';
  return {
    files: {
      [`${protocol}/to-agent/${kebab}.ts`]: command(kebab, camel),
      [`${handlers}/${kebab}.ts`]: commandHandler(kebab, pascal),
    },
    edits: {
      [`${protocol}/to-agent/commands.ts`]: (text) => addToTable(text, { kebab, camel }),
      [`${handlers}/command-handlers.ts`]: (text) => addCommandHandler(text, { kebab, pascal }),
      // Of the verbs the one that allows least; whoever gives the command its body chooses another.
      [verbs]: (text) => addToList(text, /^ {2}'[\w-]+': ('\w+'|null),$/, `  '${kebab}': 'look',`),
    },
    next: [
      `Say in ${protocol}/to-agent/${kebab}.ts what is asked and what is answered.`,
      `Do it in ${handlers}/${kebab}.ts.`,
      `Say in ${verbs} which verb of a host's policy allows it.`,
    ],
  };
}

function addToTable(text, { kebab, camel }) {
  const listed = addToList(text, /^ {2}\[\w+\.type\]: \w+,$/, `  [${camel}.type]: ${camel},`);
  return addImport(listed, `import { ${camel} } from './${kebab}.ts';`);
}

function addCommandHandler(text, { kebab, pascal }) {
  const listed = addToList(text, /^ {2}'[\w-]+': (answer|create)\w+/, `  '${kebab}': answer${pascal},`);
  const typed = listed.replace(/^(export type FactCommand =[^;]*);/m, `$1 | '${kebab}';`);
  return addImport(typed, `import { answer${pascal} } from './${kebab}.ts';`);
}

function event(name, camel) {
  return `import { z } from 'zod';

/** The agent reports ${name.replace('.', ' ').replaceAll('-', ' ')}. */
export const ${camel} = {
  type: '${name}',
  body: z.object({ reason: z.string() }),
} as const;
`;
}

function eventHandler(name, pascal) {
  return `import { GodwitError } from '@godwit/domain/errors';
import type { MessageHandler } from '../message-context.ts';

export const handle${pascal}: MessageHandler<'${name}'> = async ({ hostName }, { reason }) => {
  throw new GodwitError({
    code: 'internal',
    message: \`\${hostName} reported ${name} (\${reason}), and the server does not store that yet.\`,
    remedy: 'Update the server.',
  });
};
`;
}

function command(kebab, camel) {
  return `import { z } from 'zod';

/** Asks the agent to ${kebab.replaceAll('-', ' ')}. */
export const ${camel} = {
  type: '${kebab}',
  request: z.object({}),
  result: z.object({ done: z.boolean() }),
} as const;
`;
}

function commandHandler(kebab, pascal) {
  return `import type { CommandHandler } from '../agent-context.ts';

export const answer${pascal}: CommandHandler<'${kebab}'> = async () => ({ done: true });
`;
}
