import {
  buildBundle,
  buildDestination,
  buildFd,
  buildInetSocket,
  buildMapping,
  buildTask,
  mutateJson,
  mutateText,
  seeded,
} from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { GodwitError } from '../errors/index.ts';
import { judge } from '../verdict/index.ts';
import { parseBundle } from './bundle.ts';
import { known } from './fact.ts';

const source = buildBundle({
  tree: {
    tasks: [buildTask({ fds: [buildFd()], mappings: [buildMapping()] }), buildTask({ pid: 101, ppid: 100 })],
    inetSockets: known([buildInetSocket()]),
  },
});
const bundles = [source, buildDestination()];
const texts = bundles.map((bundle) => JSON.stringify(bundle));

/** Read and judged, or refused with a clear error. Anything else is thrown. */
const endOf = (text: string): 'judged' | 'refused' => {
  try {
    const bundle = parseBundle(text);
    if (bundle.tree === undefined) judge({ source, destination: bundle, purpose: 'move' });
    else judge({ source: bundle, purpose: 'here' });
    return 'judged';
  } catch (error) {
    if (error instanceof GodwitError && error.message.length > 20) return 'refused';
    throw error;
  }
};

describe('10,000 bundles that somebody tampered with', () => {
  it('each end in a verdict or in a clear error, and soon', () => {
    const below = seeded(713);
    const ends = { judged: 0, refused: 0 };
    let slowest = 0;
    for (let round = 0; round < 10_000; round++) {
      const at = below(bundles.length);
      const text =
        round % 2 === 0 ? JSON.stringify(mutateJson(bundles[at], below)) : mutateText(texts[at] ?? '', below, texts);
      const startedMs = performance.now();
      ends[endOf(text ?? '')]++;
      slowest = Math.max(slowest, performance.now() - startedMs);
    }
    expect(Math.min(ends.judged, ends.refused)).toBeGreaterThan(300);
    expect(slowest).toBeLessThan(1000);
  }, 60_000);
});
