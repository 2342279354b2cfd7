import { fails, holds, type Judgement, type Stage, withJudgement } from '@pricecast/runtime';
import { channelNames } from './channel.ts';
import { coldChannels, type Gateway } from './gateway.ts';
import { judgeReading } from './judgement.ts';

/** The gateway as probes and the operator see it. */
export function gatewayStage(gateway: Gateway): Stage {
  let conditions: ReturnType<typeof withJudgement> = [];
  const judge = (): Judgement => {
    const judgement = judgeReading(channelNames.map((name) => ({ name, ...gateway.view(name) })));
    conditions = withJudgement(conditions, judgement, new Date(gateway.now()));
    return judgement;
  };
  return {
    readiness: [
      {
        name: 'history',
        check: () => (coldChannels(gateway).length === 0 ? holds : fails(judge().message)),
      },
    ],
    report: () => {
      judge();
      const lagSeconds = lagOf(gateway);
      return {
        stage: 'gateway',
        conditions,
        gauges: {
          openStreams: gateway.streams.size,
          ...(lagSeconds === undefined ? {} : { lagSeconds }),
        },
      };
    },
  };
}

/** Lag of the channel that is latest; undefined while none is known. */
export function lagOf({ view }: Pick<Gateway, 'view'>): number | undefined {
  const lags = channelNames.flatMap((name) => view(name).lagSeconds ?? []);
  return lags.length === 0 ? undefined : Math.max(...lags);
}
