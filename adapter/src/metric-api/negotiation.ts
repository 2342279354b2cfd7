/** The forms in which a body can be sent. */
export type Form = 'Json' | 'Table' | 'DiscoveryList';

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** Longest Accept header that is read, in characters. */
const longest = 4_096;
const jsonTypes = new Set(['application/json', 'application/*', '*/*']);

/**
 * The first form that the client takes, by the quality and order of its Accept header; undefined when it takes
 * none. No header means JSON. `as` parameters ask for another kind: `Table` for `kubectl get`,
 * `APIGroupDiscoveryList` for aggregated discovery.
 */
export function negotiate(accept: string | undefined, offered: readonly Form[]): Form | undefined {
  if (accept === undefined || accept.trim() === '') return 'Json';
  if (accept.length > longest) return undefined;
  const ranges = accept.split(',').map(parseRange);
  const wanted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const range of wanted) {
    const form = formOf(range);
    if (form !== undefined && offered.includes(form)) return form;
  }
  return undefined;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const pairs = rest.map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=');
    return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
  });
  const parameters = new Map(pairs);
  const quality = Number(parameters.get('q') ?? '1');
  return { type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 0 };
}

function formOf({ type, parameters }: MediaRange): Form | undefined {
  if (!jsonTypes.has(type)) return undefined;
  const kind = parameters.get('as');
  if (kind === undefined) return 'Json';
  const is = (group: string, version: string) =>
    parameters.get('g') === group && parameters.get('v') === version;
  if (kind === 'Table' && is('meta.k8s.io', 'v1')) return 'Table';
  if (kind === 'APIGroupDiscoveryList' && is('apidiscovery.k8s.io', 'v2')) return 'DiscoveryList';
  return undefined;
}
