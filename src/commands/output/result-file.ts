/** The file that `--json` writes. */
import { type LabResult, type ResultFile, resultSchema } from '../../model/result.ts';
import { toldResult } from '../../model/told.ts';
import { environment } from './environment.ts';

export function resultFile(results: LabResult[], calibrated: boolean): ResultFile {
  const calibration = calibrated ? 'calibrated' : 'not calibrated';
  return { schema: resultSchema, environment: environment(), calibration, results: results.map(toldResult) };
}
