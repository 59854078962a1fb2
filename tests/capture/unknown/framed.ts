/**
 * What is said in protocols of which nothing is known here, in their own bytes as far as it takes to look like them:
 * lengths, numbers, text in between, and bytes that look like line ends and are none.
 */
import {
  again,
  big2,
  big4,
  bytes,
  inTurn,
  little2,
  little4,
  little8,
  long2,
  long4,
  type Saying,
  serverFirst,
  zeros,
} from './sayings.ts';

const smb = (command: number, id: number): Buffer =>
  long4('\xfeSMB', little2(64), zeros(6), little2(command), zeros(10), little8(id), zeros(32), 'data\n');
const ldap = (id: number, operation: number, ...content: Parameters<typeof bytes>): Buffer => {
  const inner = bytes(2, 1, id, operation, bytes(...content).length, ...content);
  return bytes(0x30, inner.length, inner);
};
const mysql = (number: number, ...content: Parameters<typeof bytes>): Buffer =>
  bytes(little4(bytes(...content).length).subarray(0, 3), number, ...content);
const postgres = (type: string, ...content: Parameters<typeof bytes>): Buffer =>
  bytes(type, big4(bytes(...content).length + 4), ...content);
const amqp = (type: number, channel: number, ...content: Parameters<typeof bytes>): Buffer =>
  bytes(type, big2(channel), long4(...content), 0xce);
const memcached = (magic: number, operation: number, key: string, value: string): Buffer =>
  bytes(magic, operation, big2(key.length), zeros(4), big4(key.length + value.length), zeros(12), key, value);
const modbus = (id: number, ...content: Parameters<typeof bytes>): Buffer =>
  bytes(big2(id), zeros(2), long2(1, ...content));
const mongo = (id: number, answers: number, ...content: Parameters<typeof bytes>): Buffer =>
  bytes(little4(bytes(...content).length + 16), little4(id), little4(answers), little4(2013), ...content);

