import { setTimeout as wait } from 'node:timers/promises';
import kafkajs, { type Admin, type DescribeConfigResponse } from 'kafkajs';
import { classifyError, passesByItself } from './classify-error.ts';
import type { ClientLog } from './client-log.ts';
import { createClient } from './kafka-client.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { StreamError } from './stream-error.ts';
import { planTopic, type TopicDifference, type TopicSpec, type TopicState } from './topic-plan.ts';

/** What became of a wished topic. */
export interface TopicOutcome {
  readonly name: string;
  readonly result: 'Created' | 'Changed' | 'Unchanged';
  /** Wishes that were not carried out; see planTopic(). */
  readonly differences: readonly TopicDifference[];
}

/** First and next offset of a partition: the messages in it are those between. */
export interface PartitionOffsets {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

// Node cannot see this name in the CommonJS module from outside.
const { ConfigResourceTypes } = kafkajs;

// AlterConfigs knows one source that is the topic's own; brokers and defaults have others.
const dynamicTopicConfig = 1;

const pauseMilliseconds = 100;
const electionAttempts = 50;
const creationAttempts = 150;

/** Topics and offsets of a cluster. Every method rejects with a StreamError. */
export class KafkaAdmin {
  readonly #admin: Admin;
  readonly #servers: readonly string[];

  private constructor(admin: Admin, servers: readonly string[]) {
    this.#admin = admin;
    this.#servers = servers;
  }

  /** Connects; rejects with a StreamError when no broker lets us in. */
  static async connect(settings: KafkaSettings, log: ClientLog): Promise<KafkaAdmin> {
    const admin = createClient(settings, log).admin();
    const connected = new KafkaAdmin(admin, settings.bootstrapServers);
    try {
      await connected.#call(() => admin.connect());
    } catch (error) {
      await admin.disconnect();
      throw error;
    }
    return connected;
  }

