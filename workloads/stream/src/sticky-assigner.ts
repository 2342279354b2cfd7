import kafkajs, { type PartitionAssigner } from 'kafkajs';
import { partitionKey, type TopicPartition } from './consumed-batch.ts';
import { assignSticky, type GroupMemberClaim } from './sticky-assignment.ts';

// Node cannot see this name in the CommonJS module from outside.
const { AssignerProtocol } = kafkajs;
const { MemberMetadata, MemberAssignment } = AssignerProtocol;

const name = 'pricecast-sticky';
const version = 1;

/** An assigner for the client: members tell what they have when they join, the leader shares out. */
export function stickyAssigner(owned: () => readonly TopicPartition[]): PartitionAssigner {
  return ({ cluster }) => ({
    name,
    version,
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({ version, topics, userData: encodeClaim(owned()) }),
    }),
    assign: async ({ members, topics }) => {
      const claims = members.map(({ memberId, memberMetadata }): GroupMemberClaim => {
        return { memberId, owned: decodeClaim(MemberMetadata.decode(memberMetadata)?.userData) };
      });
      const all = topics.flatMap((topic) =>
        cluster
          .findTopicPartitionMetadata(topic)
          .map(({ partitionId }) => ({ topic, partition: partitionId }))
          .sort((left, right) => left.partition - right.partition),
      );
      const named = new Map(all.map((partition) => [partitionKey(partition), partition]));
      return [...assignSticky(claims, [...named.keys()])].map(([memberId, share]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version,
          assignment: byTopic(share.flatMap((key) => named.get(key) ?? [])),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

function byTopic(partitions: readonly TopicPartition[]): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const { topic, partition } of partitions) found[topic] = [...(found[topic] ?? []), partition];
  return found;
}

function encodeClaim(owned: readonly TopicPartition[]): Buffer {
  return Buffer.from(owned.map(partitionKey).join('\n'));
}

function decodeClaim(userData: Buffer | undefined): string[] {
  return (userData?.toString() ?? '').split('\n').filter((key) => key !== '');
}
