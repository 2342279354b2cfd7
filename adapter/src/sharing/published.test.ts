import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryIn, memoryText } from '../history/stored-memory.ts';
import { noMemory } from '../scaler/scaler-memory.ts';
import { anExplanation, aSnapshot } from '../testing/world.ts';
import { type Message, messageIn } from './published.ts';

const { decision, ...explanation } = anExplanation('checkout');
const message: Message = {
  from: 'a',
  key: 'shop/checkout',
  published: { snapshot: aSnapshot(), explanation, decision },
};
const owner = { namespace: 'shop', name: 'checkout', uid: 'u' };

/** A text of ours in which somebody has put something else in one place. */
const spoilt = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(20), fc.string({ maxLength: 20 }))
    .map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length));
const garbage = (text: string) => fc.oneof(fc.string({ unit: 'binary' }), fc.json(), spoilt(text));

test('what a replica says is understood by the others, with a target and without', () => {
  expect(messageIn(JSON.stringify(message))).toEqual(message);
  const withoutTarget = { ...message, published: { explanation, decision } };
  expect(messageIn(JSON.stringify(withoutTarget))).toEqual(withoutTarget);
});

test('whatever else lies in the shared store is no message, or one with a scaler and a moment', () => {
  fc.assert(
    fc.property(garbage(JSON.stringify(message)), (text) => {
      const heard = messageIn(text);
      if (heard === undefined) return;
      expect(heard.key).toContain('/');
      expect(Date.parse(heard.published.decision.at)).not.toBeNaN();
    }),
    { numRuns: 1_000 },
  );
});

test('whatever lies there for the memory of a scaler is that memory or nothing', () => {
  const text = memoryText(owner, noMemory);
  expect(memoryIn(text, owner)).toEqual(noMemory);
  expect(memoryIn(text, { ...owner, uid: 'other' })).toBeUndefined();
  fc.assert(
    fc.property(garbage(text), (other) => {
      const memory = memoryIn(other, owner);
      if (memory !== undefined) expect(memory).toMatchObject({ decision: {}, gate: {}, learnedPods: [] });
    }),
    { numRuns: 1_000 },
  );
});