/** By name. */
export const framed: Readonly<Record<string, Saying[]>> = {
  'lengths of four bytes before lines': inTurn(
    ...again(3, (nth) => [long4(`question ${nth}\n`), long4(`answer ${nth}\n`)]),
  ),
  'lengths of two bytes, the lower first': inTurn(
    ...again(3, () => [bytes(little2(10), '0123456789'), bytes(little2(13), 'ten and\nthree')]),
  ),
  'lengths of one byte that is a line feed': inTurn(
    ...again(4, () => [bytes(10, '0123456789'), bytes(10, 'abcdefghij')]),
  ),
  netstrings: inTurn(...again(3, () => [bytes('5:hello,'), bytes('6:world\n,')])),
  'messages of Protocol Buffers': inTurn(
    ...again(3, (nth) => [bytes(7, 0x0a, 5, 'hello'), bytes(9, 0x0a, 5, 'world', 0x10, nth)]),
  ),
  SMB: inTurn(smb(0, 0), smb(0, 0), smb(1, 1), smb(1, 1), smb(5, 10), smb(5, 10)),
  LDAP: inTurn(
    ldap(1, 0x60, 2, 1, 3, 4, 0, 0x80, 0),
    ldap(1, 0x61, 10, 1, 0, 4, 0, 4, 0),
    ldap(2, 0x63, 4, 9, 'dc=a,dc=b', 10, 1, 2, 10, 1, 0),
    ldap(2, 0x65, 10, 1, 0, 4, 0, 4, 0),
    ldap(3, 0x42),
  ),
  MQTT: inTurn(
    bytes(0x10, 14, 0, 4, 'MQTT', 4, 2, 0, 60, 0, 2, 'me'),
    bytes(0x20, 2, 0, 0),
    bytes(0x82, 9, 0, 10, 0, 4, 'a/b\n', 0),
    bytes(0x90, 3, 0, 10, 0),
    bytes(0xc0, 0),
    bytes(0xd0, 0),
  ),
  MySQL: serverFirst(
    mysql(0, 10, '8.0.36\0', little4(9), 'abcdefgh\0', zeros(30)),
    mysql(1, little4(0x85), zeros(28), 'root\0', 0),
    mysql(2, 0, 0, 0, 2, 0, 0, 0),
    mysql(0, 3, 'select 1\n'),
    mysql(1, 1, '1\n'),
  ),
  PostgreSQL: inTurn(
    long4(big4(196_608), 'user\0me\0\0'),
    bytes(postgres('R', big4(0)), postgres('Z', 'I')),
    postgres('Q', 'select 1;\n\0'),
    bytes(postgres('T', zeros(20)), postgres('C', 'SELECT 1\0'), postgres('Z', 'I')),
  ),
  'Redis with binary values': inTurn(
    ...again(2, () => [bytes('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\n\0\n\xff\r\r\n'), bytes('+OK\r\n')]),
  ),
  'DNS over TCP': inTurn(
    ...again(3, (nth) => [
      long2(big2(nth), 1, 0, big2(1), zeros(6), 3, 'www', 7, 'example', 0, 0, 1, 0, 1),
      long2(big2(nth), 0x81, 0x80, big2(1), big2(1), zeros(4), 3, 'www', 0, 0, 1, 0, 1, 10, 10, 10, 10),
    ]),
  ),
  AMQP: inTurn(
    bytes('AMQP\0\0\x09\x01'),
    amqp(1, 0, 0, 10, 0, 10, 0, 9, zeros(8)),
    amqp(1, 0, 0, 10, 0, 11, 'PLAIN', 0),
    amqp(1, 0, 0, 10, 0, 30, zeros(8)),
  ),
  Kafka: inTurn(
    ...again(3, (nth) => [long4(big2(3), big2(9), big4(nth), long2('me\n')), long4(big4(nth), zeros(10))]),
  ),
  Thrift: inTurn(
    ...again(2, (nth) => [
      long4(0x80, 1, 0, 1, long4('ping'), big4(nth), 0),
      long4(0x80, 1, 0, 2, long4('ping'), big4(nth), 8, 0, 0, big4(10), 0),
    ]),
  ),
  SSH: inTurn(
    'SSH-2.0-OpenSSH_9.2\r\n',
    'SSH-2.0-dropbear\r\n',
    long4(6, 20, zeros(16), long4('curve25519-sha256'), zeros(6)),
    long4(6, 20, zeros(16), long4('curve25519-sha256'), zeros(6)),
    long4(6, 30, zeros(32), '\n'),
    long4(6, 31, zeros(64), '\n'),
  ),
  'memcached, binary': inTurn(
    ...again(3, () => [memcached(0x80, 0, 'key\n', ''), memcached(0x81, 0, '', 'value\n')]),
  ),
  BitTorrent: inTurn(
    bytes(19, 'BitTorrent protocol', zeros(8), 'h'.repeat(20), '-XX-'.repeat(5)),
    bytes(19, 'BitTorrent protocol', zeros(8), 'h'.repeat(20), '-YY-'.repeat(5)),
    long4(2),
    long4(1),
    long4(6, big4(10), zeros(4), big4(16_384)),
    long4(7, big4(10), zeros(4), '\n'.repeat(99)),
  ),
  RTMP: inTurn(
    bytes(3, zeros(8), '\n'.repeat(1528)),
    bytes(3, zeros(8), '\n'.repeat(1528)),
    bytes(3, zeros(3), 0, 0, 20, 20, 2, 0, 7, 'connect'),
    bytes(2, zeros(3), 0, 0, 4, 5, zeros(4), big4(10)),
  ),
  Modbus: inTurn(...again(4, (nth) => [modbus(nth, 3, 0, 10, 0, 1), modbus(nth, 3, 2, 10, 10)])),
  TDS: inTurn(
    ...again(2, () => [
      bytes(18, 1, big2(13), zeros(4), '\0\n\n\0\xff'),
      bytes(4, 1, big2(12), zeros(4), '\xfd\0\n\0'),
    ]),
  ),
  Cassandra: inTurn(
    bytes(4, 0, 0, 0, 5, big4(0)),
    bytes(0x84, 0, 0, 0, 6, big4(4), big2(0), 10, 10),
    bytes(4, 0, 0, 1, 7, big4(10), 'select\n a;'),
    bytes(0x84, 0, 0, 1, 8, big4(4), big4(1)),
  ),
  MongoDB: inTurn(
    ...again(2, (nth) => [
      mongo(nth, 0, zeros(5), 0x10, 'ping\0', little4(1), 0),
      mongo(9, nth, zeros(5), 1, 'ok\0', zeros(9)),
    ]),
  ),
};
