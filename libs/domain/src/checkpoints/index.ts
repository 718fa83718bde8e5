export * from './copy-of-move.ts';
export * from './retention.ts';
