import { type Experiment, lengthOf, type PretendingSide } from './experiment.ts';
import { meanAt, type SideRecord } from './score.ts';

/** The one that is nothing but a plain HPA: what the others are compared with. */
export const plainPretender: PretendingSide = 'copy';

/** An adapter that only pretends. */
interface Pretender {
  /** What it does, for people. */
  readonly called: string;
  /** Factor on the pods that an HPA on the load proposes. */
  readonly factor: number;
  readonly fewest: (experiment: Experiment) => number;
}

const one = () => 1;
export const pretenders: Readonly<Record<PretendingSide, Pretender>> = {
  maximum: { called: 'always the maximum', factor: 1, fewest: ({ maxReplicas }) => maxReplicas },
  copy: { called: 'a copy of the plain HPA', factor: 1, fewest: one },
  'half-more': { called: '1.5 × the plain HPA', factor: 1.5, fewest: one },
};
export const pretendingSides = Object.keys(pretenders) as readonly PretendingSide[];

const syncSeconds = 15;
/** Between the decision of an HPA and the start of a container, in seconds. */
const creationSeconds = 3;

interface Proposal {
  readonly at: number;
  readonly replicas: number;
}

/**
 * Pods that an HPA of tolerance 0 on such an answer would have kept on the arrivals that were recorded: sync each
 * 15 s, the highest proposal of the down window, pods that serve after their start. Everything that the real side
 * has to bear on top, rebalances and late samples, is left out: this flatters the pretender.
 */
export function pretend(
  side: PretendingSide,
  perSecond: readonly number[],
  experiment: Experiment,
): SideRecord {
  const { factor, fewest } = pretenders[side];
  const { ratePerPod, reactiveUtilization, maxReplicas, downWindowSeconds, startSeconds } = experiment;
  let readyAt: number[] = [0, 0, 0];
  let proposals: Proposal[] = [];
  const record = { ready: [] as number[], present: [] as number[], lagSeconds: [] };
  for (let second = 0; second < lengthOf(experiment); second += 1) {
    if (second % syncSeconds === 0) {
      const reactive = Math.ceil(meanAt(perSecond, second) / (ratePerPod * reactiveUtilization));
      const replicas = Math.min(maxReplicas, Math.max(fewest(experiment), Math.ceil(factor * reactive)));
      proposals = [...proposals, { at: second, replicas }].filter(
        ({ at }) => at >= second - downWindowSeconds,
      );
      const kept = Math.max(...proposals.map((proposal) => proposal.replicas));
      readyAt = resized(
        readyAt,
        Math.max(replicas, Math.min(readyAt.length, kept)),
        second + startSeconds + creationSeconds,
      );
    }
    record.present.push(readyAt.length);
    record.ready.push(readyAt.filter((at) => at <= second).length);
  }
  return record;
}

/** Pods that were not Ready yet are the first to go. */
function resized(readyAt: readonly number[], replicas: number, at: number): number[] {
  const kept = readyAt.toSorted((a, b) => a - b).slice(0, replicas);
  return [...kept, ...new Array<number>(Math.max(0, replicas - kept.length)).fill(at)];
}
