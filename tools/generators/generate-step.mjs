import { addImport } from './insert-lines.mjs';
import { nameForms } from './names.mjs';

const table = 'libs/domain/src/run/steps.ts';
const folder = 'apps/server/src/run-engine/steps';

/**
 * A step of a run: its row in the step table, the file that performs it, and its line in the list of performers. It comes
 * just before the sweep of a move, after the commit, where it can do least harm until a person has placed it.
 *
 * @returns {import('./generate.mjs').Generated}
 */
export function generateStep(name) {
  const { kebab, camel, sentence } = nameForms(name);
  return {
    files: { [`${folder}/${kebab}.ts`]: step(camel, sentence) },
    edits: {
      [table]: (text) => addRow(text, kebab, sentence),
      [`${folder}/step-performers.ts`]: (text) => addPerformer(text, { kebab, camel }),
    },
    next: [
      `Place its row in ${table}, with its deadline and what undoes it.`,
      `Perform it in ${folder}/${kebab}.ts; it may be called again after a crash at any point.`,
    ],
  };
}

function addRow(text, kebab, sentence) {
  const named = insertBefore(text, /^ {2}'sweep',$/m, `  '${kebab}',\n`);
  return insertBefore(named, /^ {4}forward\('sweep'/m, `    forward('${kebab}', '${sentence}', 30_000),\n`);
}

function addPerformer(text, { kebab, camel }) {
  const entry = kebab === camel ? camel : `'${kebab}': ${camel}`;
  return addImport(insertBefore(text, /^ {2}sweep,$/m, `  ${entry},\n`), `import { ${camel} } from './${kebab}.ts';`);
}

function insertBefore(text, pattern, addition) {
  const found = pattern.exec(text);
  if (!found) throw new Error(`There is no line like ${pattern} to put "${addition.trim()}" before.`);
  return text.slice(0, found.index) + addition + text.slice(found.index);
}

function step(camel, sentence) {
  return `import type { PerformStep } from '../step.ts';

/** ${sentence}. Looks first: after a crash it is called again. */
export const ${camel}: PerformStep = async (context) => {
  const { steps } = await context.look();
  return { result: { finishedBefore: steps.size } };
};
`;
}
