import { jsonIn } from '../../../json-in.ts';
import { numberAt, placeAt } from '../../http/value-path.ts';

/** Which number of which messages of a topic is a series. */
export interface ValueChoice {
  readonly valuePath: string;
  /** Absent: messages with any key and with none. */
  readonly key?: string | undefined;
  /** What has to stand in the value besides. */
  readonly matchFields?: readonly { readonly path: string; readonly value: string }[] | undefined;
}

/** A message, as far as it is looked at. */
export interface ValueRecord {
  readonly key?: Buffer | string | undefined;
  readonly value?: Buffer | string | undefined;
}

/** The number that is chosen of a message; undefined where it is not of the series or has none. */
export function chosenFrom(record: ValueRecord, choice: ValueChoice): number | undefined {
  if (choice.key !== undefined && record.key?.toString() !== choice.key) return undefined;
  const document = documentOf(record);
  const isMeant = (choice.matchFields ?? []).every(
    (field) => textOf(placeAt(document, field.path)) === field.value,
  );
  return isMeant ? numberAt(document, choice.valuePath) : undefined;
}

/** Read once, however many series look at a message. */
const documents = new WeakMap<ValueRecord, unknown>();

function documentOf(record: ValueRecord): unknown {
  if (!documents.has(record)) documents.set(record, jsonIn(record.value?.toString() ?? ''));
  return documents.get(record);
}

const textOf = (place: unknown): string | undefined =>
  typeof place === 'string' || typeof place === 'number' || typeof place === 'boolean'
    ? String(place)
    : undefined;
