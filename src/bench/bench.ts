/**
 * The bench: one HTTP subject with the tap between its two ends, for one question. Every question has a bench of
 * its own, so that they can wait side by side and nothing that one does can be taken for another's.
 */

import { note } from '../model/scripts/note.ts';
import type { OpenEvent, TraceEvent } from '../model/trace.ts';
import type { Bench } from '../questions/bench.ts';
import { atOnce } from '../subjects/at-once.ts';
import { createScript } from '../subjects/script.ts';
import type { Stage } from '../subjects/stage.ts';
import type { HttpSubject } from '../subjects/subject.ts';
import type { Target } from '../subjects/target.ts';

export async function setUpBench(subject: HttpSubject, stage: Stage): Promise<Bench> {
  const { scope, trace, mark, gate, seen } = stage;
  const script = createScript();
  const origin = await subject.serve(script, scope);
  const control = (to: Target) => {
    const client = subject.bare(to, scope);
    return (nth: string) => client.request(`/control/${nth}`).finished;
  };
  const tap = await stage.tap({ host: origin.host, port: origin.port }, { control });
  return {
    subject,
    script,
    origin,
    trace,
    mark,
    gate,
    seen,
    client: subject.connect(tap.address, scope),
    bare: async () => subject.bare(await tap.entrance(), scope),
    withhold: tap.withhold,
    atOnce: (speak, forced) => atOnce({ gate, mark, withhold: tap.withhold, ...forced }, speak),
    async openConnection() {
      // A mark comes back only after everything before it has come.
      await mark(note('open connections'));
      const open = trace.findLast((event): event is OpenEvent => event.type === 'open' && !event.control);
      const over = (event: TraceEvent) =>
        (event.type === 'end' || event.type === 'reset' || event.type === 'close') &&
        event.connection === open?.connection;
      if (!open || trace.some(over)) return null;
      const port = open.back.tap && 'port' in open.back.tap ? open.back.tap.port : 0;
      return { connection: open.connection, atServer: origin.connection(port) };
    },
    async atMost(milliseconds, over) {
      await Promise.race([over, stage.pause(milliseconds)]);
    },
  };
}
