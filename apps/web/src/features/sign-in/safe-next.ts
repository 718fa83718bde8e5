/** Where to go after signing in: only a path of this portal, never another site. */
export const safeNext = (next: string | null): string => {
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  return next;
};
