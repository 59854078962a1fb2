/** Why a question to a server or a proxy that we did not write has the answer that it has. */
export const realReasons = {
  'reuse.answered': '{n} of {m} requests were answered',
  'reuse.one-request': 'one request says nothing about the next',
  'reuse.requests-on-one': 'all {n} requests travelled on one connection',
  'reuse.requests-on-several': '{n} requests took {m} connections: {why}',

  'multiplex.requests-not-sent': 'the requests were not sent',
  'multiplex.second-not-sent': 'the second request was not sent',
  'multiplex.first-unanswered': 'the first request had no answer',
  'multiplex.second-unanswered': 'the second request had no answer',
  'multiplex.first-whole-before': 'the first answer was whole before the second request was sent',
  'multiplex.beside-answer':
    'the second request was answered while the client took no more of the first answer',
  'multiplex.after-answer': 'the second request was answered only after the first answer had ended',
  'multiplex.beside-request':
    'the second request was answered while the client withheld the end of the first',
  'multiplex.after-request': 'the second request was answered only after the first had been sent',
  'multiplex.both-answered': 'the server answered both of two requests that were sent in one go',
  'multiplex.hung-up': 'the server hung up without an answer to the second of two requests in one go',
  'multiplex.nobody-hung-up': 'the second of two requests in one go had no answer, and nobody hung up',

  'interlock.unanswered': 'there was no answer',
  'interlock.early': 'an answer began while the client withheld the end of the request',
  'interlock.late': 'the server answered only after the whole request',
  'probe.blind':
    'the server serves one connection at a time, so that nothing beside could show that it was not merely slow',
  'connections.both-served': 'a second connection was served while the request on the first had not ended',
  'connections.one-at-a-time': 'a second connection was served only once the first was done with',
  'connections.first-over': 'the first connection had ended before the second was served',
  'connections.second-late': 'a second connection was served late, and yet before the first was done with',
  'connections.second-unanswered': 'the request on the second connection had no answer',
  'connections.closed': 'the server closed after its answer, as HTTP/1.0 has it',
  'connections.left-open':
    'the server left the connection open after its answer, though nobody had asked it to',
  'connections.nobody-while-owed': 'nobody hung up for as long as the second answer was waited for',
  'connections.server-owes': 'the server hung up with one of two answers owed',
  'connections.client-gave-up': 'the client hung up before the second answer',
  'expect.continue': 'the server said 100 (Continue) while the client withheld the content',
  'expect.final': 'the server answered with status {n} while the client withheld the content',
  'expect.silent': 'the server said nothing before the content came',
  'upload.early': 'the answer began before the request had ended',
  'upload.hung-up': 'the server hung up within the request, without an answer',
  'initiative.pushed': 'the server pushed',
  'initiative.nothing-pushed': 'the server pushed nothing, though the client allowed it',
  'idle.nobody-while-watched': 'nobody hung up for as long as the connection was watched',
  'limit.still-open': '{n} request(s) on one connection, and it was still open',
  'limit.unlike': 'the server ended connections after different numbers of requests',
  'limit.ended': 'the server ended the connection after {n} request(s)',

  'through.other-came-out': 'what came out was not what went in',
  'through.late': 'the exchange did not end within its time',
  'through.unfinished': 'the exchange was not finished',
  'through.status': 'the exchange was answered with status {n}',
  'through.not-spoken': 'the proxy does not speak HTTP/{Version} in front',
  'passes.at-once': 'the first byte came out at the other end while the rest was withheld',
  'passes.from':
    'of a first part of {Size} something came out at the other end while the rest was withheld, and of {Less} nothing did',
  'passes.held': 'of a first part of {Size} nothing came out at the other end before the rest had gone in',
  'passes.held-refused':
    'of a first part of {Size} nothing came out at the other end before the rest had gone in, and more was refused with status {n}',
  'passes.unknown-above':
    'of a first part of {Size} nothing came out at the other end before the rest had gone in, and what more does was not found out',
  'passes.from-again':
    'of a first part of {Size} something came out at the other end while the rest was withheld; of {Less} nothing did, and yet of {Little} something',
  'passes.held-but':
    'of a first part of {Size} nothing came out at the other end before the rest had gone in, and yet of {Little} something did',
  'passes.unfinished': 'from how many bytes on they come out was not found out',
  'expect.origin': 'the origin said 100 (Continue), and the proxy passed it on',
  'expect.proxy': 'the proxy said 100 (Continue) before the origin did',
  'expect.nobody': 'nobody said 100 (Continue) before the content came',
  'early.passed-on':
    'the client had the answer while it withheld the rest, and the rest was still taken to the origin',
  'early.hung-up':
    'the client had the answer while it withheld the rest, and the proxy then ended the connection',
  'early.dropped':
    'the client had the answer while it withheld the rest, and the rest was taken and did not reach the origin',
  'early.held': 'the origin had answered, and the client had nothing of that before it had sent the rest',
  'early.held-request': 'the origin had no part of the request before the client had sent the rest',
  'tunnel.carried': 'a tunnel was opened, and a request and its answer passed',
  'tunnel.status': 'CONNECT was answered with status {n}',
  'tunnel.silent': 'a tunnel was opened, and no answer came through it',
  'race.again':
    'the origin had ended the connection that the request was sent on, and the proxy sent it again: {n} time(s)',
  'race.status':
    'the origin had ended the connection that the request was sent on, and the client got status {n}',
  'race.hung-up':
    'the origin had ended the connection that the request was sent on, and the client got no answer',
  'race.not-met': 'the request was not sent on a connection that the origin had ended',
  'race.not-kept': 'the proxy keeps no connection to the origin',
  'race.http2': 'HTTP/2 says which of its requests were taken before it ends a connection',
  'interlock.request-stuck':
    'the first part of the request did not reach the origin while the client withheld the rest',
  'interlock.response-stuck':
    'the first part of the response did not reach the client while it withheld the rest of the request',
  'websocket.opened': 'the handshake was answered, and a message came back',
  'websocket.not-allowed': "the proxy's SETTINGS do not allow an extended CONNECT",
  'websocket.status': 'the handshake was answered with status {n}',
  'websocket.silent': 'the handshake was answered, but no message came back',
  'websocket.reset': 'the proxy reset the stream of the handshake',
  'websocket.unanswered': 'the handshake was not answered',
} as const;
