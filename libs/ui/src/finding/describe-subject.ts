import type { Subject } from '@godwit/domain/verdict';

/** The exact subject of a finding in one line: pid 4711 · fd 7 · /usr/lib/libfoo.so. */
export const describeSubject = (subject: Subject): string => {
  const parts = [
    subject.pid === undefined ? null : `pid ${subject.pid}`,
    subject.fd === undefined ? null : `fd ${subject.fd}`,
    subject.path ?? null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' · ') : subject.kind;
};
