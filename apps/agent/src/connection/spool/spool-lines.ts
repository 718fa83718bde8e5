import { type NumberedMessage, numberedMessageSchema } from '@godwit/agent-protocol';
import { z } from 'zod';

/** The first line of a spool file: the number that the next message gets even when no message is left in the file. */
const headSchema = z.object({ spool: z.literal(1), next: z.number().int().positive() });

export interface SpoolContent {
  next: number;
  messages: NumberedMessage[];
  /** Length in bytes of the part that was understood; anything behind it was being written when the agent died. */
  soundBytes: number;
}

export const formatHead = (next: number): string => `${JSON.stringify({ spool: 1, next })}\n`;
export const formatMessage = (message: NumberedMessage): string => `${JSON.stringify(message)}\n`;

/**
 * Reads a spool file. A torn or damaged line ends it: what follows was never synced to disk, so it was never sent and
 * its numbers are free.
 */
export const parseSpool = (content: Buffer): SpoolContent => {
  const result: SpoolContent = { next: 1, messages: [], soundBytes: 0 };
  for (const line of wholeLines(content)) {
    if (!takeLine(result, line)) return result;
    result.soundBytes += line.length + 1;
  }
  return result;
};

const takeLine = (result: SpoolContent, line: Buffer): boolean => {
  const value = parseJson(line.toString('utf8'));
  const head = headSchema.safeParse(value);
  if (head.success) {
    result.next = Math.max(result.next, head.data.next);
    return true;
  }
  const message = numberedMessageSchema.safeParse(value);
  if (!message.success) return false;
  result.messages.push(message.data);
  result.next = message.data.number + 1;
  return true;
};

const wholeLines = (content: Buffer): Buffer[] => {
  const lines: Buffer[] = [];
  for (let start = 0; ; ) {
    const end = content.indexOf(10, start);
    if (end < 0) return lines;
    lines.push(content.subarray(start, end));
    start = end + 1;
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
