/** Options that several commands have, each stated once. */
import { languages } from '../../report/language/language.ts';
import type { Option } from './command.ts';
import { languageCode, wholeNumber } from './values.ts';

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

export const verbose: Option = {
  flags: '--verbose',
  about: 'show every connection, answer and verdict with its reason',
};

export const deadline = (about: string): Option => ({
  flags: '--deadline <seconds>',
  about,
  parse: wholeNumber,
  default: 10,
});
