import { pipelineConditions, reasons, scalerConditions } from '@pricecast/crds';
import { type Artifact, section } from './artifact.ts';
import { table } from './markdown.ts';

const path = 'docs/conditions.md';

const conditionTable = (conditions: Readonly<Record<string, string>>): string =>
  table(
    ['condition', 'holds when'],
    Object.entries(conditions).map(([type, meaning]) => [`\`${type}\``, meaning]),
  );

const reasonTable = (): string =>
  table(
    ['reason', 'means', 'what to do'],
    Object.entries(reasons).map(([reason, { meaning, remedy }]) => [`\`${reason}\``, meaning, remedy]),
  );

/** The tables of docs/conditions.md. */
export const conditionsDocument = (): Artifact[] => [
  section(path, 'crds/src/conditions.ts', 'pipeline conditions', conditionTable(pipelineConditions)),
  section(path, 'crds/src/conditions.ts', 'scaler conditions', conditionTable(scalerConditions)),
  section(path, 'crds/src/reasons.ts', 'reasons', reasonTable()),
];
