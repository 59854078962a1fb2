/** What else a head is held to, once its lines are read: its target, Host, and the fields that change the protocol. */
import { elementsOf, hasOption } from '../../model/field.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Framing } from './framing.ts';
import { type Fields, type HeadFault, lineOf, type RequestLine, type StatusLine } from './head.ts';

/** Of a request, in the order of the lines. */
export function requestFaults(
  text: string,
  line: RequestLine,
  fields: Fields,
  framing: Framing,
): readonly HeadFault[] {
  const found: HeadFault[] = [];
  if (!target.test(line.target)) found.push({ rule: 'http1.target', at: 0 });
  if (fields.host !== undefined && !host.test(fields.host) && !isFound(fields, 'http1.two-hosts')) {
    found.push({ rule: 'http1.host', at: lineOf(text, 'host') });
  }
  return all(text, line.minor, fields, framing, found);
}

/** Of a response, in the order of the lines. */
export function responseFaults(
  text: string,
  { minor, hasSpace }: StatusLine,
  fields: Fields,
  framing: Framing,
): readonly HeadFault[] {
  return all(text, minor, fields, framing, hasSpace ? [] : [{ rule: 'http1.status-space', at: 0 }]);
}

/** Whether a 101 goes where the request offered to go, RFC 9110 §7.8. */
export function switchingFault(offered: string, { upgrade = '' }: Fields): PlainRuleId | null {
  const protocols = elementsOf(upgrade.toLowerCase());
  if (protocols.length === 0) return 'http1.upgrade-unnamed';
  const offers = elementsOf(offered.toLowerCase());
  const isOffered = (protocol: string) =>
    offers.some((offer) => offer === protocol || offer === nameOf(protocol) || nameOf(offer) === protocol);
  return protocols.every(isOffered) ? null : 'http1.upgrade-other';
}

/** Without its version. */
const nameOf = (protocol: string): string => protocol.split('/', 1).join('');

function all(
  text: string,
  minor: number,
  fields: Fields,
  framing: Framing,
  found: HeadFault[],
): readonly HeadFault[] {
  const { connection, upgrade } = fields;
  // RFC 9110 §7.8: in HTTP/1.0 Upgrade is ignored.
  if (upgrade !== undefined && minor > 0 && !hasOption(connection, 'upgrade')) {
    found.push({ rule: 'http1.upgrade-alone', at: lineOf(text, 'upgrade') });
  }
  for (const { rule, field } of framing.notes) found.push({ rule, at: lineOf(text, field) });
  if (found.length === 0) return fields.faults;
  return [...fields.faults, ...found].sort((a, b) => a.at - b.at);
}

const isFound = ({ faults }: Fields, rule: PlainRuleId): boolean =>
  faults.some((other) => other.rule === rule);

/** What a URI may hold, RFC 3986 §2; and brackets, which stand in queries everywhere. */
const target = /^(?:[-._~!$&'()*+,;=:@/?[\]A-Za-z0-9]|%[0-9A-Fa-f]{2})+$/;
/** RFC 3986 §3.2.2, and a port. */
const host =
  /^(?:\[[0-9A-Fa-f:.]+\]|\[[vV][0-9A-Fa-f]+\.[-._~!$&'()*+,;=:A-Za-z0-9]+\]|(?:[-._~!$&'()*+,;=A-Za-z0-9]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?$/;
