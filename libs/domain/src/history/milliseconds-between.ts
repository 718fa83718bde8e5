/** Milliseconds from one ISO time to another; never below 0, because clocks may be set back between two events. */
export const millisecondsBetween = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));
