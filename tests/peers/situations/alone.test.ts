/** What `probe` says of servers that have one thread for everybody. */
import { expect, it } from 'vitest';
import { probeServer } from '../../../src/commands/probe/probe.ts';
import { describeWithPeers } from '../support/programs.ts';
import { freePorts, newFolder, type Running, start } from '../support/running.ts';
import { puma } from './servers.ts';

const asked = { http: '1.1', requests: 5, limit: 60, deadline: 30 };

async function probed(server: Running & { port: number }) {
  try {
    const [report] = await probeServer(`http://127.0.0.1:${server.port}/`, asked);
    const { outcome, answers, facts } = report?.result ?? {};
    const answerOf = (question: string) => answers?.[question]?.answer;
    return {
      outcome,
      another: answerOf('another connection'),
      early: answerOf('interlock'),
      limit: answerOf('request limit'),
      carried: facts?.['request limit']?.exchangesPerConnection,
    };
  } finally {
    await server.stop();
  }
}

describeWithPeers('puma with one thread', { puma: ['--version'] }, () => {
  it('ends no connection by itself: what did was a connection of another question', async () => {
    expect(await probed(await puma())).toEqual({
      ...{ outcome: 'ran', another: 'yes', early: 'no' },
      ...{ limit: 'no', carried: [60] },
    });
  });
});

/** It keeps connections, and reads the next one when the one before it has ended. */
const oneAtATime = `
import sys
from http.server import HTTPServer, BaseHTTPRequestHandler
class Handler(BaseHTTPRequestHandler):
  protocol_version = 'HTTP/1.1'
  def do_GET(self):
    self.rfile.read(int(self.headers.get('Content-Length', '0')))
    self.send_response(200)
    self.send_header('Content-Length', '2')
    self.end_headers()
    self.wfile.write(b'ok')
  do_POST = do_GET
  def log_message(self, *_): pass
HTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
`;

describeWithPeers('a Python server without threads', { python3: ['--version'] }, () => {
  it('serves one connection at a time, and is not called late', async () => {
    const [port = 0] = await freePorts(1);
    const running = await start('python3', ['-c', oneAtATime, `${port}`], await newFolder('python'), [port]);
    expect(await probed({ ...running, port })).toEqual({
      ...{ outcome: 'ran', another: 'no', early: 'inconclusive' },
      ...{ limit: 'no', carried: [60] },
    });
  });
});
