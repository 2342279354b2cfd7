import { type Check, type CheckResult, fails, holds, type Judgement, type Stage } from '@pricecast/runtime';
import { judgeBroker } from '@pricecast/stream';
import type { Collector } from './collector.ts';
import { judgeExchange } from './judgement/exchange-judgement.ts';

/** The collector as probes and the operator see it. `now` in milliseconds since the epoch. */
export function collectorStage(collector: Collector, now: () => number): Stage {
  return {
    readiness: [exchangeCheck(collector), brokerCheck(collector), positionsCheck(collector)],
    report: () => {
      const eventsPerSecond = collector.record.perSecond(now());
      return {
        stage: 'collector',
        conditions: [...collector.conditions()],
        gauges: {
          ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
          lagSeconds: collector.lagSeconds(),
        },
      };
    },
  };
}

function exchangeCheck(collector: Collector): Check {
  return {
    name: 'exchange',
    check: () => {
      const view = collector.exchangeView();
      return view.stream.kind === 'Open' ? holds : fails(judgeExchange(view).message);
    },
  };
}

function brokerCheck(collector: Collector): Check {
  return { name: 'broker', check: () => resultOf(judgeBroker(collector.brokerView())) };
}

/** Ready means that no restart from now on loses a trade. */
function positionsCheck(collector: Collector): Check {
  return {
    name: 'positions',
    check: () => {
      const unsafe = collector.unsafeSymbols();
      return unsafe.length === 0 ? holds : fails(`Kafka holds no position yet of ${unsafe.join(', ')}`);
    },
  };
}

function resultOf({ status, message }: Judgement): CheckResult {
  return status === 'True' ? holds : fails(message);
}
