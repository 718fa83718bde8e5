const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const span = (ms: number): string => {
  if (ms < minute) return `${Math.round(ms / 1000)} s`;
  if (ms < hour) return `${Math.round(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.round(ms / hour)} h`;
  return `${Math.round(ms / day)} days`;
};

/** How long ago, or how far ahead, an ISO time is, seen from `nowMs`. */
export const describeAge = (iso: string, nowMs: number): string => {
  const age = nowMs - Date.parse(iso);
  if (Number.isNaN(age)) return iso;
  if (Math.abs(age) < 2000) return 'just now';
  return age > 0 ? `${span(age)} ago` : `in ${span(-age)}`;
};

/** The exact time in the reader's own zone, with the zone's name. */
export const exactTime = (iso: string): string => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
};

/** Hours, minutes, seconds and milliseconds of an ISO time, for log lines. */
export const clockTime = (iso: string): string => {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
};
