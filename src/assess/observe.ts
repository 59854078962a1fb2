/**
 * From a stream of events to a result with one level, `observed`: dissect, measure, judge, event by event. Of the
 * transcript the beginning is kept, for the strips; of the rest nothing but counts.
 */

import { dissectTrace } from '../dissect/dissect.ts';
import { startTranscript } from '../dissect/transcript.ts';
import { judgeLevel } from '../judge/level.ts';
import type { Journal, Step } from '../measure/journal/step.ts';
import { measure } from '../measure/measure.ts';
import type { Measurement } from '../model/facts.ts';
import type { MessageListener } from '../model/message.ts';
import type { LabReport } from '../model/report.ts';
import type { LabDescription, LabResult } from '../model/result.ts';
import { listFaults } from '../model/rules/fault.ts';
import type { ToldEvent } from '../model/slice.ts';
import { varyingOf } from './by-question.ts';

export type { Step };

export interface StreamMeasurement {
  /** The next event of this server, in order. */
  push(event: ToldEvent): void;
  /** The next step of a connection that was counted elsewhere, in order with all events. */
  follow(step: Step): void;
  /** The record ends before its time: anything may have followed. */
  cutShort(): void;
  /** What holds up to here, while more is to come. */
  soFar(): LabReport;
  /** What holds at the end, asked for once. */
  report(): LabReport;
}

export interface Observed {
  /** The command's name. */
  lab: string;
  /** The server's address. */
  target: string;
  /** What the record says of where it was made. */
  on: string | null;
  /** Told what connections tell of more than themselves, by the numbers that the events give. */
  journal?: Journal;
  /** Some of its connections are counted elsewhere: no beginning is kept for strips. */
  follows?: boolean;
}

const question = 'observed';

/** Told of what happens and of what is found in it, as it is found. Connections are numbered as in the report. */
export type Witness = Partial<MessageListener> & { event?(event: ToldEvent): void };

export function measureStream(
  { lab, target, on, journal, follows = false }: Observed,
  ...witnesses: readonly Witness[]
): StreamMeasurement {
  /** The numbers that the events give, in order of opening; and the numbers here of connections that are counted elsewhere. */
  const numbers: number[] = [];
  const followed = new Map<number, number>();
  const measuring = measure(question, null, journal === undefined ? null : { add: tell });
  const transcript = startTranscript(question, { connections: 24, messages: 500 });
  const faults = listFaults();
  const dissecting = dissectTrace(
    {
      protocol(connection, protocol, isProvisional) {
        measuring.protocol(connection, protocol, isProvisional);
        transcript.listener.protocol(connection, protocol);
        for (const witness of witnesses) witness.protocol?.(connection, protocol);
      },
      opaque(connection, how) {
        measuring.opaque?.(connection, how);
        transcript.listener.opaque?.(connection, how);
        for (const witness of witnesses) witness.opaque?.(connection, how);
      },
      enciphered(connection, direction, what) {
        measuring.enciphered?.(connection, direction, what);
      },
      begun(message) {
        measuring.begun(message);
        transcript.listener.begun(message);
        for (const witness of witnesses) witness.begun?.(message);
      },
      resumed(message, from) {
        measuring.resumed?.(message, from);
        transcript.listener.resumed?.(message, from);
      },
      ended(message) {
        measuring.ended(message);
        for (const witness of witnesses) witness.ended?.(message);
      },
      withdrawn(message) {
        measuring.withdrawn(message);
        transcript.listener.withdrawn(message);
        for (const witness of witnesses) witness.withdrawn?.(message);
      },
      control(control) {
        measuring.control(control);
        transcript.listener.control(control);
        for (const witness of witnesses) witness.control?.(control);
      },
      fault(fault) {
        measuring.fault(fault);
        transcript.listener.fault(fault);
        for (const witness of witnesses) witness.fault?.(fault);
        faults.add(fault, question);
        const { seq, at, connection } = fault;
        if (journal !== undefined) tell({ seq, at, connection, what: 'fault', fault });
      },
    },
    (event) => {
      measuring.event(event);
      if (!follows) transcript.event(event);
      for (const witness of witnesses) witness.event?.(event);
    },
  );
  const position = { seq: 0, at: 0 };

  return {
    push(event) {
      position.seq = event.seq;
      // What was waited for is told late, as of when it came.
      position.at = Math.max(event.at, position.at);
      if (event.type === 'open') numbers.push(event.connection);
      dissecting.push(event);
      measuring.settle(dissecting.pending);
    },
    follow(step) {
      const { seq, at, connection: number } = step;
      Object.assign(position, { seq, at: Math.max(at, position.at) });
      if (step.what === 'opened') followed.set(number, dissecting.number());
      const connection = followed.get(number) ?? 0;
      if (step.what === 'fault') faults.add({ ...step.fault, connection }, question);
      else measuring.follow({ ...step, connection });
      if (step.what === 'closed') followed.delete(number);
    },
    cutShort() {
      const { seq, at } = position;
      measuring.event({ type: 'gap', seq, at, connection: 0, direction: 's2c', length: null });
    },
    soFar: () => reportOf(measuring.measurement(position)),
    report() {
      dissecting.finish(position);
      return reportOf(measuring.conclusion(position));
    },
  };

  function tell(step: Step): void {
    step.connection = numbers[step.connection - 1] ?? 0;
    journal?.add(step);
  }

  function reportOf(measurement: Measurement): LabReport {
    const { facts } = measurement;
    const description: LabDescription = {
      lab,
      title: on === null ? target : `${target}, seen on ${on}`,
      subject: on ?? target,
      target,
      version: versionOf(facts.protocol),
      client: 'library',
      ordinary: [],
      questions: [question],
      permits: null,
      textbook: { says: null },
      prediction: null,
    };
    const { client: _, ordinary: __, questions: ___, ...known } = description;
    const result: LabResult = {
      ...known,
      outcome: 'ran',
      error: null,
      facts: { [question]: facts },
      answers: {},
      verdicts: { observed: judgeLevel([measurement], {}) },
      faults: faults.listed,
      varying: { timings: {}, ...varyingOf([measurement]) },
    };
    return {
      result,
      stored: { description, recordings: [] },
      transcripts: [transcript.transcript],
      measurements: [measurement],
    };
  }
}

/** Whether it was stored by `observe`: nobody asked anything, so there is one level. */
export const isObservation = ({ questions, ordinary }: LabDescription): boolean =>
  ordinary.length === 0 && questions.length === 1 && questions[0] === question;

/** Of a server that speaks one version of HTTP. */
export function versionOf(protocol: string | null): string | null {
  return /^HTTP\/([0-9.]+)$/.exec(protocol ?? '')?.[1] ?? null;
}
