import type { Kubectl } from '../cluster/kubectl.ts';
import { type ApiProxy, startApiProxy } from '../faults/api-proxy.ts';
import type { SeenRequest } from '../faults/seen-request.ts';
import { kubeconfigPath } from '../repository.ts';
import { dropLease, type StandIn, type TokenKubeconfig, tokenKubeconfig } from './operator-stand-in.ts';
import { type OwnOperator, startOwnOperator } from './own-operator.ts';
import { until } from './pipeline-watch.ts';

/** Writes that say something about the operator, not about the world. */
const aboutItself = new Set(['leases', 'events']);

/** What a crucible is made of. */
export interface CrucibleOptions {
  readonly kubectl: Kubectl;
  readonly standIn: StandIn;
  readonly namespaces: readonly string[];
}

/**
 * Runs operators that die by SIGKILL right after a chosen write: the server has done it, and the operator has not
 * heard of it. Each new life finds the lease free, for this is not about waiting for it.
 */
export class Crucible implements AsyncDisposable {
  /** The write that each life ended with. */
  readonly deaths: string[] = [];
  readonly #options: CrucibleOptions;
  #proxy: ApiProxy | undefined;
  #kubeconfig: TokenKubeconfig | undefined;
  #operator: OwnOperator | undefined;
  #writesLeft = Number.POSITIVE_INFINITY;

  constructor(options: CrucibleOptions) {
    this.#options = options;
  }

  /** Lets one operator live, without interruption, until a look at the world gives something. */
  async live<T>(what: string, look: () => Promise<T | undefined>, seconds: number): Promise<T> {
    await using _ = await this.#bear(Number.POSITIVE_INFINITY);
    return await until(what, look, seconds);
  }

  /** One life that ends with its n-th write. Throws when it does not come to that. */
  async die(afterWrites: number, seconds: number): Promise<void> {
    await using operator = await this.#bear(afterWrites);
    await until(`death after write ${afterWrites}`, async () => (operator.alive ? undefined : true), seconds);
  }

  /** Life after life, each ending with its first write, until a look at the world gives something. */
  async dieAtEveryWrite<T>(what: string, look: () => Promise<T | undefined>, seconds: number): Promise<T> {
    const deadline = performance.now() + seconds * 1_000;
    for (;;) {
      await using operator = await this.#bear(1);
      const left = (deadline - performance.now()) / 1_000;
      const turn = await until(what, async () => (operator.alive ? wrapped(await look()) : dead), left);
      if ('found' in turn) return turn.found;
    }
  }

  /** Starts an operator whose life ends after so many writes. */
  async #bear(writes: number): Promise<OwnOperator> {
    const { kubectl, standIn, namespaces } = this.#options;
    await dropLease(kubectl);
    this.#proxy ??= await startApiProxy({
      kubeconfig: kubeconfigPath,
      writeHooks: { after: (_, request) => this.#afterWrite(request) },
    });
    this.#kubeconfig ??= await tokenKubeconfig(this.#proxy.url, this.#proxy.ca, standIn.token);
    this.#writesLeft = writes;
    const name = `mortal-${this.deaths.length + 1}`;
    const { path: kubeconfig } = this.#kubeconfig;
    this.#operator = await startOwnOperator({ kubeconfig, name, namespaces, images: standIn.images });
    return this.#operator;
  }

  /** The answer reaches the operator only if it may live on. */
  async #afterWrite({ verb, resource, subresource, name }: SeenRequest): Promise<void> {
    if (aboutItself.has(resource)) return;
    this.#writesLeft -= 1;
    if (this.#writesLeft > 0) return;
    const place = subresource === '' ? resource : `${resource}/${subresource}`;
    this.deaths.push(`${verb} ${place} ${name}`);
    await this.#operator?.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy?.stop();
    await this.#kubeconfig?.[Symbol.asyncDispose]();
  }
}

const dead = { died: true } as const;
const wrapped = <T>(found: T | undefined) => (found === undefined ? undefined : { found });
