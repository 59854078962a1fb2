/** Options that several commands have, each stated once. */
import { languages } from '../../report/language/language.ts';
import type { Option } from './command.ts';
import { languageCode, oneMore, wholeNumber } from './values.ts';

export const lang: Option = {
  flags: '--lang <code>',
  about: 'en or zh; else as LC_ALL, LC_MESSAGES or LANG says',
  parse: languageCode,
  takes: languages,
};

export const quiet: Option = {
  flags: '--quiet',
  about: 'no progress and no table; files and exit code as ever',
};

export const json: Option = {
  flags: '--json <file>',
  about: 'write the result as JSON; - for stdout, with no table',
  takes: 'file',
};

export const html: Option = {
  flags: '--html <file>',
  about: 'write the report as a page: one file, to be opened from disk',
  takes: 'file',
};

export const trace = (about: string): Option => ({ flags: '--trace <folder>', about, takes: 'folder' });

export const pcap: Option = {
  flags: '--pcap <file>',
  about: 'write all connections as a capture that Wireshark opens',
  takes: 'file',
};

export const har: Option = {
  flags: '--har <file>',
  about: 'write the HTTP exchanges as an HTTP archive',
  takes: 'file',
};

export const markdown: Option = {
  flags: '--markdown <file>',
  about: 'write the tables and strips for a homework sheet or an issue',
  takes: 'file',
};

export const mergeable: Option = {
  flags: '--mergeable',
  about: 'put into the JSON what `merge` needs of it',
};

export const verbose: Option = {
  flags: '--verbose',
  about: 'show every connection, answer and verdict with its reason',
};

/** What of a request the user decides, and how to get there; see `commands/asked/`. */
export const ofTheRequest: readonly Option[] = [
  {
    flags: '--header <line>',
    about: "a field of every request, as 'Name: value'; 'Name:' leaves one out; may be repeated",
    parse: oneMore,
  },
  { flags: '--host <name>', about: 'what the Host field says, else the host of the URL' },
  { flags: '--sni <name>', about: 'the name that TLS asks for, else the host of the URL' },
  {
    flags: '--resolve <host:port:address>',
    about: 'connect to this address where the URL names this host and port; may be repeated',
    parse: oneMore,
  },
  { flags: '--cert <file>', about: "the client's certificate, PEM", takes: 'file' },
  { flags: '--key <file>', about: 'its private key, PEM; else it stands in the same file', takes: 'file' },
  {
    flags: '--cacert <file>',
    about: "verify the server's certificate by these authorities, PEM",
    takes: 'file',
  },
];

export const deadline = (about: string): Option => ({
  flags: '--deadline <seconds>',
  about,
  parse: wholeNumber,
  default: 10,
});
