import { parseArgs } from 'node:util';
import { offerEnrolment } from './commands/offer-enrolment.ts';
import { offerSetupLink } from './commands/offer-setup-link.ts';
import { readSettings } from './settings/read-settings.ts';
import { type BaseParts, createBaseParts } from './start/create-parts.ts';
import { startServer } from './start/start-server.ts';

const usage = `usage: main.js                                        start the server
       main.js issue-enrolment-token [--host NAME]   print a one-time token for a host as JSON
       main.js setup-link                            print the link for the first administrator`;

const commands: Record<string, (argv: string[]) => Promise<void>> = {
  'issue-enrolment-token': (argv) => withParts((parts) => issueEnrolmentToken(parts, argv)),
  'setup-link': () => withParts(printSetupLink),
};

const main = async ([name, ...argv]: string[]): Promise<void> => {
  if (name === undefined) return serve();
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command(argv);
  process.stderr.write(`${usage}\n`);
  process.exitCode = 64;
};

const serve = async (): Promise<void> => {
  const server = await startServer(readSettings(process.env));
  const stop = () => {
    // A connection that does not end must not keep the process for ever.
    setTimeout(() => process.exit(1), 10_000).unref();
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

const withParts = async (work: (parts: BaseParts) => Promise<void>): Promise<void> => {
  const parts = await createBaseParts({ ...readSettings(process.env), logLevel: 'silent' });
  try {
    await work(parts);
  } finally {
    await parts.store.close();
  }
};

const issueEnrolmentToken = async (parts: BaseParts, argv: string[]): Promise<void> => {
  const { values } = parseArgs({ args: argv, options: { host: { type: 'string' } }, strict: true });
  const actor = { actorId: 'server', actor: 'Godwit', via: 'server' } as const;
  const { token, fingerprint, url } = await offerEnrolment(parts, { name: values.host ?? null, actor });
  process.stdout.write(`${JSON.stringify({ token, fingerprint, url })}\n`);
};

const printSetupLink = async ({ store, settings, now }: BaseParts): Promise<void> => {
  const link = await offerSetupLink(store, settings.publicUrl, now());
  process.stdout.write(link === null ? 'There is an administrator already: sign in.\n' : `${link}\n`);
};

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
