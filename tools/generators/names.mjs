const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * The forms of a name: `tcp-sockets` gives `tcpSockets`, `TcpSockets` and `Tcp sockets`.
 *
 * @throws {Error} when it is not kebab-case
 */
export function nameForms(name) {
  if (!kebab.test(name))
    throw new Error(`"${name}" is not a name: use small letters, digits and hyphens, for example tcp-sockets.`);
  const pascal = name.split('-').map(capitalise).join('');
  return {
    kebab: name,
    camel: pascal[0].toLowerCase() + pascal.slice(1),
    pascal,
    sentence: capitalise(name.replaceAll('-', ' ')),
  };
}

function capitalise(word) {
  return word[0].toUpperCase() + word.slice(1);
}
