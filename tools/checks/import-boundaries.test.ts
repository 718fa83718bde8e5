import { describe, expect, it } from 'vitest';
import { importBoundaries } from './import-boundaries.mjs';
import { makeManifest, makeTree } from './make-tree.mjs';

const packages = {
  'libs/domain/package.json': makeManifest('domain', 'domain', 'any', { './facts': './src/facts/index.ts' }),
  'libs/history-store/package.json': makeManifest('history-store', 'adapter', 'server'),
  'libs/criu-driver/package.json': makeManifest('criu-driver', 'adapter', 'agent'),
  'libs/test-kit/package.json': makeManifest('test-kit', 'test', 'any'),
  'apps/server/package.json': makeManifest('server', 'app', 'server', { './router-type': './src/router-type.ts' }),
  'apps/web/package.json': makeManifest('web', 'app', 'browser', {}),
};

const judge = (file: string, text: string) => importBoundaries.run(makeTree({ ...packages, [file]: text }));

const silent: [string, string][] = [
  ['apps/web/src/a.ts', "import type { AppRouter } from '@godwit/server/router-type';"],
  ['apps/web/src/a.ts', "import { readFacts } from '@godwit/domain/facts';"],
  ['libs/domain/src/a.ts', "import { z } from 'zod'; import { b } from './b.ts';"],
  ['libs/domain/src/a.test.ts', "import { it } from 'vitest'; import { buildHost } from '@godwit/test-kit';"],
  ['libs/criu-driver/src/a.ts', "import { spawn } from 'node:child_process';"],
  ['libs/history-store/src/a.ts', "import { PrismaClient } from '@prisma/client';"],
  ['apps/server/src/a.lab.test.ts', "import { labUp } from '../../../tools/lab/lab-up.mjs';"],
  [
    'apps/server/src/lab-harness/stage.ts',
    "import { labUp } from '../../../../tools/lab/lab-up.mjs'; import 'node:child_process';",
  ],
];

const fires: [string, string, string][] = [
  ['apps/web/src/a.ts', "import { appRouter } from '@godwit/server/router-type';", 'nobody imports an app'],
  ['apps/web/src/a.ts', "import { x } from '@godwit/domain/facts/host';", 'not in the exports'],
  ['apps/web/src/a.ts', "import { x } from '@godwit/domain';", 'not in the exports'],
  ['apps/web/src/a.ts', "export { x } from '../../../libs/domain/src/x.ts';", 'leaves apps/web'],
  ['apps/server/src/a.ts', "import { buildHost } from '@godwit/test-kit';", 'for tests only'],
  ['apps/server/src/a.ts', "await import('@prisma/client');", 'only libs/history-store'],
  ['apps/server/src/a.ts', "import { spawn } from 'child_process';", 'only libs/criu-driver'],
  ['apps/server/src/a.ts', "const { fork } = require('node:child_process');", 'only libs/criu-driver'],
  ['libs/domain/src/a.ts', "import { readFile } from 'node:fs/promises';", 'domain is pure'],
  ['libs/domain/src/a.ts', "type Stats = import('node:fs').Stats;", 'domain is pure'],
  ['apps/server/src/a.ts', "import { labUp } from '../../../tools/lab/lab-up.mjs';", 'leaves apps/server'],
  ['apps/server/src/a.ts', "import { stage } from './lab-harness/stage.ts';", 'for tests only'],
];

describe('imports', () => {
  it.each(silent)('in %s: %s is fine', async (file, text) => {
    expect(await judge(file, text)).toEqual([]);
  });
  it.each(fires)('in %s: %s is refused', async (file, text, reason) => {
    expect(await judge(file, text)).toEqual([expect.stringContaining(reason)]);
  });
});
