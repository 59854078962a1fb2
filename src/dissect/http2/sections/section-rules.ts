/**
 * What RFC 9113 §8 demands of a whole header section, by what it is: a request, a promise, a response or trailers; and
 * how much content it lets follow, §8.1.1.
 */
import type { PlainRuleId } from '../../../model/rules/fault.ts';
import { lengthOf, type SectionFields, statusOf } from './fields.ts';

/** What a section that could not be decoded breaks is not known: null is told nothing. */
type Decoded = SectionFields | null;

/** RFC 9113 §8.3.1, and §8.5 and RFC 8441 §4 of CONNECT. */
export function requestFaults(fields: Decoded): readonly PlainRuleId[] {
  if (fields === null) return none;
  const found = [...fields.faults, ...lengthFaults(fields)];
  if (fields.status !== undefined) found.push('http2.pseudo-of-other');
  if (fields.method === undefined) found.push('http2.no-method');
  if (fields.method === 'CONNECT' && fields.protocol === undefined) {
    if (fields.scheme !== undefined || fields.path !== undefined) found.push('http2.connect-target');
    if (fields.authority === undefined) found.push('http2.no-authority');
    return found;
  }
  if (fields.scheme === undefined) found.push('http2.no-scheme');
  if (fields.path === undefined) found.push('http2.no-path');
  else if (isHttp(fields) && !isPath(fields)) found.push('http2.path');
  if (isOtherHost(fields)) found.push('http2.host');
  return found;
}

/** RFC 9113 §8.4: a promised request is safe and cacheable. */
export function promiseFaults(fields: Decoded): readonly PlainRuleId[] {
  const found = requestFaults(fields);
  return fields?.method !== undefined && unsafe.has(fields.method)
    ? [...found, 'http2.promised-method']
    : found;
}

/** RFC 9113 §8.3.2. `method`: of the request, where it is known. */
export function responseFaults(fields: Decoded, method: string | undefined): readonly PlainRuleId[] {
  if (fields === null) return none;
  const found = [...fields.faults, ...lengthFaults(fields)];
  const { scheme, authority, path, protocol } = fields;
  if ([fields.method, scheme, authority, path, protocol].some((value) => value !== undefined)) {
    found.push('http2.pseudo-of-other');
  }
  const status = statusOf(fields);
  if (status === null) found.push('http2.no-status');
  else if (fields.contentLength !== undefined && hasNoLength(status, method)) {
    found.push('http2.length-of-nothing');
  }
  return found;
}

/** RFC 9113 §8.1. */
export function trailerFaults(fields: Decoded): readonly PlainRuleId[] {
  if (fields === null) return none;
  return fields.pseudo ? [...fields.faults, 'http2.pseudo-in-trailers'] : fields.faults;
}

/** How much content a message may have, and which rule more than that breaks; `isExact`: and less. */
export interface ContentLimit {
  length: number;
  rule: PlainRuleId;
  isExact: boolean;
}

export function requestLimit(fields: Decoded): ContentLimit | null {
  const length = lengthOf(fields);
  return length === null ? null : { length, rule: 'http2.content-length', isExact: true };
}

/** The answer to HEAD, 204 and 304 have none, whatever they say, RFC 9110 §6.4.1. */
export function responseLimit(fields: Decoded, method: string | undefined): ContentLimit | null {
  const status = statusOf(fields);
  if (method === 'HEAD' || status === 204 || status === 304) {
    return { length: 0, rule: 'http2.content-of-nothing', isExact: false };
  }
  return requestLimit(fields);
}

const none: readonly PlainRuleId[] = [];

/** Methods of RFC 9110 §9.3 and RFC 5789 that are not safe or not cacheable. */
const unsafe = new Set(['POST', 'PUT', 'DELETE', 'PATCH', 'CONNECT', 'OPTIONS', 'TRACE']);

const isHttp = ({ scheme }: SectionFields): boolean => scheme === 'http' || scheme === 'https';

const isPath = ({ method, path = '' }: SectionFields): boolean =>
  path.startsWith('/') || (path === '*' && method === 'OPTIONS');

/** Host and :authority name the same, but for the port that goes without saying. */
function isOtherHost({ host, authority, scheme }: SectionFields): boolean {
  if (host === undefined || authority === undefined) return false;
  const ownPort = scheme === 'https' ? /:443$/ : /:80$/;
  const plain = (name: string): string => name.toLowerCase().replace(ownPort, '');
  return plain(host) !== plain(authority);
}

/** RFC 9110 §8.6 and §9.3.6. */
const hasNoLength = (status: number, method: string | undefined): boolean =>
  status < 200 || status === 204 || (method === 'CONNECT' && status < 300);

/** RFC 9110 §8.6: a figure, or the same one several times. */
function lengthFaults(fields: SectionFields): PlainRuleId[] {
  return fields.contentLength === undefined || lengthOf(fields) !== null
    ? []
    : ['http2.content-length-value'];
}
