/**
 * Counts facts while a trace is read. It is told of each event before the dissector is, of what the dissector finds,
 * and then, by `settle`, from where on the dissector may still report something. Memory goes by what is open, never by
 * how much has crossed; asking for the measurement changes nothing.
 */

import type { Measurement } from '../model/facts.ts';
import type { Enciphered } from '../model/message.ts';
import { reason } from '../model/reason.ts';
import type { Answers } from '../model/result.ts';
import { gradeOf } from '../model/rules/fault.ts';
import type { LentBytesEvent } from '../model/slice.ts';
import {
  addTo,
  type BytesEvent,
  clientLeft,
  type Direction,
  ofDirection,
  type Position,
  senderOf,
  type TraceEvent,
} from '../model/trace.ts';
import { replacedOf } from './clients/replaced.ts';
import { countBegin, countEnd, withdraw } from './connection.ts';
import type { ConnectionCount } from './connection-count.ts';
import { countBytes, loseFlow } from './crossing/flow.ts';
import { forgetArrived } from './crossing/pairs.ts';
import { beginPiece, resumePiece } from './crossing/pieces.ts';
import { gapReason, noteDamage, noteError } from './damage.ts';
import { countEncrypted, passedOf } from './encrypted.ts';
import { finder } from './finder.ts';
import { follower } from './journal/follow.ts';
import { journaled } from './journal/journaled.ts';
import type { Measuring } from './journal/measuring.ts';
import type { Journal } from './journal/step.ts';
import { becomeOpaque } from './opaque.ts';
import { buffer, crossingNotice, dropMessage, type Notice, noticeOf } from './order.ts';
import { rememberedIn } from './remembered.ts';
import { addProtocols } from './sums/protocols.ts';
import { timesOf } from './times/samples.ts';
import {
  beginEvent,
  bufferedAtMost,
  closeConnection,
  conclude,
  countUpTo,
  emptyTotals,
  giveUpOrder,
  openConnection,
  settleStanding,
  type Totals,
} from './totals.ts';

