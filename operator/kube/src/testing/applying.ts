import { Applier, type ChildCache } from '../apply/applier.ts';
import type { ApplyOutcome } from '../apply/apply-outcome.ts';
import { FlipDetector } from '../apply/flip-detector.ts';
import { OwnWrites } from '../cache/own-writes.ts';
import type { Resource } from '../client/resource.ts';
import type { KubeObject, Manifest } from '../objects/kube-object.ts';
import type { ObjectKey } from '../objects/object-key.ts';
import { controllerReference } from '../objects/owner.ts';
import { configMap, configMaps, type TestProcess } from './cluster.ts';
import { LeapClock } from './leap-clock.ts';

let owners = 0;

/** Who takes part in a test of the applier, and where. */
export interface ApplyingOptions {
  /** The process whose applier is tested. */
  readonly me: TestProcess;
  /** Somebody with another field manager. */
  readonly other: TestProcess;
  readonly namespace: string;
}

/** An owner, a child of it that an applier looks after, and somebody else who meddles. */
export class Applying {
  readonly clock = new LeapClock();
  readonly signal = new AbortController().signal;
  readonly owner: Manifest;
  readonly key: ObjectKey;
  /** Without a cache, unless a test puts another in its place. */
  applier: Applier;
  readonly #options: ApplyingOptions;

  private constructor(options: ApplyingOptions, owner: Manifest) {
    this.#options = options;
    this.owner = owner;
    this.key = { namespace: options.namespace, name: `${owner.metadata.name}-child` };
    this.applier = this.newApplier(() => undefined);
  }

  static async begin(options: ApplyingOptions): Promise<Applying> {
    const name = `owner-${++owners}`;
    return new Applying(
      options,
      await options.other.client.apply(configMaps, configMap(options.namespace, name, {})),
    );
  }

  newApplier(cacheOf: (resource: Resource) => ChildCache | undefined): Applier {
    return new Applier({
      client: this.#options.me.client,
      hashAnnotation: 'kube-test/render-hash',
      cacheOf,
      ownWrites: new OwnWrites(),
      flips: new FlipDetector(this.clock),
    });
  }

  apply(data: Record<string, string>, owner: KubeObject = this.owner): Promise<ApplyOutcome> {
    const object = configMap(this.key.namespace, this.key.name, data);
    const ownerReferences = [controllerReference(owner)];
    const desired = { ...object, metadata: { ...object.metadata, ownerReferences } };
    return this.applier.apply({ resource: configMaps, desired, owner }, this.signal);
  }

  /** The kinds of outcome of one apply after another, each after an edit by the other. */
  async fight(rounds: number, data: Record<string, string>): Promise<string[]> {
    const kinds: string[] = [];
    for (let round = 0; round < rounds; round++) {
      await this.edit({ x: `theirs-${round}` });
      kinds.push((await this.apply(data)).kind);
    }
    return kinds;
  }

  live(): Promise<Manifest | undefined> {
    return this.#options.other.client.find(configMaps, this.key);
  }

  /** The other writes the child, taking the fields. */
  async edit(data: Record<string, string>): Promise<void> {
    const object = configMap(this.key.namespace, this.key.name, data);
    await this.#options.other.client.forceApply(configMaps, object);
  }

  async remove(): Promise<void> {
    await this.#options.other.client.delete(configMaps, this.key);
  }
}