  /** Creates what is missing and changes settings; never deletes, shrinks or repartitions. In the order of `specs`. */
  async ensureTopics(specs: readonly TopicSpec[]): Promise<TopicOutcome[]> {
    const existing = new Set(await this.#call(() => this.#admin.listTopics()));
    const missing = specs.filter(({ name }) => !existing.has(name));
    await this.#create(missing);
    const states = await this.describeTopics(
      specs.map(({ name }) => name).filter((name) => existing.has(name)),
    );
    const outcomes: TopicOutcome[] = [];
    for (const spec of specs) outcomes.push(await this.#ensure(spec, states.get(spec.name)));
    return outcomes;
  }

  /** Partitions, replicas and settings of topics that exist; rejects with TOPIC_UNKNOWN when one does not. */
  async describeTopics(names: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    if (names.length === 0) return new Map();
    const { topics } = await this.#call(() => this.#admin.fetchTopicMetadata({ topics: [...names] }));
    const resources = names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
    const configs = await this.#call(() =>
      this.#admin.describeConfigs({ resources, includeSynonyms: false }),
    );
    const states = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.length,
      replicationFactor: Math.max(0, ...partitions.map(({ replicas }) => replicas.length)),
      ...configOf(name, configs),
    }));
    return new Map(states.map((state) => [state.name, state]));
  }

  /** What tells this cluster from every other one. */
  async clusterId(): Promise<string> {
    const { clusterId } = await this.#call(() => this.#admin.describeCluster());
    return clusterId;
  }

  /** First and next offset of every partition, by partition number. */
  async offsets(topic: string): Promise<PartitionOffsets[]> {
    const found = await this.#call(() => this.#admin.fetchTopicOffsets(topic));
    return found
      .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
      .sort((left, right) => left.partition - right.partition);
  }

  /** Offsets that a consumer group has committed, by partition; those without one are left out. */
  async committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const found = await this.#call(() => this.#admin.fetchOffsets({ groupId, topics: [topic] }));
    const offsets = found.flatMap(({ partitions }) => partitions);
    return new Map(
      offsets
        .map(({ partition, offset }) => [partition, BigInt(offset)] as const)
        .filter(([, offset]) => offset >= 0n),
    );
  }

  /** Offset of the first message with a CreateTime of `since` or later, by partition; the end where none has. */
  async offsetsSince(topic: string, since: number): Promise<ReadonlyMap<number, bigint>> {
    const found = await this.#call(() => this.#admin.fetchTopicOffsetsByTimestamp(topic, since));
    return new Map(found.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }

  /** How many messages have a CreateTime of `since` (milliseconds since the epoch) or follow one that has. */
  async messagesSince(topic: string, since: number): Promise<bigint> {
    const [ends, startOf] = await Promise.all([this.offsets(topic), this.offsetsSince(topic, since)]);
    return ends.reduce((sum, { partition, high }) => sum + (high - (startOf.get(partition) ?? high)), 0n);
  }

  /** Forgets consumer groups that nobody is in. */
  async deleteGroups(groupIds: readonly string[]): Promise<void> {
    await this.#call(() => this.#admin.deleteGroups([...groupIds]));
  }

  async close(): Promise<void> {
    await this.#admin.disconnect();
  }

  async #create(specs: readonly TopicSpec[]): Promise<void> {
    if (specs.length === 0) return;
    const topics = specs.map(({ name, partitions, replicationFactor, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    }));
    await this.#call(() => this.#admin.createTopics({ topics, waitForLeaders: false }));
    await this.#awaitLeaders(specs.map(({ name }) => name));
  }

  /** Brokers hear of a new topic a moment after the controller has made it. */
  async #awaitLeaders(names: readonly string[]): Promise<void> {
    for (let attempt = 1; !(await this.#haveLeaders(names)); attempt += 1) {
      if (attempt === creationAttempts) {
        throw new StreamError('KAFKA_FAILED', `No broker leads the new topics ${names.join(', ')} yet`);
      }
      await wait(pauseMilliseconds);
    }
  }

  async #haveLeaders(names: readonly string[]): Promise<boolean> {
    try {
      const { topics } = await this.#call(() => this.#admin.fetchTopicMetadata({ topics: [...names] }));
      return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    } catch (error) {
      if (error instanceof StreamError && error.code === 'TOPIC_UNKNOWN') return false;
      throw error;
    }
  }

  async #ensure(spec: TopicSpec, state: TopicState | undefined): Promise<TopicOutcome> {
    if (state === undefined) return { name: spec.name, result: 'Created', differences: [] };
    const { changes, differences } = planTopic(spec, state);
    if (Object.keys(changes).length === 0) return { name: spec.name, result: 'Unchanged', differences };
    await this.#change(state, changes);
    return { name: spec.name, result: 'Changed', differences };
  }

  /** The request replaces all settings of the topic, so those that nobody asked to change go with it. */
  async #change(state: TopicState, changes: Readonly<Record<string, string>>): Promise<void> {
    const kept = state.configuredHere.map((name) => [name, state.config[name] ?? ''] as const);
    const entries = Object.entries({ ...Object.fromEntries(kept), ...changes });
    const configEntries = entries.map(([name, value]) => ({ name, value }));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: state.name, configEntries }];
    await this.#call(() => this.#admin.alterConfigs({ validateOnly: false, resources }));
  }

  /** While a leader is being elected the same call may succeed a moment later. */
  async #call<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        if (attempt === electionAttempts || !passesByItself(error)) throw classifyError(error, this.#servers);
      }
      await wait(pauseMilliseconds);
    }
  }
}

function configOf(
  name: string,
  { resources }: DescribeConfigResponse,
): Pick<TopicState, 'config' | 'configuredHere'> {
  const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
  return {
    config: Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue])),
    configuredHere: entries
      .filter(({ configSource }) => configSource === dynamicTopicConfig)
      .map(({ configName }) => configName),
  };
}
