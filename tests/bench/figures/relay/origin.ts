/** What nginx does not do by itself: it takes content of any length, and sends messages of WebSocket back. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [port] = process.argv.slice(2).map(Number);

const server = createServer((request, response) => {
  request.resume().on('end', () => response.end('ok'));
});
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (message) => socket.send(message));
});
server.listen(port, '127.0.0.1');
