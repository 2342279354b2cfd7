import { isSameQuantity } from '../objects/quantity.ts';
import { itemKey, listRule } from './list-keys.ts';

/** Fields below which texts are amounts that the server rewrites: `1000m` becomes `1`. */
const quantityParents = new Set([
  'requests',
  'limits',
  'capacity',
  'hard',
  'default',
  'defaultRequest',
  'min',
  'max',
]);
const quantityFields = new Set(['sizeLimit', 'divisor', 'averageValue']);

/**
 * Fields whose zero the server does not store because its type cannot tell zero from absent. For all others an
 * absent field means a default, which may differ from the zero that was rendered.
 */
const droppedWhenZero = new Set([
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'initialDelaySeconds',
  'minReadySeconds',
  'paused',
  'publishNotReadyAddresses',
  'readOnly',
  'setHostnameAsFQDN',
  'stdin',
  'stdinOnce',
  'tty',
]);

/**
 * The paths at which `live` does not contain `desired`, as server-side apply would see it. Empty when an apply
 * would change nothing. Fields that only `live` has belong to others and do not count.
 *
 * | desired | live | contained |
 * |---|---|---|
 * | null, '', [] or {} | absent | yes: the server stores none of them |
 * | 0 or false | absent | for fields that the server drops at zero |
 * | amounts | other spelling of the amount | yes |
 * | map list | items by key, in any order, more of them | if each item contains its partner |
 * | set | the same values and more | yes |
 * | other list | same length, each item containing its partner | yes |
 */
export function missingPaths(desired: unknown, live: unknown): string[] {
  const found: string[] = [];
  compare(desired, live, [], found);
  return found;
}

function compare(desired: unknown, live: unknown, path: readonly string[], found: string[]): void {
  if (live === undefined || live === null) {
    if (!isStoredAsAbsent(desired, path)) found.push(pathText(path));
  } else if (Array.isArray(desired)) {
    compareLists(desired, live, path, found);
  } else if (isRecord(desired)) {
    if (isRecord(live))
      for (const [name, value] of Object.entries(desired)) compare(value, live[name], [...path, name], found);
    else found.push(pathText(path));
  } else if (!isSameScalar(desired, live, path)) {
    found.push(pathText(path));
  }
}

function compareLists(
  desired: readonly unknown[],
  live: unknown,
  path: readonly string[],
  found: string[],
): void {
  const rule = listRule(path);
  if (!Array.isArray(live)) found.push(pathText(path));
  else if (rule.kind === 'Set' && desired.every(isPlain)) compareSets(desired, live, path, found);
  else if (rule.kind === 'Map' && canBeKeyed(desired, rule.keys)) compareMaps(desired, live, path, found);
  else compareWhole(desired, live, path, found);
}

function compareSets(
  desired: readonly unknown[],
  live: readonly unknown[],
  path: readonly string[],
  found: string[],
) {
  if (!desired.every((value) => live.includes(value))) found.push(pathText(path));
}

function compareMaps(
  desired: readonly unknown[],
  live: readonly unknown[],
  path: readonly string[],
  found: string[],
) {
  const { keys } = listRule(path);
  const partners = new Map(live.map((value) => [itemKey(value, keys), value]));
  for (const value of desired) compare(value, partners.get(itemKey(value, keys)), [...path, '*'], found);
}

function compareWhole(
  desired: readonly unknown[],
  live: readonly unknown[],
  path: readonly string[],
  found: string[],
) {
  if (desired.length !== live.length) found.push(pathText(path));
  else for (const [index, value] of desired.entries()) compare(value, live[index], [...path, '*'], found);
}

/** Another kind may use the name of a known list for plain values or for items without keys. */
function canBeKeyed(items: readonly unknown[], keys: readonly string[]): boolean {
  return items.every(isRecord) && new Set(items.map((item) => itemKey(item, keys))).size === items.length;
}

function isStoredAsAbsent(desired: unknown, path: readonly string[]): boolean {
  if (desired === null || desired === undefined || desired === '') return true;
  if (desired === 0 || desired === false) return droppedWhenZero.has(path.at(-1) ?? '');
  if (Array.isArray(desired)) return desired.length === 0;
  return (
    isRecord(desired) &&
    Object.entries(desired).every(([name, value]) => isStoredAsAbsent(value, [...path, name]))
  );
}

function isSameScalar(desired: unknown, live: unknown, path: readonly string[]): boolean {
  if (desired === live) return true;
  // A null asks for nothing to be there.
  if (desired === null || desired === undefined) return false;
  return isAmount(desired) && isAmount(live) && isQuantityPath(path) && isSameQuantity(desired, live);
}

function isQuantityPath(path: readonly string[]): boolean {
  return quantityParents.has(path.at(-2) ?? '') || quantityFields.has(path.at(-1) ?? '');
}

function isAmount(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathText(path: readonly string[]): string {
  return `.${path.join('.')}`;
}
