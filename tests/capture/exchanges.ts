/** Captures of many exchanges, without a network: a page of so many bytes, asked for again and again. */
import { pcap, tcp } from './build.ts';

const server: [number[], number] = [[10, 0, 0, 2], 80];
const request = 'GET /page HTTP/1.1\r\nHost: example.org\r\n\r\n';

/** Gives the packets of so many exchanges on the client's port, without the header of a capture file; goes on where it was. */
export function conversations(size: number) {
  const response = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`;
  const sequence = new Map<number, [asked: number, answered: number]>();
  return (port: number, exchanges: number, { closes }: { closes: boolean }): Buffer => {
    const client: [number[], number] = [[10, 0, 0, 1], port];
    const all: Buffer[] = [];
    let [asked, answered] = sequence.get(port) ?? [0, 0];
    if (asked === 0) {
      [asked, answered] = [1, 1];
      all.push(tcp({ from: client, to: server, seq: 0, flags: 'S' }));
      all.push(tcp({ from: server, to: client, seq: 0, ack: 1, flags: 'S' }));
    }
    for (let nth = 0; nth < exchanges; nth++) {
      all.push(tcp({ from: client, to: server, seq: asked, ack: answered, data: request }));
      asked += request.length;
      all.push(tcp({ from: server, to: client, seq: answered, ack: asked, data: response }));
      answered += response.length;
    }
    if (closes) {
      all.push(tcp({ from: client, to: server, seq: asked, ack: answered, flags: 'F' }));
      all.push(tcp({ from: server, to: client, seq: answered, ack: asked + 1, flags: 'F' }));
    }
    sequence.set(port, [asked, answered]);
    return pcap(all).subarray(24);
  };
}
