/**
 * SETTINGS of one side, RFC 9113 §6.5: what it has announced, and what of that the other side has acknowledged.
 * In between the other side may go by either, so a limit is broken only where neither would allow it.
 */
import type { PlainRuleId } from '../../model/rules/fault.ts';
import { readUint32 } from './frames.ts';

/** Values by number of the parameter. */
type Values = ReadonlyMap<number, number>;

export interface SettingsState {
  announce(values: Values): void;
  /** The other side acknowledged the oldest announcement that it had not yet. */
  acknowledge(): void;
  acknowledged(parameter: number): number | undefined;
  /** The most that any announcement allows that may be in force; and the least. */
  most(parameter: number): number;
  least(parameter: number): number;
}

export const setting = {
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
  ENABLE_CONNECT_PROTOCOL: 8, // RFC 8441
  NO_RFC7540_PRIORITIES: 9, // RFC 9218
} as const;

const initial: Values = new Map([
  [setting.HEADER_TABLE_SIZE, 4096],
  [setting.ENABLE_PUSH, 1],
  [setting.MAX_CONCURRENT_STREAMS, Number.POSITIVE_INFINITY],
  [setting.INITIAL_WINDOW_SIZE, 65_535],
  [setting.MAX_FRAME_SIZE, 16_384],
]);

/** Beyond this many announcements that nobody acknowledges it is no longer known what is in force, and nothing is held to it. */
const mostPending = 100;

export function createSettings(): SettingsState {
  let inForce = initial;
  let pending: Values[] = [];
  let isForgotten = false;
  return {
    announce: (values) => {
      isForgotten ||= pending.length === mostPending;
      if (isForgotten) pending = [];
      else pending.push(values);
    },
    acknowledge: () => {
      inForce = new Map([...inForce, ...(pending.shift() ?? [])]);
    },
    acknowledged: (parameter) => (isForgotten ? undefined : inForce.get(parameter)),
    most: (parameter) => {
      if (isForgotten) return Number.POSITIVE_INFINITY;
      let most = inForce.get(parameter) ?? 0;
      for (const values of pending) most = Math.max(most, values.get(parameter) ?? 0);
      return most;
    },
    least: (parameter) => {
      if (isForgotten) return 0;
      let least = inForce.get(parameter) ?? 0;
      for (const values of pending) least = Math.min(least, values.get(parameter) ?? least);
      return least;
    },
  };
}

export function readSettings(payload: Uint8Array): Values {
  const values = new Map<number, number>();
  for (let at = 0; at + 6 <= payload.length; at += 6) {
    values.set((payload[at] ?? 0) * 256 + (payload[at + 1] ?? 0), readUint32(payload, at + 2));
  }
  return values;
}

/**
 * What becomes of a push to this client, RFC 9113 §6.5.2 and §8.4: refused, where it has said that it wants none; and
 * forbidden, once the server has acknowledged that.
 */
export type Push = 'accepted' | 'refused' | 'forbidden';

export function pushIs(ofClient: SettingsState): Push {
  if (ofClient.acknowledged(setting.ENABLE_PUSH) === 0) return 'forbidden';
  return ofClient.least(setting.ENABLE_PUSH) === 0 ? 'refused' : 'accepted';
}

/** Of HTTP2-Settings, RFC 7540 §3.2.1: the payload in base64url. None where it is no such thing, or stands there twice. */
export const settingsOfUpgrade = (value: string): Values =>
  readSettings(/^[-\w]*$/.test(value) ? Buffer.from(value, 'base64url') : new Uint8Array(0));

const names = new Map<number, string>(Object.entries(setting).map(([name, parameter]) => [parameter, name]));

/** By the RFC's names; `0x..` where it has none. */
export function namedSettings(values: Values): Record<string, number> {
  const named: Record<string, number> = {};
  for (const [parameter, value] of values) {
    named[names.get(parameter) ?? `0x${parameter.toString(16).padStart(2, '0')}`] = value;
  }
  return named;
}

/** What is wrong with the values that `side` announced, RFC 9113 §6.5.2, or null. */
export function settingsFault(values: Values, side: 'client' | 'server'): PlainRuleId | null {
  const push = values.get(setting.ENABLE_PUSH) ?? 0;
  if (push > 1) return 'http2.enable-push';
  if (push === 1 && side === 'server') return 'http2.enable-push-of-server';
  if ((values.get(setting.INITIAL_WINDOW_SIZE) ?? 0) > 0x7fffffff) return 'http2.initial-window-size';
  const frameSize = values.get(setting.MAX_FRAME_SIZE) ?? 16_384;
  if (frameSize < 16_384 || frameSize > 0xffffff) return 'http2.max-frame-size';
  return null;
}
