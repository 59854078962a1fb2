/** Files of one rotation, made without a network: clients that ask on connections which they keep for a while. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { pcap, tcp } from '../../capture/build.ts';

const request = 'GET /page?x=1 HTTP/1.1\r\nHost: example.org\r\nUser-Agent: day\r\nAccept: */*\r\n\r\n';
const answer = `HTTP/1.1 200 OK\r\nServer: day\r\nContent-Length: 612\r\nContent-Type: text/html\r\n\r\n${'x'.repeat(612)}`;
const server: [number[], number] = [[10, 0, 1, 1], 80];
const exchanges = 50;
const atOnce = 10;
const clients = 50;
/** Bytes that are written at once. */
const written = 4 * 1024 * 1024;

interface Line {
  client: [number[], number];
  asked: number;
  answered: number;
  left: number;
}

/** Writes files of about so many bytes each. */
export function writeDay(names: readonly string[], bytes: number): void {
  let [opened, packets] = [0, 0];
  const lines: Line[] = [];

  /** The header of each packet says when: 20 µs after the one before. */
  function recorded(packet: Buffer): Buffer {
    const record = pcap([packet]).subarray(24);
    packets += 1;
    record.writeUInt32LE(1_000 + Math.floor(packets / 50_000), 0);
    record.writeUInt32LE((packets % 50_000) * 20, 4);
    return record;
  }

  function open(): Buffer[] {
    opened += 1;
    const client: Line['client'] = [[10, 0, 0, 1 + (opened % clients)], 1024 + ((opened * 7) % 60_000)];
    const [asked, answered] = [(opened * 100_003) >>> 0, (opened * 700_001) >>> 0];
    lines.push({ client, asked: asked + 1, answered: answered + 1, left: exchanges });
    return [
      tcp({ from: client, to: server, seq: asked, flags: 'S' }),
      tcp({ from: server, to: client, seq: answered, ack: asked + 1, flags: 'S' }),
      tcp({ from: client, to: server, seq: asked + 1, ack: answered + 1 }),
    ];
  }

  function goOn(line: Line): Buffer[] {
    const { client, asked, answered, left } = line;
    line.left -= 1;
    if (left > 0) {
      line.asked += request.length;
      line.answered += answer.length;
      return [
        tcp({ from: client, to: server, seq: asked, ack: answered, data: request }),
        tcp({ from: server, to: client, seq: answered, ack: line.asked, data: answer }),
      ];
    }
    lines.splice(lines.indexOf(line), 1);
    return [
      tcp({ from: client, to: server, seq: asked, ack: answered, flags: 'F' }),
      tcp({ from: server, to: client, seq: answered, ack: asked + 1, flags: 'F' }),
      tcp({ from: client, to: server, seq: asked + 1, ack: answered + 1 }),
    ];
  }

  for (const name of names) {
    const file = openSync(name, 'w');
    writeSync(file, pcap([]));
    let [length, waiting] = [24, 0];
    let pieces: Buffer[] = [];
    const flush = (): void => {
      writeSync(file, Buffer.concat(pieces));
      pieces = [];
      waiting = 0;
    };
    while (length < bytes) {
      const all = lines.length < atOnce ? open() : [];
      for (const line of [...lines]) all.push(...goOn(line));
      for (const packet of all) {
        const record = recorded(packet);
        pieces.push(record);
        length += record.length;
        waiting += record.length;
      }
      if (waiting > written) flush();
    }
    flush();
    closeSync(file);
  }
}
