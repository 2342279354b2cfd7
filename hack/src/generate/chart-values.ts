import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../repository.ts';
import { type Artifact, section } from './artifact.ts';
import { table } from './markdown.ts';

const chart = 'charts/pricecast';

interface SchemaNode {
  readonly description?: string | undefined;
  readonly $ref?: string | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly $defs?: Readonly<Record<string, SchemaNode>> | undefined;
}

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    $ref: z.string().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    $defs: z.record(z.string(), schemaNode).optional(),
  }),
);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** Every value with its default, as `image.registry`. */
function leaves(value: unknown, path: readonly string[] = []): { path: readonly string[]; value: unknown }[] {
  if (!isMap(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}

/** What the schema says about a value; throws when it says nothing. */
function descriptionOf(root: SchemaNode, path: readonly string[]): string {
  const resolved = (node: SchemaNode): SchemaNode =>
    node.$ref === undefined ? node : { ...root.$defs?.[node.$ref.replace('#/$defs/', '')], ...node };
  let node = resolved(root);
  for (const key of path) node = resolved(node.properties?.[key] ?? {});
  if (node.description === undefined) {
    throw new Error(`VALUE_NOT_DESCRIBED: values.schema.json does not describe ${path.join('.')}`);
  }
  return node.description;
}

/** The table of values in the README of the chart, made from the values and their schema. */
export async function chartValues(): Promise<Artifact[]> {
  const read = (file: string) => readFile(resolve(repositoryRoot, chart, file), 'utf8');
  const schema = schemaNode.parse(JSON.parse(await read('values.schema.json')));
  const rows = leaves(parse(await read('values.yaml'))).map(({ path, value }) => [
    `\`${path.join('.')}\``,
    `\`${JSON.stringify(value)}\``,
    descriptionOf(schema, path),
  ]);
  const content = table(['value', 'default', 'meaning'], rows);
  return [section(`${chart}/README.md`, `${chart}/values.schema.json`, 'values', content)];
}
