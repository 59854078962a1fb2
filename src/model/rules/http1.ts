/** What HTTP/1.x does not allow. RFC 9110, RFC 9112. */
import { irregularity, violation } from './rule.ts';

export const http1Rules = {
  // Start-lines.
  'http1.request-line': violation('client', 'RFC 9112 §3', 'a malformed request line'),
  'http1.status-line': violation('server', 'RFC 9112 §4', 'a malformed status line'),
  'http1.status-space': irregularity(
    'server',
    'RFC 9112 §4',
    'a status line without the space behind its code',
  ),
  'http1.cut-start-line': violation('either', 'RFC 9112 §8', 'connection ended within a start-line'),
  'http1.target': irregularity('client', 'RFC 9112 §3.2', 'a request target with what a URI must not hold'),
  'http1.no-host': irregularity('client', 'RFC 9112 §3.2', 'a request of HTTP/1.1 without Host'),
  'http1.two-hosts': irregularity('client', 'RFC 9112 §3.2', 'more than one Host'),
  'http1.host': irregularity('client', 'RFC 9112 §3.2', 'an invalid Host'),

  // Field lines.
  'http1.field-line': violation('either', 'RFC 9112 §5', 'a malformed header line'),
  'http1.space-before-colon': violation(
    'either',
    'RFC 9112 §5.1',
    'whitespace between a field name and its colon',
  ),
  'http1.space-before-fields': violation(
    'either',
    'RFC 9112 §2.2',
    'whitespace before the first header line',
  ),
  'http1.bare-cr': violation('either', 'RFC 9112 §2.2', 'a CR that no LF follows'),
  'http1.folded-line': irregularity('either', 'RFC 9112 §5.2', 'a header line that is folded'),
  'http1.control-in-value': irregularity('either', 'RFC 9110 §5.5', 'a control character in a field value'),
  'http1.long-head': violation('either', 'RFC 9112 §3', 'a head longer than 64 KiB'),

  // How long a message is.
  'http1.last-coding': violation(
    'client',
    'RFC 9112 §6.3',
    'a request whose last transfer coding is not chunked',
  ),
  'http1.chunked-twice': violation('either', 'RFC 9112 §6.1', 'chunked applied twice'),
  'http1.coding-in-http10': violation('either', 'RFC 9112 §6.1', 'Transfer-Encoding in HTTP/1.0'),
  'http1.coding-to-http10': irregularity(
    'server',
    'RFC 9112 §6.1',
    'Transfer-Encoding in a response to a request of HTTP/1.0',
  ),
  'http1.coding-of-nothing': irregularity(
    'server',
    'RFC 9112 §6.1',
    'Transfer-Encoding in a response that has no content',
  ),
  'http1.two-lengths': violation('either', 'RFC 9112 §6.2', 'Content-Length together with Transfer-Encoding'),
  'http1.length-of-nothing': irregularity(
    'server',
    'RFC 9110 §8.6',
    'Content-Length in a response that has no content',
  ),
  'http1.content-length': violation('either', 'RFC 9112 §6.3', 'an invalid Content-Length'),
  'http1.content-lengths': violation('either', 'RFC 9112 §6.3', 'conflicting values of Content-Length'),

  // Chunks.
  'http1.chunk-size': violation('either', 'RFC 9112 §7.1', 'an invalid chunk size'),
  'http1.chunk-too-long': violation('either', 'RFC 9112 §7.1', 'a chunk longer than its size'),
  'http1.chunk-bare-lf': violation('either', 'RFC 9112 §7.1', 'a chunk line that ends in LF without CR'),
  'http1.chunk-size-space': irregularity('either', 'RFC 9112 §7.1', 'whitespace behind a chunk size'),
  'http1.chunk-extension': irregularity('either', 'RFC 9112 §7.1.1', 'a malformed chunk extension'),
  'http1.long-chunk-line': violation('either', 'RFC 9112 §7.1.1', 'a chunk size line longer than 64 KiB'),
  'http1.trailer-line': irregularity('either', 'RFC 9112 §7.1.2', 'a malformed trailer line'),
  'http1.long-trailers': violation('either', 'RFC 9112 §7.1.2', 'a trailer section longer than 64 KiB'),

  // What answers what, and what may follow.
  'http1.answers-nothing': violation('server', 'RFC 9112 §9.2', 'a response that answers no request'),
  'http1.content-of-nothing': violation(
    'server',
    'RFC 9112 §6.3',
    'content behind response {n} ({Answer}), which has none',
  ),
  'http1.content-of-interim': violation(
    'server',
    'RFC 9112 §6.3',
    'content behind an interim response ({Answer}), which has none',
  ),
  'http1.after-close': irregularity('either', 'RFC 9112 §9.6', 'more after Connection: close'),

  // Another protocol.
  'http1.upgrade-alone': irregularity('either', 'RFC 9110 §7.8', 'Upgrade without Connection: upgrade'),
  'http1.upgrade-unasked': violation('server', 'RFC 9110 §7.8', 'a 101 that answers no Upgrade'),
  'http1.upgrade-other': violation('server', 'RFC 9110 §7.8', 'a 101 to a protocol that was not offered'),
  'http1.upgrade-unnamed': violation('server', 'RFC 9110 §15.2.2', 'a 101 that names no protocol'),
  'http1.long-upgrade': violation(
    'client',
    'RFC 9110 §7.8',
    'more than 1 MiB after a request to change the protocol, before its answer',
  ),
} as const;
