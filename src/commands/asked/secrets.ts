/** Files hold nothing of what a user put into his own request, unless he wants to see it; credentials they never hold. */
import { assess } from '../../assess/assess.ts';
import {
  credentialFields,
  type Secrets,
  withoutSecrets,
} from '../../assess/without-secrets/without-secrets.ts';
import type { StoredLab } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import type { Asked } from '../../subjects/asked.ts';

/** The reports for files; `everything` but the credentials may stay in them. */
export function forFiles(reports: readonly LabReport[], asked: Asked, everything = false): LabReport[] {
  return reports.map((report) => {
    const stored = storedForFiles(report.stored, asked, everything);
    return stored === report.stored ? report : { ...report, stored, transcripts: assess(stored).transcripts };
  });
}

/** The same lab where there is nothing to hide. */
export function storedForFiles(stored: StoredLab, { fields, body }: Asked, everything = false): StoredLab {
  if (fields.length === 0 && body === null) return stored;
  const hidden = fields.filter(({ name }) => !everything || credentialFields.includes(name.toLowerCase()));
  const secrets: Secrets = {
    names: hidden.map(({ name }) => name.toLowerCase()),
    // Another field's value may stand in any answer: text/plain, gzip.
    values: [
      ...hidden.flatMap(({ name, value }) =>
        credentialFields.includes(name.toLowerCase()) ? (value ?? []) : [],
      ),
      ...(body === null || everything ? [] : [Buffer.from(body).toString('latin1')]),
    ],
    content: body !== null && !everything,
  };
  return { ...stored, recordings: stored.recordings.map((recording) => withoutSecrets(recording, secrets)) };
}
