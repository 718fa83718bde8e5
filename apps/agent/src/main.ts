import { toErrorReport } from '@godwit/domain/errors';
import { parseJoinArguments, parseRunArguments, usage } from './configuration/parse-arguments.ts';
import { join } from './enrolment/join.ts';
import { runAgent } from './run-agent.ts';

const commands: Record<string, (argv: string[]) => Promise<void>> = {
  async join(argv) {
    const identity = await join(parseJoinArguments(argv));
    process.stdout.write(`${identity.name} has joined ${identity.server}. Start the agent: agent run\n`);
  },
  run: (argv) => runAgent(parseRunArguments(argv), process.env),
};

const main = async ([name = '', ...argv]: string[]): Promise<number> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(`${usage}\n`);
    return 64;
  }
  try {
    await command(argv);
    return 0;
  } catch (error) {
    const { code, message, remedy } = toErrorReport(error);
    process.stderr.write(`${message}\n${remedy}\n`);
    return code === 'input-invalid' ? 64 : 1;
  }
};

process.exit(await main(process.argv.slice(2)));
