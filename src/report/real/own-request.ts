/** What a user had asked in place of the bench's own requests, below the title of a table. */
import type { OwnRequest } from '../../model/result.ts';
import type { Say } from '../language/say.ts';
import { reportWidth } from '../look.ts';
import { hang, printable } from '../words/text.ts';
import { listed } from '../words/words.ts';

/** Lines; none where nothing was changed. */
export function ownRequestLines(request: OwnRequest | undefined, say: Say): string[] {
  if (!request) return [];
  const { method, host, sni, fields, content } = request;
  const said = [
    ...(method === null ? [] : [printable(method)]),
    ...(content === null ? [] : [say('{n} bytes of content', { n: content })]),
    ...(host === null ? [] : [say('Host {Name}', { Name: printable(host) })]),
    ...(sni === null ? [] : [say('SNI {Name}', { Name: printable(sni) })]),
    ...fields.map((name) => say('field {Name}', { Name: printable(name) })),
  ];
  return said.length === 0
    ? []
    : [hang('  ', say('asked: {what}', { what: listed(said, say) }), reportWidth)];
}
