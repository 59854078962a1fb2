/** Everything that is said in Chinese. No two files say the same text. */
import { claims } from './claims.ts';
import { claimsSocket } from './claims-socket.ts';
import { compare } from './compare.ts';
import { composed } from './composed.ts';
import { explain } from './explain.ts';
import { kept } from './kept.ts';
import { labs } from './labs.ts';
import { live } from './live.ts';
import { losses } from './losses.ts';
import { newConnections } from './new-connections.ts';
import { observe } from './observe.ts';
import { page } from './page.ts';
import { probe } from './probe.ts';
import { questions } from './questions.ts';
import { zhReasons } from './reasons/reasons.ts';
import { tables } from './tables.ts';
import { through } from './through.ts';
import { throughAdvice } from './through-advice.ts';
import { verdicts } from './verdicts.ts';
import { words } from './words.ts';

export const zh = {
  ...kept,
  ...words,
  ...tables,
  ...claims,
  ...claimsSocket,
  ...labs,
  ...questions,
  ...verdicts,
  ...newConnections,
  ...losses,
  ...explain,
  ...probe,
  ...observe,
  ...through,
  ...throughAdvice,
  ...compare,
  ...page,
  ...live,
};

/** All that Chinese consists of. */
export const chinese = { texts: { ...zh, ...composed }, reasons: zhReasons };
