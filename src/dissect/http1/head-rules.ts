/** What else a head is held to, once its lines are read: its target, Host, and the fields that change the protocol. */
import { elementsOf, hasOption } from '../../model/field.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Framing, FramingFault } from './framing.ts';
import { type Fields, type HeadFault, lineOf, type RequestLine, type StatusLine } from './head.ts';

/** Of a request, in the order of the lines. */
export function requestFaults(
  text: string,
  line: RequestLine,
  fields: Fields,
  framing: Framing,
  isCut: boolean,
): readonly HeadFault[] {
  const found: HeadFault[] = [];
  if (!target.test(line.target)) found.push({ rule: 'http1.target', at: 0 });
  // A line that could not be read may have been it.
  const hasAllLines = !isCut && !fields.faults.some(({ rule }) => hidesLines.has(rule));
  if (fields.host === undefined && line.minor > 0 && hasAllLines)
    found.push({ rule: 'http1.no-host', at: 0 });
  if (fields.host !== undefined && !host.test(fields.host) && !isFound(fields, 'http1.two-hosts')) {
    const at = lineOf(text, 'host');
    if (!hasStrayBytes(fields, at)) found.push({ rule: 'http1.host', at });
  }
  return all(text, line.minor, fields, framing, found, isCut);
}

/** Of a response, in the order of the lines. */
export function responseFaults(
  text: string,
  { minor, hasSpace }: StatusLine,
  fields: Fields,
  framing: Framing,
  isCut: boolean,
): readonly HeadFault[] {
  const found: HeadFault[] = hasSpace ? [] : [{ rule: 'http1.status-space', at: 0 }];
  return all(text, minor, fields, framing, found, isCut);
}

/** Where the line begins that breaks it: its index in the head. */
export const placeOf = (text: string, { field, breaks }: FramingFault): number => lineOf(text, field, breaks);

/** Whether a 101 goes where the request offered to go, RFC 9110 §7.8. */
export function switchingFault(offered: string, { upgrade = '' }: Fields): FramingFault | null {
  if (elementsOf(upgrade).length === 0) return { rule: 'http1.upgrade-unnamed', field: 'upgrade' };
  const offers = elementsOf(offered.toLowerCase());
  const isOffered = (protocol: string) =>
    offers.some((offer) => offer === protocol || offer === nameOf(protocol) || nameOf(offer) === protocol);
  const breaks = (value: string) => !elementsOf(value.toLowerCase()).every(isOffered);
  return breaks(upgrade) ? { rule: 'http1.upgrade-other', field: 'upgrade', breaks } : null;
}

/** Without its version. */
const nameOf = (protocol: string): string => protocol.split('/', 1).join('');

function all(
  text: string,
  minor: number,
  fields: Fields,
  framing: Framing,
  found: HeadFault[],
  isCut: boolean,
): readonly HeadFault[] {
  const { connection, upgrade } = fields;
  // RFC 9110 §7.8: in HTTP/1.0 Upgrade is ignored. In a head that was cut Connection may have been on its way.
  if (upgrade !== undefined && minor > 0 && !isCut && !hasOption(connection, 'upgrade')) {
    found.push({ rule: 'http1.upgrade-alone', at: lineOf(text, 'upgrade') });
  }
  for (const note of framing.notes) found.push({ rule: note.rule, at: placeOf(text, note) });
  if (found.length === 0 && framing.fault === null) return fields.faults;
  // What stands in the way of reading a line is told once, and by what follows from it.
  const fatal = framing.fault === null || isCut ? -1 : placeOf(text, framing.fault);
  const others = fields.faults.filter(({ rule, at }) => at !== fatal || !strayBytes.has(rule));
  return [...others, ...found].sort((a, b) => a.at - b.at);
}

const hidesLines: ReadonlySet<PlainRuleId> = new Set([
  'http1.field-line',
  'http1.bare-cr',
  'http1.space-before-fields',
]);

const strayBytes: ReadonlySet<PlainRuleId> = new Set(['http1.control-in-value', 'http1.bare-cr']);

const hasStrayBytes = ({ faults }: Fields, at: number): boolean =>
  faults.some((other) => other.at === at && strayBytes.has(other.rule));

const isFound = ({ faults }: Fields, rule: PlainRuleId): boolean =>
  faults.some((other) => other.rule === rule);

/** What a URI may hold, RFC 3986 §2; and brackets, which stand in queries everywhere. */
const target = /^(?:[-._~!$&'()*+,;=:@/?[\]A-Za-z0-9]|%[0-9A-Fa-f]{2})+$/;
/** RFC 3986 §3.2.2, and a port. */
const host =
  /^(?:\[[0-9A-Fa-f:.]+\]|\[[vV][0-9A-Fa-f]+\.[-._~!$&'()*+,;=:A-Za-z0-9]+\]|(?:[-._~!$&'()*+,;=A-Za-z0-9]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?$/;