/** `answers` is what the lab says of raw channels, if it says anything. `journal`: told what connections tell. */
export const measure = (
  question: string,
  answers: Answers | null = null,
  journal: Journal | null = null,
): Measuring => {
  const totals = emptyTotals(answers);
  const written = journal && journaled(finder(totals), journal, totals.clients.latest);
  const found = written ?? finder(totals);
  /** The connection of the last event, and whether that event was its last. */
  let touched: ConnectionCount | null = null;
  let closed = false;
  let counted = false;
  /** What the bytes of that event crossed with. */
  let crossed: Notice | null = null;
  /** Its bytes, and of which directions some that were read with it may be what an encrypted application says. */
  let passed: BytesEvent | LentBytesEvent | null = null;
  let passedLength = 0;
  const spoke: Record<Direction, Enciphered | null> = { c2s: null, s2c: null };
  /** `seq` of 'question ended': facts are taken before teardown. */
  let over = Number.POSITIVE_INFINITY;

  /** The one that is mostly asked for is the one that is being read. */
  const stateOf = (connection: number): ConnectionCount | undefined =>
    touched?.connection === connection ? touched : totals.open.get(connection);

  const note = (connection: number, notice: Notice): void => {
    const state = stateOf(connection);
    if (state !== undefined && notice.seq <= over) buffer(state.buffered, notice);
  };

  /** Whether what is reported can be counted at once: nothing that lies before it can still be reported. */
  const isNext = ({ buffered, unread }: ConnectionCount): boolean =>
    buffered.length === 0 && unread === Number.POSITIVE_INFINITY;

  /** Bytes on the connection that is being read. */
  const pass = (event: BytesEvent | LentBytesEvent, length: number): void => {
    const { seq, direction, underWay } = event;
    passed = event;
    passedLength = length;
    addTo(totals.bytes, direction, length);
    if (touched === null) return;
    const found = countBytes(touched.flow, direction, length, underWay);
    if (found !== null) crossed = crossingNotice(seq, found);
    // What waits to be counted may have crossed with what has arrived since.
    if (underWay !== undefined && touched.buffered.length === 0)
      forgetArrived(touched.crossings, touched.flow, direction, underWay);
  };

  const read = (event: TraceEvent | LentBytesEvent): void => {
    beginEvent(totals, event);
    if (event.type === 'mark') {
      if (event.mark === 'question ended' && event.of === question) over = event.seq;
      if (event.mark === 'deadline passed') {
        noteDamage(totals.damage, {
          kind: 'deadline',
          connection: 0,
          reason: reason('damage.deadline-of', { Question: event.of }),
        });
      }
      return;
    }
    const { connection, seq } = event;
    if (event.type === 'open') {
      openConnection(totals, event);
      written?.opened(event);
    }
    touched = totals.open.get(connection) ?? null;
    closed = event.type === 'close';
    counted = false;
    if (event.type === 'open') return;
    if (event.type === 'lent') pass(event, event.slice.to - event.slice.from);
    else if (event.type === 'bytes') pass(event, event.bytes.length);
    else if (event.type === 'error') {
      found.first(connection, event.code === clientLeft ? 'client' : 'failed');
      noteError(totals.damage, event);
    } else if (event.type === 'gap') {
      found.damaged({ kind: 'gap', connection, reason: gapReason(event) });
      if (touched !== null) loseFlow(touched.flow);
      note(connection, { what: 'gap', seq });
    } else if (event.type !== 'close') {
      const by = senderOf(event.direction);
      found.first(connection, by);
      note(connection, { what: 'closing', seq, at: event.at, by, how: event.type === 'end' ? 'FIN' : 'RST' });
    }
  };

  const concluded = (all: Totals, { at }: Position): Measurement => {
    const { firstAt, bytes, firstFin } = all;
    const milliseconds = firstAt === null ? 0 : (at - firstAt) / 1e6;
    const concluded = conclude(all, all === totals ? found : finder(all));
    const varying = {
      ...{ bytes: { ...bytes }, firstFin: [...firstFin], milliseconds },
      ...{ times: timesOf(all.times), replaced: replacedOf(all.newConnections) },
      ...{ lost: all.losses.list, signals: all.signals },
    };
    return { question, ...concluded, varying };
  };

  return {
    event(event) {
      touched = null;
      crossed = null;
      passed = null;
      spoke.c2s = null;
      spoke.s2c = null;
      if (event.seq <= over) read(event);
    },
    settle(pending) {
      // Events of control connections are not told of: for those there is nothing to settle.
      const state = touched;
      touched = null;
      if (state === null) return;
      if (crossed !== null) buffer(state.buffered, crossed);
      if (state.talk !== null && passed !== null)
        countEncrypted(state.talk, passedOf(state.flow, passed, passedLength), spoke);
      if (counted) settleStanding(state, found);
      if (closed) closeConnection(totals, state, found, true);
      else {
        const unread = state.overfull ? Number.POSITIVE_INFINITY : pending(state.connection);
        countUpTo(state, unread, found);
        if (state.buffered.length > bufferedAtMost) giveUpOrder(state, found);
      }
    },
    protocol(connection, protocol, isProvisional = false) {
      const state = stateOf(connection);
      if (state === undefined) return addProtocols(totals.protocols, { connection, protocols: [protocol] });
      if (!state.protocols.includes(protocol)) state.protocols.push(protocol);
      if (isProvisional) state.provisional = protocol;
    },
    opaque(connection, how) {
      const state = stateOf(connection);
      if (state !== undefined) becomeOpaque(state, how);
    },
    enciphered(_, direction, { records, isSaid }) {
      spoke[direction] = { records: records + (spoke[direction]?.records ?? 0), isSaid };
    },
    begun(message) {
      const state = stateOf(message.connection);
      if (state === undefined || message.begin.seq > over) return;
      beginPiece(ofDirection(state.crossings.pieces, message.direction), message);
      if (!isNext(state)) {
        buffer(state.buffered, { what: 'begun', seq: message.begin.seq, message });
        return;
      }
      counted = true;
      countBegin(state, message, found);
    },
    resumed(message, from) {
      const state = stateOf(message.connection);
      if (state !== undefined && message.begin.seq <= over)
        resumePiece(ofDirection(state.crossings.pieces, message.direction), message, from);
    },
    ended(message) {
      const state = stateOf(message.connection);
      if (state === undefined || message.end === null || message.end.seq > over) return;
      if (!isNext(state)) {
        buffer(state.buffered, { what: 'ended', seq: message.end.seq, message });
        return;
      }
      counted = true;
      countEnd(state, message, found);
    },
    withdrawn(message) {
      const state = totals.open.get(message.connection);
      if (state === undefined) return;
      dropMessage(state.buffered, message);
      withdraw(state, message);
    },
    control(control) {
      const { connection, seq, reason: reached } = control;
      if (reached !== undefined && seq <= over) {
        found.damaged({ kind: 'limit', connection, reason: reached });
        const state = stateOf(connection);
        if (state !== undefined) state.isUnsure = true;
      }
      const notice = noticeOf(control);
      if (notice !== null) note(control.connection, notice);
    },
    fault({ connection, seq, side, reason: rule }) {
      if (seq > over || gradeOf(rule) === 'irregularity') return;
      found.damaged({
        ...{ kind: 'violation', connection },
        reason: reason(`damage.violation-of-${side}`, { what: rule }),
      });
      const state = totals.open.get(connection);
      if (state === undefined) return;
      state.isUnsure = true;
      state.exchanges.http.past.violated = true;
    },
    measurement: (position) => concluded(structuredClone(totals), position),
    conclusion: (position) => concluded(totals, position),
    remembered: () => rememberedIn(totals),
    follow: follower(totals, found),
  };
};
