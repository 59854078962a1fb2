/** What exactly stands in the way of a verdict from absence, one connection at a time. */
export const damageReasons = {
  'damage.violation-of-client': 'client: {what}',
  'damage.violation-of-server': 'server: {what}',
  'damage.deadline-of': '{Question}: the deadline passed',
  'damage.ends-early': 'the record ends before its time',
  'damage.gap-of-client': '{n} bytes from the client are not in the record',
  'damage.gap-of-server': '{n} bytes from the server are not in the record',
  'damage.unknown-gap-of-client': 'an unknown part of what the client sent is not in the record',
  'damage.unknown-gap-of-server': 'an unknown part of what the server sent is not in the record',
  'damage.order':
    'more than 50,000 messages wait behind one that is not complete: their order is not certain',
  'damage.more': 'and {n} more',

  'damage.unfinished-request': 'a request was not finished',
  'damage.unfinished-response': 'a response was not finished',
  'damage.unfinished-push': 'a pushed response was not finished',
  'damage.unfinished-websocket': 'a WebSocket message was not finished',
  'damage.unfinished-datagram': 'a datagram was not finished',
  'damage.unfinished-record': 'a record was not finished',
  'damage.reset-request': 'a request was reset before it was whole',
  'damage.reset-response': 'a response was reset before it was whole',
  'damage.reset-push': 'a pushed response was reset before it was whole',
  'damage.reset-websocket': 'a WebSocket message was reset before it was whole',
  'damage.reset-datagram': 'a datagram was reset before it was whole',
  'damage.reset-record': 'a record was reset before it was whole',
} as const;
