import { formatKey, parseKey } from '@pricecast/kube';
import type { Published } from '../sharing/published.ts';
import type { Explanation, LoggedDecision } from '../snapshot/explanation.ts';
import type { NamedObject, PublishedWorld, ScalerSnapshot } from '../snapshot/scaler-snapshot.ts';
import { Board } from './board.ts';
import { DecisionLog } from './decision-log.ts';

/** Everything that is served: what this replica has decided, and what the others have. */
export class Bulletin implements PublishedWorld {
  readonly #decisions = new DecisionLog();
  readonly #newest = new Map<string, Published>();
  readonly #board: Board;

  /** `readyPods` is looked up only when somebody asks. */
  constructor(readyPods: (snapshot: ScalerSnapshot) => readonly NamedObject[]) {
    this.#board = new Board({ readyPods, explain: ({ scaler }) => this.#explain(formatKey(scaler)) });
  }

  /**
   * Serves this from now on. What is no newer than what is served is left aside: it came late, or a mirror that
   * connected again has read it a second time.
   */
  take(key: string, published: Published): void {
    const before = this.#newest.get(key);
    if (before !== undefined && before.decision.at >= published.decision.at) return;
    this.#newest.set(key, published);
    this.#decisions.add(key, published.decision);
    if (published.snapshot === undefined) this.#board.withdraw(parseKey(key));
    else this.#board.publish(published.snapshot);
  }

  forget(key: string): void {
    this.#board.withdraw(parseKey(key));
    this.#newest.delete(key);
    this.#decisions.forget(key);
  }

  scalersOf(namespace: string): readonly ScalerSnapshot[] {
    return this.#board.scalersOf(namespace);
  }

  readyPodsOf(snapshot: ScalerSnapshot): readonly NamedObject[] {
    return this.#board.readyPodsOf(snapshot);
  }

  explanationsOf(namespace: string): readonly Explanation[] {
    return this.#board.explanationsOf(namespace);
  }

  decisionsOf(namespace: string, name: string): readonly LoggedDecision[] {
    return this.#decisions.of(formatKey({ namespace, name }));
  }

  #explain(key: string): Explanation | undefined {
    const newest = this.#newest.get(key);
    return newest === undefined ? undefined : { ...newest.explanation, decision: newest.decision };
  }
}
