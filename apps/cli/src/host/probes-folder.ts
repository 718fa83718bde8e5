/** Where probes are held and their results kept; GODWIT_PROBES names another place. Readable by root only. */
export const probesFolder = (): string => process.env.GODWIT_PROBES || '/var/lib/godwit/probes';
