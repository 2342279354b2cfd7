import { describe, expect, test } from 'vitest';
import { broken, gated, gateTimeoutMs } from './gate.ts';

describe('shortened proofs on a real cluster', () => {
  test.each(gated('cluster'))(
    '$name: $claim',
    async (proof) => {
      const controller = new AbortController();
      const say = (line: string) => void process.stdout.write(`  ${proof.name}: ${line}\n`);
      const findings = await proof.run({ scale: 'gate', say, signal: controller.signal });
      expect(findings.length).toBeGreaterThan(0);
      expect(broken(findings)).toEqual([]);
    },
    gateTimeoutMs,
  );
});
