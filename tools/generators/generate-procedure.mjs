import { addAfter, addImport } from './insert-lines.mjs';
import { nameForms } from './names.mjs';

const router = 'apps/server/src/procedures/router.ts';

/**
 * A procedure of the portal's interface: `runs/pause-run` is the procedure `pauseRun` of the noun `runs`.
 *
 * @returns {import('./generate.mjs').Generated}
 */
export function generateProcedure(name) {
  const [noun, verb, ...rest] = name.split('/');
  if (!verb || rest.length)
    throw new Error(`Name a procedure as noun/verb-noun, for example runs/pause-run, not "${name}".`);
  const { kebab, camel } = nameForms(verb);
  const folder = `apps/server/src/procedures/${nameForms(noun).kebab}`;
  return {
    files: { [`${folder}/${kebab}.ts`]: procedure(kebab, camel), [`${folder}/${kebab}.schema.ts`]: schema(camel) },
    edits: {
      [router]: (text) =>
        addImport(addToRouter(text, nameForms(noun).camel, camel), `import { ${camel} } from './${noun}/${kebab}.ts';`),
    },
    next: [
      `Choose who may call it: viewerProcedure, operatorProcedure or adminProcedure.`,
      `Say in ${folder}/${kebab}.schema.ts what comes in and what goes out.`,
    ],
  };
}

function addToRouter(text, noun, camel) {
  const marker = `  ${noun}: router({`;
  if (text.includes(marker)) return addAfter(text, marker, ` ${camel}, `);
  return addAfter(text, 'export const appRouter = router({', `\n  ${noun}: router({ ${camel} }),`);
}

function procedure(kebab, camel) {
  return `import { viewerProcedure } from '../trpc.ts';
import { ${camel}Input, ${camel}Output } from './${kebab}.schema.ts';

export const ${camel} = viewerProcedure
  .input(${camel}Input)
  .output(${camel}Output)
  .query(({ input }) => ({ id: input.id }));
`;
}

function schema(camel) {
  return `import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const ${camel}Input = z.object({ id: idSchema });

export const ${camel}Output = z.object({ id: idSchema });
`;
}
