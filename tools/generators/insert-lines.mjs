/** Adds an import; Biome puts it in its place afterwards. */
export function addImport(text, line) {
  return `${line}\n${text}`;
}

/**
 * Adds a line to an alphabetical list: before the first of its kind that comes later, else after the last one.
 *
 * @param {string} text
 * @param {RegExp} kind matches the lines of the list
 * @param {string} line
 * @throws {Error} when there is no such list
 */
export function addToList(text, kind, line) {
  const lines = text.split('\n');
  const places = lines.flatMap((existing, index) => (kind.test(existing) ? [index] : []));
  if (places.length === 0) throw new Error(`There is no line like ${kind} to add "${line.trim()}" to.`);
  const later = places.find((index) => lines[index].trim() > line.trim());
  lines.splice(later ?? places.at(-1) + 1, 0, line);
  return lines.join('\n');
}

/** Adds text right after the first occurrence of a marker. */
export function addAfter(text, marker, addition) {
  const at = text.indexOf(marker);
  if (at === -1) throw new Error(`"${marker}" is not there to add "${addition.trim()}" after.`);
  return text.slice(0, at + marker.length) + addition + text.slice(at + marker.length);
}
