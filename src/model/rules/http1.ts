/** What HTTP/1.x does not allow. RFC 9110, RFC 9112. */
import { irregularity, violation } from './rule.ts';

export const http1Rules = {
  'http1.chunk-too-long': violation('either', 'RFC 9112 §7.1', 'a chunk longer than its size'),
  'http1.long-chunk-line': violation('either', 'RFC 9112 §7.1.1', 'a chunk size line longer than 64 KiB'),
  'http1.chunk-size': violation('either', 'RFC 9112 §7.1', 'an invalid chunk size'),
  'http1.trailer-line': irregularity('either', 'RFC 9112 §7.1.2', 'a malformed trailer line'),
  'http1.long-trailers': violation('either', 'RFC 9112 §7.1.2', 'a trailer section longer than 64 KiB'),
  'http1.last-coding': violation(
    'client',
    'RFC 9112 §6.3',
    'a request whose last transfer coding is not chunked',
  ),
  'http1.coding-in-http10': violation('either', 'RFC 9112 §6.1', 'Transfer-Encoding in HTTP/1.0'),
  'http1.two-lengths': violation('either', 'RFC 9112 §6.2', 'Content-Length together with Transfer-Encoding'),
  'http1.content-length': violation('either', 'RFC 9112 §6.3', 'an invalid Content-Length'),
  'http1.content-lengths': violation('either', 'RFC 9112 §6.3', 'conflicting values of Content-Length'),
  'http1.request-line': violation('client', 'RFC 9112 §3', 'a malformed request line'),
  'http1.status-line': violation('server', 'RFC 9112 §4', 'a malformed status line'),
  'http1.field-line': violation('either', 'RFC 9112 §5', 'a malformed header line'),
  'http1.upgrade-unasked': violation('server', 'RFC 9110 §7.8', 'a 101 that answers no Upgrade'),
  'http1.answers-nothing': violation('server', 'RFC 9112 §9.2', 'a response that answers no request'),
  'http1.long-head': violation('either', 'RFC 9112 §3', 'a head longer than 64 KiB'),
  'http1.long-upgrade': violation(
    'client',
    'RFC 9110 §7.8',
    'more than 1 MiB after a request to change the protocol, before its answer',
  ),
  'http1.cut-start-line': violation('either', 'RFC 9112 §8', 'connection ended within a start-line'),
} as const;
