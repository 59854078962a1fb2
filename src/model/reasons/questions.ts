/** Why a question has the answer that it has: of servers and clients of ours, and of one lab alone. */
export const questionReasons = {
  'question.late': 'the question did not end within its time',
  'question.failed': 'the question failed',
  'question.unfinished': 'the exchange did not finish',
  'question.one-unfinished': 'an exchange did not finish',
  'question.incomplete': 'the exchange was not completed',
  'question.some-incomplete': 'the exchanges were not completed',
  'question.too-few': 'fewer than {n} exchanges were completed',
  'question.nothing-asked': 'nothing was asked',
  'question.not-put': 'it was not asked',

  'refusal.client-asked-to-close': 'the client asked to close',
  'refusal.server-announced-to-close': 'the server announced to close',
  'refusal.not-agreed': 'the server did not agree to keep the connection',
  'refusal.no-keep-alive': 'without keep-alive an HTTP/1.0 connection ends with the answer',
  'refusal.nobody-asked-to-keep': 'an HTTP/1.0 connection ends with the answer if nobody asks to keep it',
  'refusal.server-ended': 'the server ended a connection that it could have kept',
  'refusal.client-chose-another': 'the client chose another connection',
  'refusal.one-stream': 'the server allows one stream at a time',
  'refusal.after-first-answer': 'the client sends it only after the first answer',

  'reuse.one-connection': 'all {n} exchanges travelled on one connection',
  'reuse.several-connections': '{n} exchanges took {m} connections: {why}',
  'burst.one-connection': '{n} requests at once took one connection',
  'burst.several-connections': '{n} requests at once took {m} connections: {why}',

  'second.elsewhere': 'the second request took another connection: {why}',
  'multiplex.waited': 'the second request waited for the end of the first answer: {why}',
  'multiplex.taken-up-late': 'the server took up the second request only after its first answer',
  'multiplex.reached': 'the second request reached the server while the first answer was unfinished',
  'overtake.overtook': 'the second answer was whole before the first began',
  'overtake.waited': 'the second request waited for the first answer: {why}',
  'overtake.kept-back': 'the server kept the second answer back until it had sent the first',
  'overtake.in-order': 'HTTP/1.x answers in the order of the requests: the second answer waited',

  'interlock.alternated':
    '{n} parts of the request and of the response alternated, each only after the other',
  'interlock.not-on-wire': 'the parts alternated, but not on the wire',
  'interlock.client-waited': 'the client sent nothing before it had the whole request',
  'interlock.client-stopped': 'the client did not go on although a part of the response had come',
  'interlock.server-waited': 'the server sent nothing before it had the whole request',

  'crossing.under-way':
    'parts of both directions were under way at once: neither side had received what the other was sending',
  'crossing.not-of-messages': 'the tap withheld both directions, and no two messages crossed in it',
  'crossing.client-waited': 'the client sent nothing before it had the whole request',
  'crossing.client-stopped': 'the client did not go on while the response was under way to it',
  'crossing.server-waited':
    'the server sent nothing while the end of what the client said was under way to it',
  'crossing.one-way': 'nothing can come back: all messages go in one direction',

  'initiative.taken-while-idle': 'the client took up what came while no request was outstanding',
  'initiative.push-taken':
    'the client took a push that came beside an open request, and nothing while none was open',
  'initiative.not-in-http1':
    'HTTP/1.x takes what the server says for the answer to a request, and what answers none for an error',
  'initiative.push-reset': 'the server pushed, and the client refused what it pushed',
  'initiative.push-refused': 'the client refuses push in its SETTINGS (ENABLE_PUSH 0)',
  'initiative.no-push-taken': 'no push was taken up',
  'initiative.taken': 'the client took up what the server said of its own accord',
  'initiative.not-taken': 'the client did not take up what the server said',
  'initiative.nothing-said': 'the server said nothing of its own accord',

  'hang-up.before-last-byte':
    "the server's FIN came while the client still lacked the last byte of the answer",
  'hang-up.kept-open':
    'the server kept the connection open while the client lacked the last byte of the answer',
  'idle.never-idle': 'the connection ends with the answer, so it is never idle',
  'idle.nobody': 'nobody hung up within the time of the question',
  'idle.hung-up': 'the {who} hangs up the idle connection with {How}',
  'idle.either': '{who} or the {other}',
  'half-close.no-fin': 'the client sent no FIN',
  'half-close.answered': "the server answered after the client's FIN",
  'half-close.dropped': "the server saw the client's FIN and dropped its answer",
  'half-close.did-not-wait': 'the answer did not wait for the FIN',

  'address.too-few': 'fewer connections or servers answered than the question needs',
  'address.shared-pair': 'two connections share one pair of addresses',
  'address.told-apart':
    '{n} connections have {m} pairs of addresses, and each reached the server of its port',
  'address.wrong-server': 'a connection was answered by another server than that of its port',
  'boundaries.not-said': 'the receiver did not say how many messages it got',
  'boundaries.kept': '{n} messages that arrived in one piece were handed to the receiver as {m}',
  'boundaries.lost':
    "{n} messages that arrived in one piece were handed to the receiver as {m}: their ends are the application's business",
  'defaults.not-advertised': 'a server advertised no keep-alive time',
  'defaults.differ': 'the servers advertise different times',
  'defaults.same': 'the servers advertise the same time',
  'delivery.not-said': 'the client did not say how many events it was handed',
  'delivery.some': '{n} of {m} events reached the client',
  'delivery.all': 'all {n} events reached the client',
  'handshake.no-request': 'no request was seen',
  'handshake.one-exchange': 'after one exchange messages went both ways on the same connection',
  'handshake.several': 'it took {n} HTTP exchanges and {m} connections',
  'strict-handshake.not-opened': 'the server did not open the stream',
  'strict-handshake.spoke': 'the client sent a message on the stream',
  'strict-handshake.gave-up': 'the client gave up the stream although the answer was whole',
  'strict-handshake.neither': 'the client neither spoke nor gave up',
} as const;
