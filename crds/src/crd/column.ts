/** A column of `kubectl get`. It shows only the first result of its path, so paths lead to one string. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'date' | 'integer';
  readonly jsonPath: string;
  readonly description: string;
  /** 1 shows the column only with `-o wide`. */
  readonly priority?: 1;
}

/** The path to a member of one condition. */
export const ofCondition = (type: string, member: 'status' | 'reason' | 'message'): string =>
  `.status.conditions[?(@.type=="${type}")].${member}`;

/** Age of the object. */
export const ageColumn: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description: 'Time since the object was created.',
};
