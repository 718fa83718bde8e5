import { parseArgs } from 'node:util';
import {
  execOn,
  labDown,
  labLayout,
  labStatus,
  labUp,
  restartWorkload,
  startWorkload,
  stopWorkload,
} from './index.mjs';
import { printStatus } from './print-status.mjs';

const usage = `Usage: npm run lab -- COMMAND [--set N]

  up [--no-workloads]          start lab-a, lab-b and lab-c and their sample workloads
  down [--keep-disks]          remove everything the lab made
  status [--json]              what is there, and where each workload runs
  exec HOST -- COMMAND...      run a command inside a host
  workload start|stop|restart NAME

--set N (or GODWIT_LAB_SET) chooses one of several labs on a machine; the default is 0.`;

const commands = { up, down, status, exec, workload };

async function up({ set, values }) {
  await labUp({ set, workloads: !values['no-workloads'], log: console.error });
  printStatus(labStatus({ set }));
}

async function down({ set, values }) {
  await labDown({ set, keepDisks: values['keep-disks'], log: console.error });
}

async function status({ set, values }) {
  const found = labStatus({ set });
  if (values.json) console.log(JSON.stringify(found, null, 2));
  else printStatus(found);
  if (!found.up) process.exitCode = 1;
}

async function exec({ set, words, argv }) {
  if (words.length !== 1 || argv.length === 0) throw new UsageError();
  const { code } = await execOn(set, words[0], argv, { stdio: 'inherit' });
  process.exitCode = code;
}

async function workload({ set, words: [action, name] }) {
  const change = { start: startWorkload, stop: stopWorkload, restart: restartWorkload }[action];
  if (!change || !name) throw new UsageError();
  await change(labLayout(set), name);
}

class UsageError extends Error {}

/** Everything after the first "--" belongs to the command that is run inside, untouched. */
function readArguments(all) {
  const end = all.indexOf('--');
  const own = end < 0 ? all : all.slice(0, end);
  const options = {
    set: { type: 'string' },
    'no-workloads': { type: 'boolean' },
    'keep-disks': { type: 'boolean' },
    json: { type: 'boolean' },
  };
  const { values, positionals } = parseArgs({ args: own, options, allowPositionals: true });
  const [name, ...words] = positionals;
  const set = Number(values.set ?? process.env.GODWIT_LAB_SET ?? 0);
  return { name, words, values, set, argv: end < 0 ? [] : all.slice(end + 1) };
}

async function main() {
  try {
    const request = readArguments(process.argv.slice(2));
    const command = commands[request.name];
    if (!command) throw new UsageError();
    await command(request);
  } catch (error) {
    const mistaken = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
    console.error(mistaken ? usage : error.message);
    process.exitCode = mistaken ? 64 : 70;
  }
}

await main();
