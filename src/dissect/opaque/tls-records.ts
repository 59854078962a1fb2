/** Cuts one direction into the records of TLS, RFC 8446 §5.1: of each only the header can be read. */

/** A handshake record of any version: what a client says first. */
export const helloStart: readonly number[] = [0x16, 0x03];

export const isHello = (bytes: Uint8Array): boolean =>
  helloStart.every((byte, place) => bytes[place] === byte);

/** Whether the first byte is that of a record: change_cipher_spec, alert, handshake, application_data. */
export const mayBeRecord = ([type = 0]: Uint8Array): boolean => type >= 0x14 && type <= applicationData;

export const beginsRecord = (bytes: Uint8Array): boolean => mayBeRecord(bytes) && bytes[1] === 0x03;

export interface RecordReader {
  /** How many records of application_data began; null where none of these bytes is of one that an application may fill. */
  read(bytes: Uint8Array): number | null;
  /** Where the next record begins is not known any longer. */
  lose(): void;
}

export function createRecordReader(): RecordReader {
  const header = Buffer.alloc(headerLength);
  let inHeader = 0;
  /** Of the record that is being read. */
  let left = 0;
  let speaks = false;
  let isLost = false;

  function readHeader(): void {
    inHeader = 0;
    left = header.readUInt16BE(3);
    isLost = !beginsRecord(header) || left > longestRecord;
    speaks = header[0] === applicationData && left !== sealedAlert && !isLost;
  }

  return {
    read(bytes) {
      let begun: number | null = null;
      let at = 0;
      while (at < bytes.length && !isLost) {
        if (left === 0) {
          header[inHeader] = bytes[at] ?? 0;
          inHeader += 1;
          at += 1;
          if (inHeader === headerLength) readHeader();
          if (inHeader === 0 && speaks) begun = (begun ?? 0) + 1;
          continue;
        }
        const taken = Math.min(left, bytes.length - at);
        if (speaks) begun ??= 0;
        left -= taken;
        at += taken;
      }
      return begun;
    },
    lose() {
      isLost = true;
    },
  };
}

const headerLength = 5;
const applicationData = 0x17;
/** RFC 5246 §6.2.3; in TLS 1.3 less. */
const longestRecord = 2 ** 14 + 2048;
/**
 * In TLS 1.3 an alert, two bytes and its type, is sealed like application data: with a tag of 16 bytes (RFC 8446 §5.2,
 * §6). Closing is no talk, and crosses with it easily.
 */
const sealedAlert = 2 + 1 + 16;
