/** One thing CRIU says when it gives up, what it means and what to do. */
export interface KnownError {
  /** Stable name, unique over all groups. */
  id: string;
  /** Source of a regular expression over the text after `Error (file:line): `; named groups fill `{name}` in the texts. */
  pattern: string;
  /** What was seen and why it matters. */
  meaning: string;
  remedies: readonly string[];
  /** CRIU prints this true cause as a warning or as plain text, and only what follows from it as an error. */
  notAnError?: true;
  /** Errors that follow from it at once: then it is the cause and not they. */
  precedes?: string;
}
