import { describe, expect, test } from 'vitest';
import { broken, gated, gateTimeoutMs, runShortened } from './gate.ts';

describe('shortened proofs on a real kafka', () => {
  test.each(gated('kafka'))(
    '$name: $claim',
    async (proof) => {
      const findings = await runShortened(proof);
      expect(findings.length).toBeGreaterThan(0);
      expect(broken(findings)).toEqual([]);
    },
    gateTimeoutMs,
  );
});
