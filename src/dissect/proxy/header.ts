/**
 * The header of the PROXY protocol, by which a proxy tells the server whose connection it passes on
 * (haproxy.org/download/2.9/doc/proxy-protocol.txt): version 1 is a line of text, §2.1; version 2 is binary, §2.2.
 */

/** What the header says. What it names is as on the wire: untrusted. */
export interface ProxyHeader {
  /** Its bytes. */
  length: number;
  detail: Record<string, number | string>;
}

/** 'none': it is none; 'cut': more bytes will tell; 'broken': it begins as one and is none. */
export type ReadHeader = ProxyHeader | 'none' | 'cut' | 'broken';

export function readProxyHeader(bytes: Buffer): ReadHeader {
  if (isBeginning(bytes, signature)) return bytes.length < fixedLength ? 'cut' : readBinary(bytes);
  return isBeginning(bytes, line) ? (bytes.length < line.length ? 'cut' : readLine(bytes)) : 'none';
}

const line = Buffer.from('PROXY ', 'latin1');
const longestLine = 107;
const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
/** With version and command, family and transport, and the length of the rest. */
const fixedLength = signature.length + 4;

/** Whether the one begins with the other, as far as both go. */
const isBeginning = (bytes: Buffer, with_: Buffer): boolean => {
  const compared = Math.min(bytes.length, with_.length);
  return bytes.subarray(0, compared).equals(with_.subarray(0, compared));
};

/** A line that names none of the kinds is one of some other protocol. */
function readLine(bytes: Buffer): ReadHeader {
  const text = bytes.toString('latin1', 0, longestLine);
  const kind = kinds.find((one) => text.startsWith(one) || one.startsWith(text));
  if (kind === undefined) return 'none';
  const end = text.indexOf('\r\n');
  if (end < 0) return bytes.length < longestLine && !text.includes('\n') ? 'cut' : 'broken';
  const length = end + 2;
  if (text.startsWith('PROXY UNKNOWN'))
    return /^PROXY UNKNOWN( |\r)/.test(text) ? { length, detail: { version: 1, family: 'UNKNOWN' } } : 'none';
  const fields = /^PROXY (TCP[46]) (\S+) (\S+) (\d{1,5}) (\d{1,5})$/.exec(text.slice(0, end));
  if (fields === null) return 'broken';
  const [, family = '', from = '', to = '', fromPort = '', toPort = ''] = fields;
  const isHost = family === 'TCP4' ? isVersion4 : isVersion6;
  const holds = isHost(from) && isHost(to) && Number(fromPort) <= 65_535 && Number(toPort) <= 65_535;
  if (!holds) return 'broken';
  const detail = { version: 1, family, source: spell(from, fromPort), destination: spell(to, toPort) };
  return { length, detail };
}

const kinds = ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'];

const isVersion4 = (text: string): boolean => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
};

const isVersion6 = (text: string): boolean => /^[0-9a-f:.]{2,45}$/i.test(text) && text.split(':').length > 2;

function readBinary(bytes: Buffer): ReadHeader {
  const version = bytes.readUInt8(12) >> 4;
  const command = commands[bytes.readUInt8(12) & 15];
  const family = families[bytes.readUInt8(13) >> 4];
  const transport = transports[bytes.readUInt8(13) & 15];
  if (version !== 2 || command === undefined) return 'broken';
  const length = fixedLength + bytes.readUInt16BE(14);
  // The proxy's own, such as a health check: whatever else it says is to be left alone.
  if (command === 'LOCAL') return bytes.length < length ? 'cut' : { length, detail: { version, command } };
  if (family === undefined || transport === undefined || length < fixedLength + family.size) return 'broken';
  if (bytes.length < length) return 'cut';
  const rest = bytes.subarray(fixedLength, length);
  const more = readMore(rest.subarray(family.size));
  if (more === null) return 'broken';
  const named = family.read?.(rest);
  return {
    length,
    detail: {
      version,
      command,
      family: family.name,
      transport,
      ...(named ?? {}),
      ...(more === '' ? {} : { more }),
    },
  };
}

const commands = ['LOCAL', 'PROXY'];
const transports = ['UNSPEC', 'STREAM', 'DGRAM'];

interface Named extends Record<string, string> {
  source: string;
  destination: string;
}

const families: readonly { name: string; size: number; read?: (bytes: Buffer) => Named }[] = [
  { name: 'UNSPEC', size: 0 },
  { name: 'INET', size: 12, read: (bytes) => readHosts(bytes, 4) },
  { name: 'INET6', size: 36, read: (bytes) => readHosts(bytes, 16) },
  {
    name: 'UNIX',
    size: 216,
    read: (bytes) => ({ source: readPath(bytes, 0), destination: readPath(bytes, 108) }),
  },
];

function readHosts(bytes: Buffer, size: number): Named {
  const host = (at: number) => {
    const part = bytes.subarray(at, at + size);
    if (size === 4) return part.join('.');
    return Array.from({ length: 8 }, (_, place) => part.readUInt16BE(2 * place).toString(16)).join(':');
  };
  const port = (at: number) => String(bytes.readUInt16BE(at));
  return {
    source: spell(host(0), port(2 * size)),
    destination: spell(host(size), port(2 * size + 2)),
  };
}

const readPath = (bytes: Buffer, at: number): string => {
  const path = bytes.subarray(at, at + 108);
  const end = path.indexOf(0);
  return path.toString('utf8', 0, end < 0 ? path.length : end);
};

const spell = (host: string, port: string): string =>
  host.includes(':') ? `[${host}]:${Number(port)}` : `${host}:${Number(port)}`;

/** The names of what else it says (type, length, value; §2.2.1), and of two what they say. Null where they do not add up. */
function readMore(bytes: Buffer): string | null {
  const said: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < 3) return null;
    const type = bytes.readUInt8(at);
    const to = at + 3 + bytes.readUInt16BE(at + 1);
    if (to > bytes.length) return null;
    const name = moreNames[type] ?? `0x${type.toString(16).padStart(2, '0')}`;
    const isText = name === 'ALPN' || name === 'AUTHORITY';
    if (name !== 'NOOP')
      said.push(isText ? `${name} ${bytes.toString('utf8', at + 3, Math.min(to, at + 203))}` : name);
    at = to;
  }
  return said.length > mostNamed ? `${said.slice(0, mostNamed).join(', ')}, …` : said.join(', ');
}

const mostNamed = 20;

const moreNames: Readonly<Record<number, string>> = {
  1: 'ALPN',
  2: 'AUTHORITY',
  3: 'CRC32C',
  4: 'NOOP',
  5: 'UNIQUE_ID',
  32: 'SSL',
  48: 'NETNS',
};
