import type { Manifest } from '../objects/kube-object.ts';
import { microTime } from '../time/micro-time.ts';
import type { EventNote } from './event-note.ts';

/** The server refuses longer notes. Bytes. */
const LONGEST_NOTE_BYTES = 1_024;
/** Leaves room for the suffix within the 253 characters of a name. */
const LONGEST_NAME = 220;

/** Who reports. */
export interface Reporter {
  /** `example.dev/operator` */
  readonly controller: string;
  /** Name of the pod. */
  readonly instance: string;
}

/** The `events.k8s.io/v1` object for a note. `suffix` makes its name unique. */
export function eventObject(note: EventNote, reporter: Reporter, suffix: string, now: Date): Manifest {
  const { apiVersion, kind, metadata } = note.regarding;
  const namespace = metadata.namespace ?? 'default';
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: `${metadata.name.slice(0, LONGEST_NAME)}.${suffix}`, namespace },
    eventTime: microTime(now),
    reportingController: reporter.controller,
    reportingInstance: reporter.instance.slice(0, 128),
    action: note.action,
    reason: note.reason,
    type: note.type,
    note: cutToBytes(note.note, LONGEST_NOTE_BYTES),
    regarding: { apiVersion, kind, name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
  };
}

/** The longest beginning of a text that fits into so many bytes of UTF-8 without cutting a character. */
function cutToBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text);
  if (buffer.length <= bytes) return text;
  return buffer
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
}

/** The merge patch that counts a repetition. */
export function seriesPatch(count: number, now: Date): unknown {
  return { series: { count, lastObservedTime: microTime(now) } };
}
