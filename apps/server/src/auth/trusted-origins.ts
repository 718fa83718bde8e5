import type { Settings } from '../settings/read-settings.ts';

/** Where pages that may act with a person's cookie come from: the public address, and this machine under both of its names. */
export const trustedOrigins = ({ publicUrl, listen }: Pick<Settings, 'publicUrl' | 'listen'>): string[] => [
  ...new Set([
    publicUrl,
    `http://localhost:${listen.port}`,
    `http://127.0.0.1:${listen.port}`,
    ...(isWildcard(listen.host)
      ? []
      : [`http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${listen.port}`]),
  ]),
];

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';
