import type { NamedObject, PublishedWorld, ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';

/** What every scaler has published last, by namespace. */
export class Board implements PublishedWorld {
  readonly #byNamespace = new Map<string, Map<string, ScalerSnapshot>>();
  readonly #readyPods: (snapshot: ScalerSnapshot) => readonly NamedObject[];

  constructor(readyPods: (snapshot: ScalerSnapshot) => readonly NamedObject[]) {
    this.#readyPods = readyPods;
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
    return this.#readyPods(snapshot);
  }
}
