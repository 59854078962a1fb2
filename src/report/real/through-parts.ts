/** What comes out of a proxy in parts, and from how many bytes on: rows of the table of `through`. */
import type { Parts, Passes, Path } from '../../model/result.ts';
import {
  type ContentFraming,
  type EventCoding,
  type FrontVersion,
  frontVersions,
  kindOfPassing,
  nameOf,
  type Passing,
  passings,
  sizeText,
} from '../../model/scripts/through.ts';
import type { Plain, Say } from '../language/say.ts';
import type { Style } from '../look.ts';

interface PartRow {
  name: string;
  found: string;
  why: string;
  style: Style;
}

/** Of the version that was spoken first; of another only where something else was found. */
export function partRows(path: Path, why: (question: string) => string, say: Say): PartRow[] {
  const [main, ...others] = frontVersions.filter((version) => path.over[version]);
  if (main === undefined) return [];
  return passings.flatMap((passing) => {
    const row = (version: FrontVersion, name: string): PartRow[] => {
      const passes = passesOf(path.over[version], passing);
      const kind = kindOfPassing(passing);
      return passes ? [{ name, ...foundText(passes, say), why: why(nameOf({ kind, version })) }] : [];
    };
    const unlike = others.filter(
      (version) => keyOf(path.over[version], passing) !== keyOf(path.over[main], passing),
    );
    return [
      ...row(main, say(nameOfRow(passing))),
      ...unlike.flatMap((version) =>
        row(version, say('… over HTTP/{Version}', { Version: version.slice('http/'.length) })),
      ),
    ];
  });
}

/** Of one passing. */
export function passesOf(parts: Parts | undefined, { what, how }: Passing): Passes | undefined {
  return (parts?.[what] as Record<string, Passes> | undefined)?.[how];
}

const keyOf = (parts: Parts | undefined, passing: Passing): string => {
  const { passes, bytes } = passesOf(parts, passing) ?? {};
  return `${passes} ${bytes}`;
};

const names = {
  upload: { 'content-length': 'upload, Content-Length', chunked: 'upload, chunked' },
  download: { 'content-length': 'download, Content-Length', chunked: 'download, chunked' },
  sse: { identity: 'server-sent events', gzip: '… for who takes gzip' },
} as const satisfies Record<'upload' | 'download', Record<ContentFraming, Plain>> & {
  sse: Record<EventCoding, Plain>;
};

const nameOfRow = (passing: Passing): Plain =>
  passing.what === 'sse' ? names.sse[passing.how] : names[passing.what][passing.how];

function foundText({ passes, bytes }: Passes, say: Say): Pick<PartRow, 'found' | 'style'> {
  const Size = sizeText(bytes ?? 0);
  switch (passes) {
    case 'at once':
      return { found: say('at once'), style: 'green' };
    case 'from':
      return { found: say('from {Size} on', { Size }), style: 'yellow' };
    case 'when whole':
      return { found: `${say('only when whole')}\n${say('(more than {Size})', { Size })}`, style: 'yellow' };
    case '?':
      return { found: '?', style: 'dim' };
  }
}
