/** What every command can be asked for, and what those that report can be asked for besides. */
import type { Language } from '../../report/language/language.ts';

export interface OutputOptions {
  /** A file, or - for stdout. */
  json?: string;
  lang?: Language;
  /** Neither progress nor a table. */
  quiet?: boolean;
}

/** Names of files; of `trace` a folder's. */
export interface ReportOptions extends OutputOptions {
  trace?: string;
  html?: string;
  pcap?: string;
  har?: string;
  markdown?: string;
  verbose?: boolean;
}
