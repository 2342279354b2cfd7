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
  const items = selected.map((explanation) => bodyOf(explanation, world));
  if (name !== undefined) return found(items[0] ?? {});
  return found({ kind: `${explainApi.kind}List`, apiVersion, metadata: {}, items });
}

function bodyOf({ decision: _, ...explanation }: Explanation, world: PublishedWorld): object {
  const { namespace, name, ...rest } = explanation;
  const decisions = world.decisionsOf(namespace, name);
  return { kind: explainApi.kind, apiVersion, metadata: { namespace, name }, ...rest, decisions };
}

function rowOf({ namespace, name, decision }: Explanation) {
  const { ready, present, desired, load, forecast, reason, at } = decision;
  const pods = `${ready}/${present}/${desired ?? '-'}`;
  return { cells: [name, short(load), short(forecast), pods, reason, at], metadata: { namespace, name } };
}

const short = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(3))));
