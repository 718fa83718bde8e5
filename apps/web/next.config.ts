import path from 'node:path';
import type { NextConfig } from 'next';

const root = path.join(import.meta.dirname, '../..');

const config: NextConfig = {
  // The workspace root: without it Next guesses, and leaves files of the libraries out of its trace.
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ['@godwit/domain', '@godwit/ui'],
  // Types are checked per package by `npm run check`, with another compiler than the one Next would start.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
