import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { HostFacts } from '@godwit/domain/facts';

type CriuFacts = Extract<HostFacts['criu'], { known: true }>['value'];
type CriuBuild = Extract<NonNullable<CriuFacts['build']>, { known: true }>['value'];

/** Where CRIU looks without `--libdir` and without CRIU_LIBS_DIR (its `criu --help`), and where distributions put plugins. */
const pluginDirectories = ['/usr/lib/criu', '/usr/lib64/criu', '/usr/local/lib/criu'];

/** A wrapper script starts the program whose path it ends with. */
const programIn = (path: string): string => {
  const content = readFileSync(path);
  if (content.length > 64 * 1024 || content.toString('latin1', 0, 2) !== '#!') return path;
  const named = content.toString('utf8').match(/\/[^\s"']+\/criu(?=[\s"']|$)/g) ?? [];
  return named.find((candidate) => candidate !== path && existsSync(candidate)) ?? path;
};

const listPlugins = (directory: string): string[] =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.so')) : [];

/**
 * How CRIU was built: the names of the libraries it links stand as text in the program file. Throws what the file system
 * says, and when the program does not look like CRIU at all.
 */
export const readCriuBuild = (criuPath: string): CriuBuild => {
  const program = readFileSync(programIn(criuPath));
  if (!program.includes('protobuf-c')) throw new Error(`${criuPath} is no program of CRIU`);
  const links = (library: string): boolean => program.includes(library);
  const directory = pluginDirectories.find((candidate) => listPlugins(candidate).length > 0) ?? '/usr/lib/criu';
  return {
    support: { nftables: links('libnftables.so'), tls: links('libgnutls.so'), bpf: links('libbpf.so') },
    pluginDirectory: directory,
    plugins: listPlugins(directory).sort(),
  };
};
