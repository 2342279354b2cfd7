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
export function chosenFrom({ key, value }: ValueRecord, choice: ValueChoice): number | undefined {
  if (value === undefined || (choice.key !== undefined && key?.toString() !== choice.key)) return undefined;
  const document = jsonIn(value.toString());
  const isMeant = (choice.matchFields ?? []).every(
    (field) => textOf(placeAt(document, field.path)) === field.value,
  );
  return isMeant ? numberAt(document, choice.valuePath) : undefined;
}

const textOf = (place: unknown): string | undefined =>
  typeof place === 'string' || typeof place === 'number' || typeof place === 'boolean'
    ? String(place)
    : undefined;
