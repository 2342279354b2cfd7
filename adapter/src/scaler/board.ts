import type { Explanation } from '../snapshot/explanation.ts';
import type { NamedObject, PublishedWorld, ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';

/** What is looked up only when somebody asks. */
export interface LookUp {
  readonly readyPods: (snapshot: ScalerSnapshot) => readonly NamedObject[];
  readonly explain: (snapshot: ScalerSnapshot) => Explanation | undefined;
}

/** What every scaler has published last, by namespace. */
export class Board implements Omit<PublishedWorld, 'decisionsOf'> {
  readonly #byNamespace = new Map<string, Map<string, ScalerSnapshot>>();
  readonly #lookUp: LookUp;

  constructor(lookUp: LookUp) {
    this.#lookUp = lookUp;
  }

  publish(snapshot: ScalerSnapshot): void {
    const { namespace, name } = snapshot.scaler;
    const scalers = this.#byNamespace.get(namespace) ?? new Map<string, ScalerSnapshot>();
    scalers.set(name, snapshot);
    this.#byNamespace.set(namespace, scalers);
  }

  withdraw({ namespace, name }: { readonly namespace: string; readonly name: string }): void {
    this.#byNamespace.get(namespace)?.delete(name);
  }

  scalersOf(namespace: string): readonly ScalerSnapshot[] {
    return [...(this.#byNamespace.get(namespace)?.values() ?? [])];
  }

  readyPodsOf(snapshot: ScalerSnapshot): readonly NamedObject[] {
    return this.#lookUp.readyPods(snapshot);
  }

  /** In order of name, whoever has decided first. */
  explanationsOf(namespace: string): readonly Explanation[] {
    return this.scalersOf(namespace)
      .flatMap((snapshot) => this.#lookUp.explain(snapshot) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
