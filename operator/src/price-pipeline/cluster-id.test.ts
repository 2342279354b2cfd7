import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterIdOf } from './cluster-id.ts';

describe('the id of a Kafka cluster', () => {
  test('is the URL-safe base64 of the bytes of the uid', () => {
    const uid = '38c5888f-e29f-46b7-a505-bd4b0c97e64a';
    expect(clusterIdOf(uid)).toBe(Buffer.from(uid.replaceAll('-', ''), 'hex').toString('base64url'));
  });

  test('has 22 characters for whatever uid, and another for another', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        expect(clusterIdOf(one)).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(clusterIdOf(one) === clusterIdOf(other)).toBe(one === other);
      }),
    );
  });

  test('exists even for a uid that is none', () => {
    expect(clusterIdOf('')).toBe('AAAAAAAAAAAAAAAAAAAAAA');
  });
});
