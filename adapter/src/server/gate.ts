import type { Clock } from '@pricecast/kube';
import type { Attributes } from '../access/attributes.ts';
import { attributesOf } from '../access/attributes.ts';
import type { Authenticator, Credentials } from '../access/authenticator.ts';
import type { Authorizer } from '../access/authorizer.ts';
import type { User } from '../access/user.ts';
import type { PassOn } from '../keda/pass-on.ts';
import { type Answer, type MetricRequest, plain, refused } from '../metric-api/answer.ts';
import { answerRequest, methodRefused } from '../metric-api/answer-request.ts';
import { type Route, routeOf } from '../metric-api/route.ts';
import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';

/** Tells who was turned away and why; the audit log of the adapter. */
export type Turned = (what: {
  readonly code: number;
  readonly user?: string;
  readonly path: string;
  readonly why: string;
}) => void;

/** What the gate stands on. */
export interface GateParts {
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly authorizer: Pick<Authorizer, 'isAllowed'>;
  readonly world: PublishedWorld;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly clock: Pick<Clock, 'after'>;
  /** Whether the adapter is alive, or ready; a sentence for each thing that is not. */
  readonly probe: (probe: 'healthz' | 'livez' | 'readyz') => readonly string[];
  readonly turned: Turned;
  /** Answers what somebody else has to answer; absent: everything is ours. */
  readonly passOn?: PassOn | undefined;
}

/**
 * Longest time for an answer in milliseconds. The HPA sets none: a lookup that hangs would hold one of its five workers
 * for a minute.
 */
const deadlineMs = 1_900;

/** Lets requests in or turns them away: probe, identity, method, right, answer. It never rejects. */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  async serve(request: MetricRequest, credentials: Credentials): Promise<Answer> {
    const route = routeOf(request.path);
    if (route.kind === 'Health') return this.#answerProbe(route.probe);
    const answer = this.#serveKnown(request, route, credentials).catch((error: unknown) =>
      this.#failClosed(request, error),
    );
    return this.#inTime(request, answer);
  }

  /** `answer` never rejects; one that comes too late is left to itself. */
  async #inTime(request: MetricRequest, answer: Promise<Answer>): Promise<Answer> {
    const { promise: late, resolve } = Promise.withResolvers<Answer>();
    const cancel = this.#parts.clock.after(deadlineMs, () => {
      this.#turn(request, 504, `no answer within ${deadlineMs} ms`);
      resolve(refused('Timeout', 'the Kubernetes API server did not say in time who may see this'));
    });
    const first = await Promise.race([answer, late]);
    cancel();
    return first;
  }

  async #serveKnown(request: MetricRequest, route: Route, credentials: Credentials): Promise<Answer> {
    const { authenticator, authorizer, world, now } = this.#parts;
    const found = await authenticator.authenticate(credentials);
    if (found.kind === 'Unauthenticated') {
      this.#turn(request, 401, 'no valid credentials');
      return refused('Unauthorized', 'Unauthorized');
    }
    if (found.kind === 'Refused') {
      this.#turn(request, 403, found.why);
      return refused('Forbidden', found.why);
    }
    if (request.method !== 'GET') return methodRefused(request);
    const attributes = attributesOf(route, request.path);
    if (await authorizer.isAllowed(found.user, attributes))
      return this.#parts.passOn?.(request, route) ?? answerRequest(request, route, world, now());
    this.#turn(request, 403, 'no right', found.user);
    return forbidden(found.user, attributes);
  }

  #answerProbe(probe: 'healthz' | 'livez' | 'readyz'): Answer {
    const faults = this.#parts.probe(probe);
    return faults.length === 0
      ? plain(200, 'ok')
      : plain(503, `${faults.map((fault) => `[-] ${fault}`).join('\n')}\n`);
  }

  #failClosed(request: MetricRequest, error: unknown): Answer {
    const why = error instanceof Error ? error.message : String(error);
    this.#turn(request, 500, why);
    return refused('InternalError', 'the Kubernetes API server could not be asked who may see this');
  }

  #turn({ path }: MetricRequest, code: number, why: string, user?: User): void {
    this.#parts.turned({ code, path, why, ...(user === undefined ? {} : { user: user.name }) });
  }
}

/** The sentence of the API server, which tells people what to grant. */
function forbidden({ name: user }: User, attributes: Attributes): Answer {
  if (attributes.kind === 'NonResource')
    return refused(
      'Forbidden',
      `forbidden: User "${user}" cannot ${attributes.verb} path "${attributes.path}"`,
    );
  const { verb, group, namespace, resource, subresource, name = '' } = attributes;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const subject = `${resource}.${group}${name === '' ? '' : ` "${name}"`}`;
  const right = `cannot ${verb} resource "${what}" in API group "${group}" in the namespace "${namespace}"`;
  return refused('Forbidden', `${subject} is forbidden: User "${user}" ${right}`, {
    group,
    kind: resource,
    name,
  });
}
