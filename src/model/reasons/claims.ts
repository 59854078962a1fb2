/** Why a claim of the textbook comes out as it does. */
export const claimReasons = {
  'claim.not-applicable': 'no rule applies',
  'simplex.calibrated': 'one-way datagrams are judged simplex on the wire',
  'simplex.misjudged': 'one-way datagrams are not judged simplex on the wire',
  'half-duplex.calibrated':
    'push-to-talk is judged half-duplex on the wire, its direction changes more than once, and nothing crosses',
  'half-duplex.misjudged':
    'push-to-talk is not judged half-duplex, its direction does not change, or something crosses',
  'full-duplex.calibrated':
    'two who talk at once are judged full-duplex on the wire, and what they say crosses',
  'full-duplex.misjudged': 'two who talk at once are not judged full-duplex on the wire, or nothing crosses',

  'version.conversation': 'in ordinary use its conversation is {mode}',
  'version.everywhere': 'in both lenses, in ordinary use and at its limit',
  'version.not-on-wire':
    'the conversation is {mode}, but on the wire it is {wire} in ordinary use and {limit} at its limit',
  'http10-short.own-and-hung-up': 'every exchange had a connection of its own, and the server hung up',
  'http10-short.hung-up': 'the server hung up, but connections were reused',
  'http10-short.own': 'every exchange had its connection, but the server did not hang up',
  'http10-short.neither': 'connections were reused, and the server did not hang up',
  'http10-waits.hung-up': 'the server hung up while the client still lacked the last byte of the answer',
  'http10-waits.waited': 'the server did not hang up while the client lacked the last byte of the answer',
  'http11-default.one-connection': 'requests without a Connection field travelled on one connection',
  'http11-default.several-connections': 'requests without a Connection field took several connections',
  'keep-alive-time.neither': 'the measured times do not follow the settings, and the defaults are the same',
  'keep-alive-time.defaults-differ': 'the defaults differ, but the measured times do not follow the settings',
  'keep-alive-time.follows': 'the measured times follow the settings, but the defaults are the same',
  'keep-alive-time.imprecise':
    'the defaults differ and the times follow the settings, but they differ from what was set by more than from each other',
  'keep-alive-time.both': 'the measured times follow the settings, and the defaults differ',
  'http2.both-lenses': 'messages of different exchanges overlap in opposite directions, in both lenses',
  'http2.not-on-wire': 'the conversation is full-duplex, and the wire is not',
  'http2-because-push.without': 'it is full-duplex with a client that refuses push, too',
  'http2-because-push.only-with': 'it is full-duplex with push and not without',
  'http2-because-push.no-comparison': 'there was no client that refuses push to compare with',
  'http2-push.every-client': 'every client took what the server said of its own accord',
  'http2-push.no-client': 'no client took anything of the kind',
  'http2-push.some': "with node:http2's client: {answer}; with undici, which refuses push: {other}",
  'version-decides.handling':
    'HTTP/1.0 and HTTP/1.1 have the same verdict when both close, and the same when both keep alive',
  'version-decides.version': 'the verdict is the same however the connection is handled',
  'version-decides.neither':
    'the verdicts follow neither the version nor the handling of the connection alone',
  'http-client-only.idle': 'a client took what the server said while no request was open',
  'http-client-only.beside':
    'beside an open request an HTTP/2 server may push (the textbook says so itself elsewhere); otherwise no version lets it',
  'http-client-only.none': 'no version let the server begin',

  'ws-one-handshake.one': 'after one HTTP exchange messages went both ways on the same connection',
  'ws-one-handshake.several': 'it took more than one exchange, or more than one connection',
  'ws-full-duplex.no':
    'no two messages overlapped or crossed, or the client did not take what the server said of its own accord',
  'ws-full-duplex.shared':
    'messages overlap and cross, and the server can push, but over HTTP/2 the same talk is one stream among others on a shared connection',
  'ws-full-duplex.own': 'messages overlap and cross, and the server can push, on a connection of its own',
  'notify-needs-polling.streamed':
    'server-sent events, or a response stream of HTTP/2, delivered every event with fewer requests than events',
  'notify-needs-polling.needed': 'no HTTP way delivered the events without polling',
  'polling.always': 'at every interval short polling cost more than twice the bytes per event of WebSocket',
  'polling.sometimes':
    'at some intervals short polling cost more than twice the bytes per event of WebSocket, at others only delay',
  'polling.never': 'at no interval did short polling cost twice the bytes per event of WebSocket',
  'why-websocket.bytes':
    'a judgement of history; bytes per event against WebSocket: short polling {Often} and {Seldom} times, long polling {Long} times, server-sent events {Sent} times',
  'socket-api.same':
    'one program held the same conversation over TCP, UDP and a Unix-domain socket, and the wires differ',
  'socket-api.differ': 'the conversations differ, or the wires do not',
  'socket-needs-tcp.without':
    'the same conversation was held over UDP, and over a Unix-domain socket without IP',
  'socket-needs-tcp.needed': 'the conversation was not held without TCP',
  'socket-address.told-apart':
    'every connection is told apart by its pair of addresses, and reached the server of its port',
  'socket-address.not': 'connections could not be told apart, or reached another server',
  'ws-vs-socket.differ':
    'messages that arrived in one piece stayed apart over WebSocket, and ran together on the raw socket',
  'ws-vs-socket.alike': 'the two treat messages that arrive in one piece alike',
  'ws-easier.framing':
    'a judgement of taste; framing a message: {n} bytes over WebSocket, {m} on the raw socket, where the application marks the ends itself',

  'missing.lab': 'the lab {Lab} was not run',
  'missing.failed': 'the lab {Lab} failed',
  'missing.timed-out': 'the lab {Lab} timed-out',
  'missing.skipped': 'the lab {Lab} skipped',
  'missing.wire-verdict': 'the wire verdict of {Lab} is inconclusive',
  'missing.conversation-verdict': 'the conversation verdict of {Lab} is inconclusive',
  'missing.facts': '{Lab} has no facts of "{Question}"',
  'missing.answer': 'the answer of {Lab} to "{Question}" is inconclusive',
  'missing.figures': '{Lab} has no figures of "{Question}"',
  'missing.bytes': '{Lab} has no byte counts of "{Question}"',
} as const;
