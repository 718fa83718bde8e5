import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { imageKinds, readRecords } from '@godwit/criu-images';
import type { HostFacts } from '@godwit/domain/facts';
import { runProgram } from '../program/run-program.ts';

type CriuFacts = Extract<HostFacts['criu'], { known: true }>['value'];
type CriuCpu = Extract<NonNullable<CriuFacts['cpu']>, { known: true }>['value'];

const imageName = 'cpuinfo.img';

/** The processor in `cpuinfo.img`. Throws when the image describes no x86 processor. */
export const parseCriuCpu = (image: Uint8Array): CriuCpu => {
  for (const { entry } of readRecords(imageKinds.cpuinfo, imageName, image)) {
    const [cpu] = entry.x86;
    if (cpu === undefined) continue;
    const { family, model, stepping, xfeatures, xsaveBytes, xsaveMaximumBytes } = cpu;
    return { family, model, stepping, extendedStates: xfeatures.toString(16), xsaveBytes, xsaveMaximumBytes };
  }
  throw new Error('criu cpuinfo describes no x86 processor');
};

/** The processor as CRIU itself sees it (`criu cpuinfo dump`): Node cannot ask cpuid. */
export const readCriuCpu = async (criuPath: string): Promise<CriuCpu> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'godwit-cpuinfo-'));
  try {
    const { code, stdout, stderr } = await runProgram([criuPath, 'cpuinfo', 'dump', `--images-dir=${directory}`]);
    if (code !== 0) throw new Error(`criu cpuinfo dump failed: ${(stderr || stdout).trim()}`);
    return parseCriuCpu(readFileSync(path.join(directory, imageName)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
