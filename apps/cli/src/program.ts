import type { MoveMode } from '@godwit/domain/estimate';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { reportFailure } from './reporters/report-failure.ts';

const version = '0.1.0';

/** What a command gives back to the shell. */
type Run<O> = (options: O) => Promise<ExitCode>;

const parsePid = (text: string): number => {
  const pid = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(pid) && pid > 0) return pid;
  throw new InvalidArgumentError('A process id is a whole number above zero.');
};

const parseSeconds = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number of seconds.');
};

// Only its type: what checks it would be loaded with every command.
const modes: readonly MoveMode[] = ['stop-and-copy', 'pre-copy', 'post-copy'];

const purpose = () => new Option('--for <purpose>', 'what is asked about').choices(['dump', 'here', 'move']);
const json = () => new Option('--json', 'print JSON for programs');
const criu = () => new Option('--criu <path>', 'the CRIU to judge for (default: GODWIT_CRIU, else criu on PATH)');
const destination = () => new Option('--destination <bundle>', 'facts collected on the destination');
const address = () => new Option('--service-address <address>', 'an address that moves along with the workload');

interface Ending {
  code: ExitCode;
}

/** Runs a command and keeps its exit code; what it throws becomes a report and a code. */
const finish = async <O extends { json?: boolean }>(ending: Ending, run: () => Promise<Run<O>>, options: O) => {
  try {
    ending.code = await (await run())(options);
  } catch (error) {
    ending.code = await reportFailure(error, options.json === true);
  }
};

const addJudgement = (program: Command, ending: Ending): void => {
  program
    .command('preflight')
    .description('judge a running process tree, without touching it')
    .addOption(new Option('--pid <pid>', 'process at the top of the tree').argParser(parsePid).conflicts('images'))
    .option('--images <directory>', 'judge instead whether these images of criu dump can be restored on this host')
    .addOption(purpose().default('here'))
    .addOption(destination())
    .addOption(address())
    .addOption(criu())
    .addOption(json())
    .action((options) =>
      options.images === undefined
        ? finish(ending, async () => (await import('./commands/preflight.ts')).preflight, options)
        : finish(ending, async () => (await import('./commands/preflight-images.ts')).preflightImages, options),
    );
  program
    .command('judge')
    .description('judge facts that were collected before')
    .argument('<bundle>', 'facts of the source')
    .addOption(purpose())
    .addOption(destination())
    .addOption(address())
    .addOption(json())
    .action((bundle, options) =>
      finish(ending, async () => (await import('./commands/judge.ts')).judgeBundle, { ...options, bundle }),
    );
};

const addFacts = (program: Command, ending: Ending): void => {
  program
    .command('doctor')
    .description('look whether this host can dump and restore')
    .option('--probes', 'dump and restore small programs, and tell what this host carries (as root, half a minute)')
    .option('--only <probes>', 'only these probes, comma-separated')
    .addOption(criu())
    .addOption(json())
    .action((options) => finish(ending, async () => (await import('./commands/doctor.ts')).doctor, options));
  program
    .command('gaps')
    .description('tell which blockers that newer kernels or CRIUs have solved are solved on this host')
    .addOption(criu())
    .addOption(json())
    .action((options) => finish(ending, async () => (await import('./commands/gaps.ts')).gaps, options));
  program
    .command('collect')
    .description('write the facts of this host, and of a process tree, into a bundle')
    .option('-o, --output <bundle>', 'file to write, - for standard output')
    .option('--pid <pid>', 'process at the top of the tree', parsePid)
    .option('--answering <bundle>', 'on a destination: answer what the tree in this bundle needs here')
    .option('--with-names', 'keep names of files and command lines, which are masked otherwise')
    .option('--no-hash', 'do not read the files of the tree, which only a move needs')
    .option('--nonces', 'leave a small file beside each file the tree writes, to prove shared storage')
    .option('--remove-nonces <bundle>', 'remove the files that an earlier --nonces left')
    .addOption(criu())
    .action((options) => finish(ending, async () => (await import('./commands/collect.ts')).collect, options));
  program
    .command('schema')
    .description('print the JSON schema of what preflight and judge print with --json')
    .action(() => finish(ending, async () => (await import('./commands/schema.ts')).printSchema, {}));
};

