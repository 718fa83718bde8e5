/** A value of XML-RPC as supervisord uses it; dates and base64 stay text. */
export type XmlRpcValue = string | number | boolean | null | XmlRpcValue[] | { [name: string]: XmlRpcValue };

/** What the other side said instead of a result: its fault's text. */
export class XmlRpcFault extends Error {}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" };

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const unescapeXml = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (entity) => entities[entity] ?? '');

const encodeTyped = (value: XmlRpcValue): string => {
  if (typeof value === 'boolean') return `<boolean>${value ? 1 : 0}</boolean>`;
  if (typeof value === 'number') return `<int>${value}</int>`;
  if (Array.isArray(value)) return `<array><data>${value.map(encodeValue).join('')}</data></array>`;
  if (typeof value !== 'object' || value === null) return `<string>${escapeXml(value ?? '')}</string>`;
  const members = Object.entries(value).map(
    ([name, one]) => `<member><name>${name}</name>${encodeValue(one)}</member>`,
  );
  return `<struct>${members.join('')}</struct>`;
};

const encodeValue = (value: XmlRpcValue): string => `<value>${encodeTyped(value)}</value>`;

/** The body of a call (XML-RPC specification of 1999). */
export const encodeCall = (method: string, parameters: readonly XmlRpcValue[]): string => {
  const list = parameters.map((value) => `<param>${encodeValue(value)}</param>`).join('');
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${list}</params></methodCall>`;
};

interface Element {
  name: string;
  text: string;
  children: Element[];
}

const piece = /<(\/?)([A-Za-z0-9_]+)(\/?)>|([^<]+)|<[?!][^>]*>/g;

const parseElements = (xml: string): Element => {
  const root: Element = { name: '', text: '', children: [] };
  const open = [root];
  for (const [, closing, name, empty, text] of xml.matchAll(piece)) {
    const current = open.at(-1) ?? root;
    if (text !== undefined) current.text += text;
    else if (name !== undefined && closing === '/') open.pop();
    else if (name !== undefined) {
      const element: Element = { name, text: '', children: [] };
      current.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  return root;
};

const find = (element: Element, ...path: string[]): Element | undefined =>
  path.reduce<Element | undefined>((at, name) => at?.children.find((child) => child.name === name), element);

const toValue = (value: Element | undefined): XmlRpcValue => {
  const typed = value?.children[0];
  if (typed === undefined) return unescapeXml(value?.text ?? '');
  switch (typed.name) {
    case 'int':
    case 'i4':
    case 'double':
      return Number(typed.text);
    case 'boolean':
      return typed.text.trim() === '1';
    case 'array':
      return (find(typed, 'data')?.children ?? []).map(toValue);
    case 'struct':
      return Object.fromEntries(
        typed.children.map((member) => [find(member, 'name')?.text ?? '', toValue(find(member, 'value'))]),
      );
    default:
      return unescapeXml(typed.text);
  }
};

/** Reads an answer. Throws XmlRpcFault when the other side refused, Error when it is none. */
export const parseAnswer = (xml: string): XmlRpcValue => {
  const response = find(parseElements(xml), 'methodResponse');
  const fault = response && find(response, 'fault', 'value');
  if (fault) throw new XmlRpcFault(JSON.stringify(toValue(fault)));
  const value = response && find(response, 'params', 'param', 'value');
  if (!value) throw new Error('what came is no XML-RPC answer');
  return toValue(value);
};
