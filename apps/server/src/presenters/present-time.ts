/** A time as it leaves the server: UTC, ISO 8601. */
export const presentTime = (time: Date): string => time.toISOString();
export const presentTimeOrNull = (time: Date | null): string | null => time?.toISOString() ?? null;
