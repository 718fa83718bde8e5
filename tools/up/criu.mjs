/**
 * Looks for a CRIU that works, beside everything else: fetching one can take half a minute.
 *
 * @returns {Promise<string | undefined>} its path; undefined when none works, and then the reason was said
 */
export async function lookForCriu({ isRoot, note }) {
  if (!isRoot) {
    note('Without root there is no CRIU and no lab: the portal runs, and the page of this host says what is missing.');
    return undefined;
  }
  const { findCriu } = await import('../criu/find-criu.mjs');
  try {
    const criu = await findCriu({ log: note });
    note(criu.found ? `CRIU ${criu.version} at ${criu.path}` : `No CRIU works here: ${criu.reason} ${criu.remedy}`);
    return criu.found ? criu.path : undefined;
  } catch (error) {
    note(`CRIU could not be looked for: ${error.message}`);
    return undefined;
  }
}
