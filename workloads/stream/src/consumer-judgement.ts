import { type BrokerReason, type ConsumerJudgement, judgeBroker } from './broker-judgement.ts';
import type { ConsumerState } from './group-member.ts';

export type ConsumerReason = BrokerReason | 'Restoring' | 'StageReady' | 'CatchingUp' | 'CaughtUp';

/** So late a consumer is worth telling of. */
const lateSeconds = 10;

/** How a consumer stands, as conditions BrokerConnected, PartitionsOpen and CaughtUp. */
export function judgeConsumer(state: ConsumerState): readonly ConsumerJudgement<ConsumerReason>[] {
  const { failure, ready, rebalancing } = state;
  return [judgeBroker({ failure, answered: ready || rebalancing }), judgeOpening(state), judgeLag(state)];
}

function judgeOpening({ ready, partitions }: ConsumerState): ConsumerJudgement<ConsumerReason> {
  const type = 'PartitionsOpen';
  if (!ready) {
    const message = 'Joins its group and reads back the state of its partitions';
    return { type, status: 'Unknown', reason: 'Restoring', message };
  }
  return { type, status: 'True', reason: 'StageReady', message: `Has ${partitions.length} partitions` };
}

function judgeLag({ lagSeconds }: ConsumerState): ConsumerJudgement<ConsumerReason> {
  const type = 'CaughtUp';
  if (lagSeconds === undefined) {
    return { type, status: 'Unknown', reason: 'Pending', message: 'It is not known yet how much waits' };
  }
  if (lagSeconds > lateSeconds) {
    const message = `The oldest message that waits is ${Math.round(lagSeconds)} s old`;
    return { type, status: 'False', reason: 'CatchingUp', message };
  }
  return { type, status: 'True', reason: 'CaughtUp', message: 'Keeps up with what comes' };
}
