/**
 * The command line that Prisma 7 gives its schema engine: `--datamodels FILE`, `--datasource JSON`, `cli COMMAND`.
 *
 * @param {string[]} argv without node and script
 * @returns {{ datamodels: string[], url: string | undefined, command: string | undefined, version: boolean }}
 */
export function parseEngineArguments(argv) {
  const result = { datamodels: [], url: undefined, command: undefined, version: argv.includes('--version') };
  for (const [index, word] of argv.entries()) {
    const value = argv[index + 1];
    if (value === undefined) continue;
    if (word === '--datamodels') result.datamodels.push(value);
    if (word === '--datasource') result.url = JSON.parse(value).url;
    if (word === 'cli') result.command = value;
  }
  return result;
}
