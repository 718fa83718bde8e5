/** A message with each `{name}` replaced from the evidence; a name nobody gave stays, so that a test sees it. */
export const fillTemplate = (template: string, evidence: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (placeholder, name: string) => evidence[name] ?? placeholder);
