import type { StepReport } from './cluster/step.ts';

/** One line on stdout. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A finished step with its time. */
export function printReport({ name, outcome, seconds }: StepReport): void {
  const note = outcome === 'was there' ? ' (was there)' : '';
  printLine(`${seconds.toFixed(1).padStart(8)} s  ${name}${note}`);
}
