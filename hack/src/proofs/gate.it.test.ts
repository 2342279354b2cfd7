import { describe, expect, test } from 'vitest';
import { broken, gated, gateTimeoutMs } from './gate.ts';

describe('shortened proofs on a real kafka', () => {
  test.each(gated('kafka'))(
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
