/** `schema`: the JSON Schema of a result, for whoever reads results with a program. */
import { resultJsonSchema } from '../model/schema/result.ts';
import { jsonText } from './output/deliver.ts';
import { print } from './output/output.ts';

export async function schema(): Promise<number> {
  print(jsonText(resultJsonSchema).trimEnd());
  return 0;
}
