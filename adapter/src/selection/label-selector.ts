/**
 * One requirement of a label selector, as `metav1.LabelSelectorRequirement`; `Gt` and `Lt` are known to the text form
 * alone.
 */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/** A conjunction; empty selects everything. */
export type LabelSelector = readonly Requirement[];

/** Longest selector that is read, in characters. */
const longest = 8_192;

const key = `(?<key>(?:[A-Za-z0-9](?:[-A-Za-z0-9.]{0,251}[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)`;
const valueText = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?`;
const valueShape = new RegExp(`^${valueText}$`);

const forms: readonly { readonly shape: RegExp; readonly operator: Requirement['operator'] }[] = [
  { shape: new RegExp(`^${key}\\s*!=\\s*(?<value>${valueText})$`), operator: 'NotIn' },
  { shape: new RegExp(`^${key}\\s*==?\\s*(?<value>${valueText})$`), operator: 'In' },
  { shape: new RegExp(`^${key}\\s+notin\\s*\\((?<list>[^()]*)\\)$`), operator: 'NotIn' },
  { shape: new RegExp(`^${key}\\s+in\\s*\\((?<list>[^()]*)\\)$`), operator: 'In' },
  { shape: new RegExp(`^${key}\\s*>\\s*(?<value>[0-9]{1,18})$`), operator: 'Gt' },
  { shape: new RegExp(`^${key}\\s*<\\s*(?<value>[0-9]{1,18})$`), operator: 'Lt' },
  { shape: new RegExp(`^!\\s*${key}$`), operator: 'DoesNotExist' },
  { shape: new RegExp(`^${key}$`), operator: 'Exists' },
];

/** Reads a selector in the grammar of `labels.Parse`; undefined when it is none. */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  if (text.length > longest) return undefined;
  if (text.trim() === '') return [];
  const requirements = splitOutsideOfLists(text).map((part) => parseRequirement(part.trim()));
  return requirements.every((requirement) => requirement !== undefined) ? requirements : undefined;
}

function parseRequirement(text: string): Requirement | undefined {
  for (const { shape, operator } of forms) {
    const groups = shape.exec(text)?.groups;
    if (groups === undefined) continue;
    const values = valuesOf(groups);
    return values.every((value) => valueShape.test(value))
      ? { key: groups.key ?? '', operator, values }
      : undefined;
  }
  return undefined;
}

function valuesOf({ value, list }: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (list !== undefined) return list.split(',').map((entry) => entry.trim());
  return value === undefined ? [] : [value];
}

/** Commas inside of parentheses separate values, those outside separate requirements. */
function splitOutsideOfLists(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(begin, index));
      begin = index + 1;
    }
  }
  return [...parts, text.slice(begin)];
}

/** Whether labels fit; like Kubernetes, `!=` and `notin` also fit where the key is absent. */
export function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  return selector.every((requirement) => isMet(requirement, labels));
}

/** Numbers as Go's `ParseInt` reads them; other labels fit no comparison. */
const isWhole = (value: string | undefined): value is string =>
  value !== undefined && /^-?[0-9]{1,18}$/.test(value);

function isMet(
  { key: name, operator, values }: Requirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return isWhole(value) && BigInt(value) > BigInt(values[0] ?? '');
    case 'Lt':
      return isWhole(value) && BigInt(value) < BigInt(values[0] ?? '');
  }
}

/** `metav1.LabelSelector` of a selector, or null for one that selects everything: what metric bodies echo. */
export function selectorBody(selector: LabelSelector): object | null {
  if (selector.length === 0) return null;
  const isPair = ({ operator, values }: Requirement) => operator === 'In' && values.length === 1;
  const pairs = selector.filter(isPair).map(({ key: name, values }) => [name, values[0]]);
  const others = selector.filter((requirement) => !isPair(requirement));
  const expressions = others.map(({ key: name, operator, values }) =>
    values.length === 0 ? { key: name, operator } : { key: name, operator, values },
  );
  return {
    ...(pairs.length === 0 ? {} : { matchLabels: Object.fromEntries(pairs) }),
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

/** The selector of a workload's spec (`metav1.LabelSelector`) as requirements. */
export function requirementsOf(selector: {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  readonly matchExpressions?: readonly Partial<Requirement>[] | undefined;
}): LabelSelector {
  const pairs = Object.entries(selector.matchLabels ?? {}).map(
    ([name, value]): Requirement => ({ key: name, operator: 'In', values: [value] }),
  );
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key: name = '', operator = 'Exists', values = [] }): Requirement => ({ key: name, operator, values }),
  );
  return [...pairs, ...expressions];
}
