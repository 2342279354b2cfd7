import { topicName } from '@pricecast/market';
import { kafkaAccess, type ProcessContext, startProcess } from '@pricecast/runtime';
import { KafkaAdmin } from '@pricecast/stream';
import { channelNames, channels } from './channel.ts';
import { type GatewaySettings, readGatewaySettings } from './config.ts';
import type { Gateway } from './gateway.ts';
import { ForecastRecord } from './health/forecast-record.ts';
import { PipelinePulse } from './health/pipeline-pulse.ts';
import { stageAddress } from './health/stage-look.ts';
import { lookAtPods } from './health/stage-probe.ts';
import { StageWatch } from './health/stage-watch.ts';
import { History } from './history/history.ts';
import { requestMetrics } from './http/request-metrics.ts';
import { startServer } from './http/server.ts';
import { ChannelReader } from './intake/channel-reader.ts';
import { ChannelReaders } from './intake/channel-readers.ts';
import { Intake } from './intake/intake.ts';
import { LiveStreams } from './live/live-streams.ts';
import { intakeMetrics, registerGatewayMetrics } from './metrics.ts';
import { beat, rhythm } from './rhythm.ts';
import { gatewayStage } from './stage.ts';

await startProcess({
  name: 'gateway',
  readSettings: readGatewaySettings,
  start: async (context) => {
    const { settings, log, metrics, onShutdown } = context;
    const { gateway, readers } = wire(context);
    registerGatewayMetrics(metrics, gateway);
    onShutdown('readers', () => readers.stop());
    readers.start();
    onShutdown('beat', beat(gateway, readers, log));
    const server = await startServer(gateway, {
      host: settings.GATEWAY_HOST,
      port: settings.GATEWAY_PORT,
      dashboardPort: settings.DASHBOARD_PORT,
      assets: settings.ASSETS_DIR,
      log,
      metrics: requestMetrics(metrics),
    });
    onShutdown('server', () => server.close());
    log.info({ port: server.port, dashboardPort: server.dashboardPort }, 'Serving');
    return gatewayStage(gateway);
  },
});

interface Wired {
  readonly gateway: Gateway;
  readonly readers: ChannelReaders;
}

function wire({ settings, log, metrics }: ProcessContext<GatewaySettings>): Wired {
  const pipeline = { namespace: settings.PIPELINE_NAMESPACE, name: settings.PIPELINE_NAME };
  const source = kafkaAccess(settings, `${pipeline.namespace}.${pipeline.name}.gateway`);
  const history = new History(settings.HISTORY_MEGABYTES * 1024 * 1024);
  const streams = new LiveStreams(settings.MAX_STREAMS, rhythm);
  const pulse = new PipelinePulse();
  const record = new ForecastRecord();
  const counts = intakeMetrics(metrics);
  const intake = new Intake({
    history,
    onMessage: (message, now) => {
      pulse.see(message, now);
      if (message.channel === 'features') record.happened(message.value);
      if (message.channel === 'predictions') record.predicted(message.value);
      counts.read(message, now);
    },
    onMalformed: (channel, error) => {
      counts.malformed(channel);
      log.warn({ channel, error }, 'Left out a message that breaks a rule');
    },
    onNews: (channel) => streams.wake(channel),
    now: Date.now,
  });
  const reader = (channel: (typeof channelNames)[number]) =>
    new ChannelReader({
      channel,
      topic: topicName(pipeline, channels[channel].stream),
      source,
      log,
      intake,
      history,
      since: Date.now() - channels[channel].warmMinutes * 60_000,
      now: Date.now,
      random: Math.random,
    });
  const readers = new ChannelReaders(channelNames.map(reader), history, async () => {
    const admin = await KafkaAdmin.connect(await source(), log);
    return await admin.clusterId().finally(() => admin.close());
  });
  const gateway: Gateway = {
    namespace: pipeline.namespace,
    pipeline: pipeline.name,
    syntheticSymbols: settings.SYNTHETIC_SYMBOLS ?? [],
    history,
    streams,
    pulse,
    record,
    stages: new StageWatch((settings.STAGES ?? []).map(stageAddress), lookAtPods),
    view: (channel) => readers.view(channel),
    now: Date.now,
  };
  return { gateway, readers };
}
