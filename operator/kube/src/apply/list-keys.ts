/**
 * Lists that server-side apply merges item by item, and the fields that tell items apart, as the API declares them.
 * Every other list is one value: it is equal or it is not.
 */
const keysByField: Readonly<Record<string, readonly string[]>> = {
  conditions: ['type'],
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ownerReferences: ['uid'],
  resourceClaims: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};

/** Sets of plain values: others may add theirs. */
const sets: ReadonlySet<string> = new Set(['finalizers']);

/** How the list at a path is merged. */
export interface ListRule {
  readonly kind: 'Map' | 'Set' | 'Atomic';
  /** Fields that tell the items of a map apart; empty for the others. */
  readonly keys: readonly string[];
}

/** The rule of the list at `path`, field names from the root, `*` for an item. */
export function listRule(path: readonly string[]): ListRule {
  const field = path.at(-1) ?? '';
  if (field === 'ports') return portsRule(path);
  const keys = keysByField[field];
  if (keys !== undefined) return { kind: 'Map', keys };
  return { kind: sets.has(field) ? 'Set' : 'Atomic', keys: [] };
}

/** Ports of containers and of Services are maps; ports of a NetworkPolicy rule are one value. */
function portsRule(path: readonly string[]): ListRule {
  if (path.includes('containers') || path.includes('initContainers')) {
    return { kind: 'Map', keys: ['containerPort', 'protocol'] };
  }
  return path.length === 2 && path[0] === 'spec'
    ? { kind: 'Map', keys: ['port', 'protocol'] }
    : { kind: 'Atomic', keys: [] };
}

/** What the server fills in for a key field that a render leaves out. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

/** The identity of an item of a map list, as text. */
export function itemKey(item: unknown, keys: readonly string[]): string {
  const fields = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
  return JSON.stringify(keys.map((key) => fields[key] ?? keyDefaults[key] ?? null));
}
