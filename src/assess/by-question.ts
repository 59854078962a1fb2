/** What results hold by question, of what was measured. */
import type { Measurement } from '../model/facts.ts';
import type { ResultVarying } from '../model/result.ts';

export const varyingOf = (measurements: Measurement[]): Omit<ResultVarying, 'timings'> => ({
  bytes: byQuestion(measurements, ({ varying }) => varying.bytes),
  firstFin: byQuestion(measurements, ({ varying }) => varying.firstFin),
  times: byQuestion(measurements, ({ varying }) => varying.times),
  replaced: byQuestion(measurements, ({ varying }) => varying.replaced),
  lost: byQuestion(measurements, ({ varying }) => varying.lost),
  signals: byQuestion(measurements, ({ varying }) => varying.signals),
});

export const byQuestion = <T>(measurements: Measurement[], take: (measurement: Measurement) => T) =>
  Object.fromEntries(measurements.map((measurement) => [measurement.question, take(measurement)]));
