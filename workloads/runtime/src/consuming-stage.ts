import { fails, holds } from './check.ts';
import { type Judgement, type StageCondition, withJudgement } from './report.ts';
import type { Stage } from './start-process.ts';

/** How the consumer behind a stage stands, whatever client reads for it. */
export interface ConsumerView {
  /** True once it has joined its group and its partitions are open. */
  readonly ready: boolean;
  /** True while the group is divided anew. */
  readonly rebalancing: boolean;
  readonly partitions: readonly unknown[];
  /** Age of the oldest message that is not handled; undefined while nothing is known. */
  readonly lagSeconds: number | undefined;
  /** Absent while it works. */
  readonly failure: { readonly error: Error } | undefined;
}

/** What a stage that consumes is made of. */
export interface ConsumingStageParts<View extends ConsumerView> {
  readonly name: string;
  /** Sentence for people: what it does before it is ready. */
  readonly opening: string;
  readonly view: () => View;
  readonly judge: (view: View) => readonly Judgement[];
  /** Its own figures beside lag and partitions; an unknown one is left out. `now` in milliseconds since the epoch. */
  readonly gauges: (now: number) => Readonly<Record<string, number | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A stage that consumes, as probes and the operator see it. Ready is not lost to a rebalance, which is no fault. */
export function consumingStage<View extends ConsumerView>(parts: ConsumingStageParts<View>): Stage {
  let conditions: StageCondition[] = [];
  const check = () => {
    const { ready, rebalancing, failure } = parts.view();
    return ready || rebalancing ? holds : fails(failure?.error.message ?? parts.opening);
  };
  return {
    readiness: [{ name: 'partitions', check }],
    report: () => {
      const [now, view] = [parts.now(), parts.view()];
      for (const judgement of parts.judge(view)) {
        conditions = withJudgement(conditions, judgement, new Date(now));
      }
      const { lagSeconds, partitions } = view;
      const gauges = known({ ...parts.gauges(now), lagSeconds, partitions: partitions.length });
      return { stage: parts.name, conditions, gauges };
    },
  };
}

function known(figures: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, figure]) => (figure === undefined ? [] : [[name, figure]])),
  );
}
