import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { verdictJsonSchema } from './verdict-json-schema.ts';

const published = new URL('../../../../docs/verdict.schema.json', import.meta.url);

it('is published as it is: `godwit schema > docs/verdict.schema.json` brings it in step', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(verdictJsonSchema())));
});

it('lets fields be added', () => {
  expect(JSON.stringify(verdictJsonSchema())).not.toContain('"additionalProperties":false');
});
