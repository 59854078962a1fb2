/** What tshark is asked of each packet. */
export const fields = [
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'tcp.flags.syn',
  'tcp.flags.ack',
  'tcp.flags.fin',
  'tcp.seq_raw',
  'tcp.len',
  'http.request',
  'http.request.uri',
  'http.response.code',
  'http.content_type',
  'http2.type',
  'http2.streamid',
  'http2.length',
  'http2.headers.method',
  'http2.headers.path',
  'http2.headers.status',
  'http2.headers.content_type',
  'http2.header.name',
  'http2.header.count',
  'http2.data.data',
  'websocket.opcode',
  'websocket.fin',
] as const;
type Field = (typeof fields)[number];

/** A packet: of each field all the values that tshark found in it, in order. */
export type Packet = Record<Field, string[]>;
