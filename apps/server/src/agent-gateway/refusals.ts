import { protocolVersion } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';

export const protocolRefused = (theirs: number): GodwitError =>
  new GodwitError({
    code: 'protocol-version-refused',
    message: `The agent speaks protocol version ${theirs}, this server version ${protocolVersion}, so neither would understand the other.`,
    remedy: theirs < protocolVersion ? 'Bring the agent up to date.' : 'Bring the server up to date.',
  });

export const handshakeMalformed = (): GodwitError =>
  new GodwitError({
    code: 'message-invalid',
    message: 'What came as a handshake is not one.',
    remedy: 'Use the agent that belongs to this server.',
  });

/** The same words for an unknown host and a wrong credential: a stranger learns nothing. */
export const credentialRefused = (): GodwitError =>
  new GodwitError({
    code: 'token-invalid',
    message: "The host's credential is not known here: it was replaced, or it belongs to another installation.",
    remedy: 'Enrol the host again with a command from the portal.',
  });

export const hostRevoked = (name: string): GodwitError =>
  new GodwitError({
    code: 'token-invalid',
    message: `${name} was revoked, so it is no longer listened to.`,
    remedy: 'If it shall come back, enrol it again with a command from the portal.',
  });

export const hostNotConnected = (name: string): GodwitError =>
  new GodwitError({
    code: 'host-lost',
    message: `${name} is not connected, so nothing can be asked of it.`,
    remedy: 'See whether the host is up, its agent runs, and it reaches this server.',
  });

export const noAnswer = (type: string, seconds: number): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: `The host did not answer "${type}" within ${seconds} seconds.`,
    remedy: 'Look at the load of the host and the log of its agent, then try again.',
  });

export const answerInvalid = (type: string): GodwitError =>
  new GodwitError({
    code: 'message-invalid',
    message: `The host answered "${type}" with something this server does not understand.`,
    remedy: 'Use the agent that belongs to this server.',
  });
