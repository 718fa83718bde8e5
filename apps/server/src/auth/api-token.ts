import { makeSecret } from '../state/secrets.ts';

/** Lets people, and programs that search for leaked secrets, see what it is. */
export const apiTokenPrefix = 'gdw_';

export const makeApiToken = (): string => `${apiTokenPrefix}${makeSecret()}`;
