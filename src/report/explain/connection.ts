/** The messages of one connection, as a strip and as a list. */
import type { Evidence } from '../../model/facts.ts';
import type { LabReport } from '../../model/report.ts';
import { type Look, reportWidth } from '../look.ts';
import { messageList } from '../words/messages.ts';
import { strip } from '../words/strip.ts';
import { hang } from '../words/text.ts';
import { connectionOf, protocols } from '../words/words.ts';

export type Spot = Pick<Evidence, 'question' | 'connection'>;

export function listOf({ transcripts }: LabReport, { question, connection }: Spot, look: Look): string[] {
  const transcript = transcripts.find((one) => one.question === question);
  const found = transcript?.connections.find((one) => one.connection === connection);
  if (!found) return [];
  const { paint, say } = look;
  const where = connectionOf(question, connection, say);
  const head = `${where} (${protocols(found.protocol ?? 'not recognised', say)})`;
  return [
    '',
    paint('cyan', head),
    ...hang(say('as a strip: '), strip(found, say), reportWidth - 3).split('\n'),
    ...messageList(found, look),
  ];
}
