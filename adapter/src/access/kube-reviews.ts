import { createHash } from 'node:crypto';
import type { Resource, Transport } from '@pricecast/kube';
import { LRUCache } from 'lru-cache';
import type { Attributes } from './attributes.ts';
import type { TokenReviews } from './authenticator.ts';
import type { AccessReviews } from './authorizer.ts';
import type { User } from './user.ts';

const review = (group: string, plural: string, kind: string): Resource => ({
  group,
  version: 'v1',
  plural,
  kind,
  namespaced: false,
});

/** The reviews that the API server makes for us. */
export const reviewResources = {
  access: review('authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'),
  token: review('authentication.k8s.io', 'tokenreviews', 'TokenReview'),
} as const;

/** Longest time for a review in milliseconds: the HPA waits behind it with one of five workers. */
const deadlineMs = 1_500;
/** How long a token is believed without asking again, in milliseconds, and how many are remembered. */
const tokens = { ttl: 10_000, max: 1_024 } as const;

async function send(transport: Transport, resource: Resource, spec: object): Promise<unknown> {
  const { group, version, plural, kind } = resource;
  const body = { apiVersion: `${group}/${version}`, kind, metadata: {}, spec };
  const answer = await transport.send({
    verb: 'create',
    resource,
    path: `/apis/${group}/${version}/${plural}`,
    body,
    contentType: 'application/json',
    idempotent: true,
    deadlineMs,
  });
  return (answer as { readonly status?: unknown }).status;
}

/** Access reviews by SubjectAccessReview. Throws `KubeError`. */
export const kubeAccessReviews = (transport: Transport): AccessReviews => ({
  isAllowed: async (user, attributes) => {
    const { name, groups, uid, extra } = user;
    const identity = { user: name, groups, ...(uid === undefined ? {} : { uid }), extra };
    const spec = { ...identity, ...specOf(attributes) };
    const status = (await send(transport, reviewResources.access, spec)) as {
      readonly allowed?: boolean;
      readonly denied?: boolean;
    };
    return status?.allowed === true && status.denied !== true;
  },
});

function specOf(attributes: Attributes): object {
  const { kind, ...fields } = attributes;
  return kind === 'Resource' ? { resourceAttributes: fields } : { nonResourceAttributes: fields };
}

interface TokenStatus {
  readonly authenticated?: boolean;
  readonly user?: {
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
}

/**
 * Token reviews by TokenReview, remembered by the hash of the token; many that bring one at the same time wait for one
 * review. Throws `KubeError`.
 */
export function kubeTokenReviews(transport: Transport, monotonicMs: () => number): TokenReviews {
  const known = new LRUCache<string, { readonly user: User | undefined }>({
    ...tokens,
    perf: { now: monotonicMs },
  });
  const asked = new Map<string, Promise<User | undefined>>();
  const ask = async (key: string, token: string): Promise<User | undefined> => {
    try {
      const user = userOf((await send(transport, reviewResources.token, { token })) as TokenStatus);
      known.set(key, { user });
      return user;
    } finally {
      asked.delete(key);
    }
  };
  return {
    review: async (token) => {
      const key = createHash('sha256').update(token).digest('base64');
      const before = known.get(key);
      if (before !== undefined) return before.user;
      const running = asked.get(key) ?? ask(key, token);
      asked.set(key, running);
      return running;
    },
  };
}

function userOf({ authenticated, user }: TokenStatus): User | undefined {
  if (authenticated !== true || !user?.username) return undefined;
  return { name: user.username, groups: user.groups ?? [], uid: user.uid, extra: user.extra ?? {} };
}
