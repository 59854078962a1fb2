/** Why a connection, and the whole of what was seen, is judged as it is. */
export const verdictReasons = {
  'verdict.silent': 'no message crossed the connection',
  'verdict.unanswered': 'the request had no response',
  'verdict.one-direction': 'all messages go in one direction',
  'verdict.crossing': 'bytes of both directions were under way at once',
  'verdict.overlap':
    'of two opposite messages each began before the other had ended: neither side had to yield',
  'verdict.no-crossing': 'both directions carry messages, and no two overlapped or crossed',
  'verdict.no-overlap': 'both directions carry messages, and no two overlapped, as the tap saw them',
  'verdict.overlap-across': 'two messages of different exchanges overlap in opposite directions',
  'verdict.crossing-across':
    'two messages of opposite directions were under way at once, and neither answers the other',
  'verdict.unasked': 'the server sent a message that nobody had asked for',
  'verdict.used-again': 'the line was used again for a second exchange, and neither side spoke out of turn',
  'verdict.turns-again':
    'the line was used again after a turn of each side; who answers whom is not in the bytes',
  'verdict.next-elsewhere': 'the line carried one exchange, and the next one went elsewhere',
  'verdict.nothing-further': 'nothing further was asked of the line',
  'verdict.nothing-seen': 'no message was seen',
  'verdict.bytes-one-direction': 'all bytes go in one direction',
  'verdict.turns':
    'the two took turns: whoever began to send had received everything that the other had sent',
  'verdict.opaque': 'the protocol is not known: which of the bytes are messages cannot be told',
  'verdict.opaque-wire':
    'the protocol is not known, and the record does not show whether bytes of both directions were under way at once',
  'verdict.encrypted': 'a connection is encrypted: which of its bytes are messages cannot be told',
  'verdict.encrypted-wire':
    'a connection is encrypted, and the record does not show whether what both sides said was under way at once',
  'verdict.tunnel': 'what the tunnel carried is not known',
  'verdict.damaged': '{finding}, but {damage}',
  'verdict.not-calibrated': 'the instrument is not calibrated',

  'damage.encrypted': 'a connection is encrypted',
  'damage.opaque': 'the protocol of a connection is not known',
  'damage.tunnel': 'what a tunnel carried is not known',
  'damage.gap': 'the record has a gap',
  'damage.limit': 'more was open at once than is kept',
  'damage.tap-error': 'the tap could not do its work',
  'damage.violation': 'something crossed that the protocol does not allow',
  'damage.cut': 'a message was not finished',
  'damage.unanswered': 'a request had no response',
  'damage.deadline': 'a deadline passed',
  'damage.failed': 'a question failed',
} as const;
