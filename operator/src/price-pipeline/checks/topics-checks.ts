import { type Check, fails, unknown } from '../../judgement/verdict.ts';
import { topicStandings } from '../topics.ts';
import type { View } from '../view.ts';

const brokersAreSilent: Check<View> = ({ kafka }) =>
  kafka.kind === 'Answered'
    ? undefined
    : unknown('TopicsPending', 'Topics are looked at when the brokers answer');

const topicIsRefused: Check<View> = ({ topicRefusal }) =>
  topicRefusal && fails(topicRefusal.reason, topicRefusal.what);

const topicDiffers: Check<View> = (view) => {
  const differing = topicStandings(view)?.find((standing) => standing.kind === 'Differs');
  return differing && fails('TopicSettingsDiffer', differing.what);
};

const topicIsPending: Check<View> = (view) => {
  const pending = topicStandings(view)?.find((standing) => standing.kind === 'ToEnsure');
  return pending && fails('TopicsPending', `Topic ${pending.topic.name} is being made as wanted`);
};

/** What can keep TopicsReady from holding, in this order. */
export const topicsChecks: readonly Check<View>[] = [
  brokersAreSilent,
  topicIsRefused,
  topicDiffers,
  topicIsPending,
];
