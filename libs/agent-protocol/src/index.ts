export * from './to-agent/commands.ts';
export type { ImageContents } from './to-agent/explore-images.ts';
export * from './to-agent/run-key.ts';
export * from './to-server/messages.ts';
export { type RunState, runStateSchema } from './to-server/run-state-changed.ts';
export * from './wire/envelope.ts';
export * from './wire/handshake.ts';
export * from './wire/version.ts';
