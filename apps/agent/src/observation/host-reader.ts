import { statSync } from 'node:fs';
import os from 'node:os';
import { readToolVersions } from '@godwit/criu-driver';
import { type CapabilityMatrix, type HostFacts, known } from '@godwit/domain/facts';
import { collectHost } from '@godwit/host-facts';

export interface HostReader {
  /** All host facts as they are now; what CRIU can do is measured once per kernel and CRIU binary. */
  read: () => Promise<HostFacts>;
}

export interface HostReaderOptions {
  criuPath: string | null;
  imagesDirectory: string;
  /** Asks CRIU about itself and tries it on a tiny process; takes seconds. */
  measureCriu: () => Promise<HostFacts['criu']>;
  /** What probes saw here; null when there were none. */
  recallMatrix: () => CapabilityMatrix | null;
}

/** A failed look at CRIU is believed this long. */
const retryUnknownMs = 60_000;

export const createHostReader = (options: HostReaderOptions): HostReader => {
  const measure = rememberMeasurement(options);
  const { imagesDirectory, criuPath } = options;
  // Tools are asked once: starting all of them takes longer than everything else that is read of a host.
  let versions: ReturnType<typeof readToolVersions> | undefined;
  const askTools = () => {
    versions ??= readToolVersions();
    return versions;
  };
  const read = async (): Promise<HostFacts> => {
    const host = await collectHost({ readCriu: measure, readToolVersions: askTools, imagesDirectory, criuPath });
    const matrix = options.recallMatrix();
    return matrix === null ? host : { ...host, capabilityMatrix: known(matrix, 'probes') };
  };
  return { read };
};

const rememberMeasurement = ({ criuPath, measureCriu }: HostReaderOptions): (() => Promise<HostFacts['criu']>) => {
  let last: { key: string; atMs: number; facts: Promise<HostFacts['criu']> } | undefined;
  return async () => {
    const key = `${os.release()} ${describeFile(criuPath)}`;
    const fresh = last?.key === key && ((await last.facts).known || performance.now() - last.atMs < retryUnknownMs);
    if (!last || !fresh) last = { key, atMs: performance.now(), facts: measureCriu() };
    return last.facts;
  };
};

const describeFile = (file: string | null): string => {
  const stat = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
  return `${file} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
};
