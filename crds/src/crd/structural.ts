/** A node of an OpenAPI schema. */
export type SchemaNode = { readonly [key: string]: unknown };

const structuralKeys = new Set([
  'type',
  'properties',
  'items',
  'additionalProperties',
  'required',
  'description',
  'default',
  'enum',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'maxProperties',
  'minProperties',
  'nullable',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
]);

const isNode = (value: unknown): value is SchemaNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The children of a node with the path that names them. */
function children(node: SchemaNode, path: string): [SchemaNode, string][] {
  const properties = isNode(node.properties) ? Object.entries(node.properties) : [];
  const named = properties.filter((entry): entry is [string, SchemaNode] => isNode(entry[1]));
  const members: [SchemaNode, string][] = named.map(([name, child]) => [child, `${path}.${name}`]);
  if (isNode(node.items)) members.push([node.items, `${path}[]`]);
  if (isNode(node.additionalProperties)) members.push([node.additionalProperties, `${path}{}`]);
  return members;
}

/** What is wrong with one node, apart from its children. */
function faultsOf(node: SchemaNode, path: string): string[] {
  const faults = Object.keys(node)
    .filter((key) => !structuralKeys.has(key))
    .map((key) => `${path}: ${key} is not structural`);
  const type = node.type;
  if (type === undefined && node['x-kubernetes-int-or-string'] !== true) faults.push(`${path}: has no type`);
  if (type === 'array' && node.items === undefined) faults.push(`${path}: has no items`);
  if (type === 'array' && node.maxItems === undefined) faults.push(`${path}: has no maxItems`);
  if (type === 'array' && node['x-kubernetes-list-type'] === undefined)
    faults.push(`${path}: has no list type`);
  if (type === 'number') faults.push(`${path}: is a floating point number`);
  if (type === 'integer' && (node.minimum === undefined || node.maximum === undefined))
    faults.push(`${path}: is not bounded`);
  if (type === 'string' && node.enum === undefined && node.maxLength === undefined)
    faults.push(`${path}: has no maxLength`);
  return faults;
}

/** List items speak through their list, and the metadata of an object are the API server's own. */
const isDescribed = (node: SchemaNode, path: string): boolean =>
  node.description !== undefined || path.endsWith('[]') || path === 'schema.metadata';

/**
 * Everything about a schema that an API server would refuse as not structural, or that this project does
 * not want in an API: unbounded values, floating point numbers, lists without a list type, fields without
 * a description. An empty list means that the schema is fine.
 */
export function structuralFaults(schema: SchemaNode, path = 'schema'): string[] {
  const own = faultsOf(schema, path);
  const below = children(schema, path).flatMap(([child, childPath]) => [
    ...structuralFaults(child, childPath),
    ...(isDescribed(child, childPath) ? [] : [`${childPath}: has no description`]),
  ]);
  return [...own, ...below];
}

/** Throws with every fault of a schema; for generators, which must not write a CRD that will be refused. */
export function assertStructural(schema: SchemaNode): void {
  const faults = structuralFaults(schema);
  if (faults.length > 0) throw new Error(`CRD_NOT_STRUCTURAL: ${faults.join('; ')}`);
}
