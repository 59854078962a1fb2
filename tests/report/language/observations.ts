/** Observations of what passed in labs and of what is not read, for whoever says all that reports can say. */
import { measureStream } from '../../../src/assess/observe.ts';
import type { LabReport } from '../../../src/model/report.ts';

/** What passed in labs, as if nobody knew what for. */
export function observations(labs: LabReport[]): LabReport[] {
  const recorded = [
    ['http11-pool', 'burst'],
    ['http2-streams', 'multiplex'],
    ['http10-short', 'reuse'],
    ['socket-unix', 'conversation'],
  ];
  return recorded
    .map(([lab, question]) => {
      const events = labs
        .find(({ result }) => result.lab === lab)
        ?.stored.recordings.find((recording) => recording.question === question)?.events;
      const measuring = measureStream({
        lab: 'observe',
        target: '127.0.0.1:80',
        on: lab === 'socket-unix' ? 'lo' : null,
      });
      for (const event of events ?? []) if (event.type !== 'mark') measuring.push(event);
      if (lab === 'http10-short') measuring.cutShort();
      return measuring.report();
    })
    .concat(opaqueOnes());
}

/** What cannot be read: of no known protocol, encrypted, in a tunnel; and what a proxy says first. */
function opaqueOnes(): LabReport[] {
  const address = { host: '127.0.0.1', port: 80 };
  const hello = '\x16\x03\x01\0\x01\n';
  const header = 'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n';
  const more = '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0f\x7f\0\0\x01\x7f\0\0\x02\0\x01\0\x02\x20\0\0';
  const underWay = [undefined, 0, 1];
  const scripts = [
    ['\0', '\x01'],
    [hello, hello],
    [`${header}CONNECT h:1 HTTP/1.1\r\n\r\n`, 'HTTP/1.1 200 OK\r\n\r\n', '\0', '\x01'],
    [`${more}\0`],
    ['', '\0'],
  ];
  return scripts.flatMap((script) =>
    underWay.map((known) => {
      const measuring = measureStream({ lab: 'observe', target: '127.0.0.1:80', on: null });
      measuring.push({
        ...{ type: 'open', seq: 0, at: 0, connection: 1, transport: 'tcp', control: false },
        front: { client: address, tap: address },
        back: { tap: null, server: address },
      });
      for (const [nth, text] of script.entries())
        measuring.push({
          ...{ type: 'bytes', seq: nth + 1, at: nth, connection: 1, bytes: Buffer.from(text, 'latin1') },
          direction: nth % 2 === 0 ? 'c2s' : 's2c',
          ...(known === undefined ? {} : { underWay: nth === 0 ? 0 : known }),
        });
      return measuring.report();
    }),
  );
}
