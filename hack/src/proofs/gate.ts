import type { Finding, Need, Proof } from '../proof.ts';
import { proofs } from './index.ts';

/** Longest that a shortened proof may take before the test run gives it up. */
export const gateTimeoutMs = 600_000;

/** Proofs that the test run carries out in their shortened form, by the most that they need. */
export const gated = (need: Need) =>
  proofs.filter(({ needs }) => needs.includes(need) && !needs.includes('free-machine'));

/** Runs a proof in its shortened form; what it says goes to the output under its name. */
export const runShortened = (proof: Proof): Promise<readonly Finding[]> =>
  proof.run({
    scale: 'gate',
    say: (line) => void process.stdout.write(`  ${proof.name}: ${line}\n`),
    signal: new AbortController().signal,
  });

/** What does not hold, as sentences; empty is what a test wants to see. */
export const broken = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ holds }) => !holds)
    .map(({ what, measured, bound }) => `${what}: ${measured} (must: ${bound})`);
