import type { Reason } from '@pricecast/crds';
import { formatContainer } from './manifests/kafka-stateful-set.ts';
import { type ContainerStatus, isLeaving, type Pod } from './pod.ts';

/** Why a pod does not do its work. */
export interface PodProblem {
  readonly reason: Reason;
  /** What is wrong with which object, as a sentence without its end. */
  readonly what: string;
  /** Since when, where the pod knows. */
  readonly since: string | undefined;
}

/**
 * The causes that a pod can show, the most basic first.
 *
 * | the pod shows | reason |
 * |---|---|
 * | PodScheduled is False | Unschedulable |
 * | a container waits with an image error | ImagePullFailed |
 * | a container waits for its configuration | SecretNotFound |
 * | the format container read another cluster id | ClusterIdMismatch |
 * | a container was killed for memory and is not ready | OutOfMemory |
 * | a container ended with an error and is not ready | CrashLooping |
 */
const podChecks: readonly ((pod: Pod) => PodProblem | undefined)[] = [
  isUnschedulable,
  cannotPullImage,
  lacksConfiguration,
  holdsAnotherCluster,
  ranOutOfMemory,
  keepsCrashing,
];

/** The first cause that the first pod shows; undefined when all pods are well or just starting. */
export const podProblem = (pods: readonly Pod[]): PodProblem | undefined => {
  for (const pod of pods) {
    if (isLeaving(pod)) continue;
    for (const check of podChecks) {
      const problem = check(pod);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
};

const imageErrors: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
]);
const longestQuote = 300;

/** A foreign text, short enough for a condition and without its full stop. */
const quote = (text: string): string => {
  const bare = text.replace(/[.\s]+$/, '');
  return bare.length <= longestQuote ? bare : `${bare.slice(0, longestQuote)}…`;
};

const containersOf = ({ status }: Pod): readonly ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
];

function isUnschedulable({ metadata, status }: Pod): PodProblem | undefined {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  return {
    reason: 'Unschedulable',
    what: `Pod ${metadata.name} waits for a node: ${quote(scheduled.message ?? 'the scheduler gives no cause')}`,
    since: scheduled.lastTransitionTime,
  };
}

function cannotPullImage(pod: Pod): PodProblem | undefined {
  const failing = containersOf(pod).find(({ state }) => imageErrors.has(state?.waiting?.reason ?? ''));
  if (failing === undefined) return undefined;
  return {
    reason: 'ImagePullFailed',
    what: `Image ${failing.image} of container ${failing.name} in pod ${pod.metadata.name} cannot be pulled`,
    since: pod.status?.startTime,
  };
}

function lacksConfiguration(pod: Pod): PodProblem | undefined {
  const failing = containersOf(pod).find(
    ({ state }) => state?.waiting?.reason === 'CreateContainerConfigError',
  );
  if (failing === undefined) return undefined;
  return {
    reason: 'SecretNotFound',
    what: `Container ${failing.name} of pod ${pod.metadata.name} waits: ${quote(failing.state?.waiting?.message ?? '')}`,
    since: pod.status?.startTime,
  };
}

function holdsAnotherCluster(pod: Pod): PodProblem | undefined {
  const format = pod.status?.initContainerStatuses?.find(({ name }) => name === formatContainer);
  const words = ended(format)?.message ?? '';
  const [, expected, found] = /Invalid cluster\.id .*Expected (\S+), but read (\S+)/.exec(words) ?? [];
  if (found === undefined) return undefined;
  return {
    reason: 'ClusterIdMismatch',
    what: `The volume of pod ${pod.metadata.name} holds the log of Kafka cluster ${found}, and ${expected} is expected`,
    since: pod.status?.startTime,
  };
}

function ranOutOfMemory(pod: Pod): PodProblem | undefined {
  const failing = containersOf(pod).find((container) => ended(container)?.reason === 'OOMKilled');
  if (failing === undefined) return undefined;
  return {
    reason: 'OutOfMemory',
    what: `Container ${failing.name} of pod ${pod.metadata.name} was killed at its memory limit`,
    since: pod.status?.startTime,
  };
}

function keepsCrashing(pod: Pod): PodProblem | undefined {
  const failing = containersOf(pod).find((container) => (ended(container)?.exitCode ?? 0) !== 0);
  if (failing === undefined) return undefined;
  const { exitCode } = ended(failing) ?? {};
  return {
    reason: 'CrashLooping',
    what: `Container ${failing.name} of pod ${pod.metadata.name} ends with exit code ${exitCode} and is started again`,
    since: pod.status?.startTime,
  };
}

/** How an unready container ended last; the kubelet shows it as the state, and later as the last state. */
const ended = (container: ContainerStatus | undefined) =>
  container === undefined || container.ready
    ? undefined
    : (container.state?.terminated ?? container.lastState?.terminated);