const addFiles = (program: Command, ending: Ending): void => {
  program
    .command('images')
    .description('tell what a directory of CRIU images holds')
    .argument('<directory>', 'the directory that criu dump wrote (its option -D)')
    .option('--maps', 'print every mapping and not only their sums')
    .addOption(json())
    .action((directory, options) =>
      finish(ending, async () => (await import('./commands/images.ts')).images, { ...options, directory }),
    );
  program
    .command('explain')
    .description('find the true cause in a log of criu dump or criu restore')
    .argument('<file>', 'the log, for example dump.log')
    .addOption(json())
    .action((file, options) =>
      finish(ending, async () => (await import('./commands/explain.ts')).explain, { ...options, file }),
    );
};

const from = () => new Option('--on <host>', 'host the workload runs on, where its name alone is not clear');

const addPortal = (program: Command, ending: Ending): void => {
  program
    .command('dump')
    .description('dump a workload through the portal (GODWIT_URL, GODWIT_TOKEN)')
    .argument('<workload>', 'its name, key or id')
    .addOption(from())
    .option('--leave-running', 'let the workload go on after the dump')
    .addOption(json())
    .action((workload, options) =>
      finish(ending, async () => (await import('./commands/dump.ts')).dump, { ...options, workload }),
    );
  program
    .command('restore')
    .description('restore a dump through the portal, on the host it was made on')
    .argument('<checkpoint>', 'id of the dump, or of the run that made it')
    .addOption(json())
    .action((checkpoint, options) =>
      finish(ending, async () => (await import('./commands/restore.ts')).restore, { ...options, checkpoint }),
    );
  program
    .command('rehearse')
    .description('rehearse a move through the portal: freeze once and briefly, build a copy that never runs')
    .argument('<workload>', 'its name, key or id')
    .requiredOption('--to <host>', 'the destination')
    .addOption(from())
    .addOption(json())
    .action((workload, options) =>
      finish(ending, async () => (await import('./commands/rehearse.ts')).rehearse, { ...options, workload }),
    );
};

const addMove = (program: Command, ending: Ending): void => {
  program
    .command('move')
    .description('move a workload to another host through the portal')
    .argument('<workload>', 'its name, key or id')
    .requiredOption('--to <host>', 'the destination')
    .addOption(new Option('--mode <mode>', 'how its memory travels (default: stop-and-copy)').choices(modes))
    .option(
      '--hold-seconds <seconds>',
      'without a commit so long after the freeze the source gives itself back',
      parseSeconds,
    )
    .option('--keep-checkpoint', 'leave a full checkpoint on the source until the copy is proved')
    .option('--data-directory <path...>', 'directories that hold its data, which move along')
    .option('--bring <path...>', 'files that the destination lacks and that are brought there')
    .option('--replace <path...>', 'what lies on the destination and may be replaced')
    .option('--leave-behind <path...>', 'what stays behind')
    .addOption(from())
    .addOption(json())
    .action((workload, options) =>
      finish(ending, async () => (await import('./commands/move.ts')).move, { ...options, workload }),
    );
};

/** Help and version are no failures; everything else commander complains about is wrong usage. */
const afterCommander = (error: unknown): ExitCode => {
  if (!(error instanceof CommanderError)) throw error;
  return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
};

/** Runs one command line, `argv` as in process.argv, and returns the exit code. */
export const runProgram = async (argv: readonly string[]): Promise<ExitCode> => {
  const ending: Ending = { code: exitCodes.ok };
  const program = new Command('godwit')
    .description('Says beforehand whether running processes can be dumped, restored and moved.')
    .version(version)
    .exitOverride();
  for (const add of [addJudgement, addFacts, addFiles, addPortal, addMove]) add(program, ending);
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync(argv);
    return ending.code;
  } catch (error) {
    return afterCommander(error);
  }
};
