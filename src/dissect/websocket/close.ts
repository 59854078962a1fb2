/** What a close frame says, RFC 6455 §5.5.1: two bytes of code, then the reason, which is UTF-8. */
import type { PlainRuleId } from '../../model/rules/fault.ts';
import { createUtf8, restart, takeText, type Utf8 } from './utf8.ts';

export interface CloseFrame {
  /** As far as it has come. */
  code: number;
  /** The reason may still be UTF-8. */
  isText: boolean;
  utf8: Utf8;
}

export const createClose = (): CloseFrame => ({ code: 0, isText: false, utf8: createUtf8() });

/** `isAsGiven`: no extension has changed the payload. */
export function beginClose(close: CloseFrame, isAsGiven: boolean): void {
  close.code = 0;
  close.isText = isAsGiven;
  restart(close.utf8);
}

/** A part of the payload, as `takeText` has it. What it breaks, or null. */
export function takeClose(
  close: CloseFrame,
  bytes: Uint8Array,
  from: number,
  to: number,
  mask: Uint8Array,
  index: number,
): PlainRuleId | null {
  let at = from;
  for (; at < to && index + at - from < codeLength; at++) {
    close.code = close.code * 0x100 + ((bytes[at] ?? 0) ^ (mask[(index + at - from) & 3] ?? 0));
  }
  if (!close.isText || takeText(close.utf8, bytes, at, to, mask, index + at - from)) return null;
  close.isText = false;
  return 'websocket-frame.close-reason';
}

/** What it breaks now that it is whole. */
export function closeFaults({ code, isText, utf8 }: CloseFrame, length: number): PlainRuleId[] {
  const faults: PlainRuleId[] = [];
  if (length >= codeLength && !isCloseCode(code)) faults.push('websocket-frame.close-code');
  if (isText && utf8.left > 0) faults.push('websocket-frame.close-reason');
  return faults;
}

const codeLength = 2;

/** Codes that may stand in a frame, RFC 6455 §7.4 and the registry of IANA that it makes. */
const isCloseCode = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && !(code >= 1004 && code <= 1006)) || (code >= 3000 && code <= 4999);
