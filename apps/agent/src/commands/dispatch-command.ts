import { type CommandReply, type CommandType, commandEnvelopeSchema, commands } from '@godwit/agent-protocol';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { CommandHandlers } from '../agent-context.ts';
import type { RunEpochs } from './run-epochs.ts';

/** Replies of the last commands, so that one that is delivered twice is carried out once. */
const rememberedReplies = 500;

/** Takes whatever came as a command and always gives a reply; nothing that is not in `commands` is carried out. */
export const createDispatcher = (parts: DispatcherParts) => {
  const replies = new Map<string, Promise<CommandReply>>();
  return (raw: unknown): Promise<CommandReply> => {
    const envelope = commandEnvelopeSchema.safeParse(raw);
    if (!envelope.success) return Promise.resolve(refuse(invalid('a command', envelope.error.message)));
    const { commandId, type, body } = envelope.data;
    const earlier = replies.get(commandId);
    if (earlier) return earlier;
    const reply = carryOut(parts, type, body);
    replies.set(commandId, reply);
    for (const oldest of replies.keys()) if (replies.size > rememberedReplies) replies.delete(oldest);
    return reply;
  };
};

interface DispatcherParts {
  handlers: CommandHandlers;
  epochs: RunEpochs;
  /** Throws when the owner of this host does not allow the command. */
  authorize: (type: CommandType, request: unknown) => Promise<void>;
}

const carryOut = async (
  { handlers, epochs, authorize }: DispatcherParts,
  type: string,
  body: unknown,
): Promise<CommandReply> => {
  try {
    if (!isCommand(type)) throw unknownCommand(type);
    const request = commands[type].request.safeParse(body);
    if (!request.success) throw invalid(`the command ${type}`, request.error.message);
    epochs.check(request.data);
    await authorize(type, request.data);
    return { ok: true, result: await call(handlers, type, request.data) };
  } catch (error) {
    return refuse(error);
  }
};

// The request was parsed with the schema of this very type; TypeScript cannot follow that through the two tables.
const call = (handlers: CommandHandlers, type: CommandType, request: unknown): Promise<unknown> =>
  (handlers[type] as (request: unknown) => Promise<unknown>)(request);

const isCommand = (type: string): type is CommandType => Object.hasOwn(commands, type);

const refuse = (error: unknown): CommandReply => ({ ok: false, error: toErrorReport(error) });

const unknownCommand = (type: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The command "${type.slice(0, 60)}" is not one this agent knows, so nothing was done.`,
    remedy: 'Use the agent that belongs to the version of the portal.',
  });

const invalid = (what: string, why: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `What came as ${what} is malformed, so nothing was done: ${why.slice(0, 600)}`,
    remedy: 'Use the agent that belongs to the version of the portal.',
  });
