/** What the schemas are built of: plain objects of JSON Schema (draft 7). */

export const text = { type: 'string' };
export const number = { type: 'number' };
export const truth = { type: 'boolean' };
/** A count, an ordinal, or a length. */
export const whole = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

export const orNull = (schema: object): object => ({ anyOf: [{ type: 'null' }, schema] });
export const oneOf = (...values: readonly string[]): object => ({ enum: values });
export const listOf = (items: object): object => ({ type: 'array', items });
/** Names of any kind, each with such a value. */
export const valuesOf = (schema: object): object => ({ type: 'object', additionalProperties: schema });

/** Every property is required, but those that are named as optional. */
export const record = (
  properties: Record<string, object>,
  optional: Record<string, object> = {},
): { type: string; properties: Record<string, object>; required: string[] } => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
});

/** As `record`, with nothing else in it. */
export const exactly = (
  properties: Record<string, object>,
  optional: Record<string, object> = {},
): object => ({
  ...record(properties, optional),
  additionalProperties: false,
});

export const mode = oneOf('simplex', 'half-duplex', 'full-duplex');
export const direction = oneOf('c2s', 's2c');

export const described = (description: string, schema: object): object => ({ description, ...schema });

/** What a user had asked in place of the bench's own requests: see `OwnRequest` in model/result.ts. */
export const ownRequest = {
  method: orNull(text),
  host: orNull(text),
  sni: orNull(text),
  fields: listOf(text),
  content: orNull(whole),
  isVerified: truth,
};
