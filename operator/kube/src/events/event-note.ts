import type { KubeObject } from '../objects/kube-object.ts';

/** Something that a person who describes an object should read. */
export interface EventNote {
  /** The object that it is about. */
  readonly regarding: KubeObject;
  readonly type: 'Normal' | 'Warning';
  /** One CamelCase word of a closed list. */
  readonly reason: string;
  /** What was being done, one CamelCase word: `Applying`, `CreatingTopics`. */
  readonly action: string;
  /** A sentence; at most 1 024 characters are kept. */
  readonly note: string;
}

/** Identifies the object of a note: the unit of the spam filter. */
export function subjectKey({ regarding }: EventNote): string {
  return [regarding.kind, regarding.metadata.namespace, regarding.metadata.name, regarding.metadata.uid].join(
    '|',
  );
}

/** Identifies notes that differ in their sentence alone. */
export function familyKey(note: EventNote): string {
  return [subjectKey(note), note.type, note.reason, note.action].join('|');
}

/** Identifies notes that are the same but for their time. */
export function noteKey(note: EventNote): string {
  return [familyKey(note), note.note].join('|');
}
