/** A topic as somebody wants it. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Topic settings by Kafka's names, such as `retention.ms`. */
  readonly config: Readonly<Record<string, string>>;
}

/** A topic as the broker has it. */
export interface TopicState {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Settings with their values in force. */
  readonly config: Readonly<Record<string, string>>;
  /** Names of those settings that were set for this topic alone. */
  readonly configuredHere: readonly string[];
}

/** A wish that is not carried out, because it would lose data or the order of messages. */
export interface TopicDifference {
  /** `partitions`, `replicationFactor` or the name of a setting. */
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
}

/** What is to be done to an existing topic, and what is left as it is. */
export interface TopicPlan {
  /** Settings that change. */
  readonly changes: Readonly<Record<string, string>>;
  readonly differences: readonly TopicDifference[];
}

/** Settings that say how long data is kept: they may grow; lowering them deletes data, so a person does it. */
const keepsData = new Set(['retention.ms', 'retention.bytes']);

/**
 * Compares wish and state.
 * | wish | outcome |
 * |---|---|
 * | other number of partitions | difference: keys would move to other partitions and lose their order |
 * | other replication factor | difference: needs a reassignment by the cluster's owner |
 * | longer retention, any other setting | change |
 * | shorter retention | difference: it would delete data |
 */
export function planTopic(spec: TopicSpec, state: TopicState): TopicPlan {
  const wishes = Object.entries(spec.config).filter(([name, wanted]) => state.config[name] !== wanted);
  const refused = ([name, wanted]: [string, string]) => loses(name, wanted, state.config[name]);
  return {
    changes: Object.fromEntries(wishes.filter((wish) => !refused(wish))),
    differences: [
      ...countDifference('partitions', spec.partitions, state.partitions),
      ...countDifference('replicationFactor', spec.replicationFactor, state.replicationFactor),
      ...wishes
        .filter(refused)
        .map(([what, wanted]) => ({ what, wanted, found: state.config[what] ?? 'unknown' })),
    ],
  };
}

function countDifference(what: string, wanted: number, found: number): TopicDifference[] {
  return wanted === found ? [] : [{ what, wanted: String(wanted), found: String(found) }];
}

function loses(name: string, wanted: string, found: string | undefined): boolean {
  if (!keepsData.has(name) || found === undefined) return false;
  return amount(wanted) < amount(found);
}

/** -1 stands for no limit. */
function amount(text: string): number {
  return text === '-1' ? Number.POSITIVE_INFINITY : Number(text);
}
