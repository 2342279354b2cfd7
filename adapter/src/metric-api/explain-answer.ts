import { explainApi } from '@pricecast/crds';
import type { Explanation } from '../snapshot/explanation.ts';
import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';
import { type Answer, found, refused } from './answer.ts';
import type { Form } from './negotiation.ts';
import type { ExplainRoute } from './route.ts';
import { tableOf, textColumn } from './table.ts';

const apiVersion = `${explainApi.group}/${explainApi.version}`;

const columns = [
  { ...textColumn('Name', 'Name of the scaler.'), format: 'name' },
  textColumn('Load', 'Newest load per second.'),
  textColumn('Forecast', 'Upper forecast over the lead time.'),
  textColumn('Replicas', 'Ready, present and wanted pods.'),
  textColumn('Reason', 'Why, as one constant word.'),
  textColumn('Decided', 'When the newest decision was made.'),
];

/** Answers why a scaler, or each scaler of a namespace, wants the pods that it wants. */
export function answerExplain({ namespace, name }: ExplainRoute, form: Form, world: PublishedWorld): Answer {
  const all = world.explanationsOf(namespace);
  const selected = name === undefined ? all : all.filter((explanation) => explanation.name === name);
  if (name !== undefined && selected.length === 0) {
    const details = { group: explainApi.group, kind: explainApi.plural, name };
    return refused('NotFound', `no decision of scaler ${name} is known in namespace ${namespace}`, details);
  }
  if (form === 'Table') return found(tableOf(columns, selected.map(rowOf)));
  const [only] = selected.map(bodyOf);
  if (name !== undefined) return found(only ?? {});
  return found({ kind: `${explainApi.kind}List`, apiVersion, metadata: {}, items: selected.map(bodyOf) });
}

function bodyOf({ namespace, name, ...explanation }: Explanation): object {
  return { kind: explainApi.kind, apiVersion, metadata: { namespace, name }, ...explanation };
}

function rowOf({ namespace, name, decisions }: Explanation) {
  const newest = decisions.at(-1);
  const pods = `${newest?.ready ?? '-'}/${newest?.present ?? '-'}/${newest?.desired ?? '-'}`;
  const cells = [
    name,
    short(newest?.load),
    short(newest?.forecast),
    pods,
    newest?.reason ?? '-',
    newest?.at ?? '-',
  ];
  return { cells, metadata: { namespace, name } };
}

const short = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : String(Number(value.toPrecision(3)));
