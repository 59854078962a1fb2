/**
 * Connections in which nothing is read: of those only bytes are counted, and which end spoke when. What had been counted
 * of one as lines before it was known is taken back. So that nothing of it has reached the figures of others, it is kept
 * from them while it is provisional: its exchanges follow on nobody's, and give no reason for a new connection.
 */
import type { ConnectionShape } from '../model/facts.ts';
import type { Opacity } from '../model/message.ts';
import type { ConnectionCount } from './connection-count.ts';
import { showsTurns } from './crossing/flow.ts';
import { emptyCrossings } from './crossing/pairs.ts';
import { emptyEncryptedTalk, showsTurnsOf } from './encrypted.ts';
import { emptyExchanges } from './exchanges/exchanges.ts';
import { emptySmallMap } from './small-map.ts';
import { emptyTally } from './tally.ts';
import { emptyTurnarounds } from './turnarounds.ts';

/** From here on nothing is read. */
export const becomeOpaque = (state: ConnectionCount, how: Opacity): void => {
  if (state.provisional !== null) takeBack(state);
  state.opacity ??= how;
  if (how === 'encrypted') state.talk ??= emptyEncryptedTalk();
};

/** The record ends here, and nobody has said what it is. */
export const becomeUnknown = (state: ConnectionCount): void => {
  state.protocols.push((state.provisional ?? 'records').replace('records', 'unknown'));
  becomeOpaque(state, 'unknown');
};

/** A line that is not finished may be none. */
export const isUnfinishedLine = ({ provisional, open }: ConnectionCount): boolean =>
  provisional !== null && open.c2s.size + open.s2c.size > 0;

/** What the bytes show where there are no messages. */
export const opaqueShape = ({ opacity, flow, talk }: ConnectionCount): Partial<ConnectionShape> => {
  if (opacity === null) return {};
  if (opacity === 'tunnel') return { opaque: opacity, turnsShown: false };
  return {
    c2s: flow.read.c2s > 0,
    s2c: flow.read.s2c > 0,
    crossing: opaqueCrossings({ opacity, flow, talk }) > 0,
    opaque: opacity,
    turnsShown:
      !flow.gapped && (opacity === 'encrypted' ? talk !== null && showsTurnsOf(talk) : showsTurns(flow)),
  };
};

/** How often its bytes crossed, though nobody knows of which messages they are. */
export const opaqueCrossings = ({
  opacity,
  flow,
  talk,
}: Pick<ConnectionCount, 'opacity' | 'flow' | 'talk'>): number => {
  if (opacity === null || opacity === 'tunnel') return 0;
  return (opacity === 'encrypted' ? talk?.flow : flow)?.crossed ?? 0;
};

const takeBack = (state: ConnectionCount): void => {
  state.protocols = state.protocols.filter((protocol) => protocol !== state.provisional);
  state.provisional = null;
  state.latestBegin = Number.NEGATIVE_INFINITY;
  state.buffered = state.buffered.filter(({ what }) => !['begun', 'ended', 'crossing'].includes(what));
  state.crossings = emptyCrossings();
  state.begun = 0;
  state.open = { c2s: emptySmallMap(), s2c: emptySmallMap() };
  state.unproven.clear();
  state.tally = emptyTally();
  state.turns = emptyTurnarounds();
  state.exchanges = { ...emptyExchanges(state.exchanges.answers), http: state.exchanges.http };
  state.proven = null;
};
