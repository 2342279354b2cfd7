import { parseArgs } from 'node:util';
import { execa } from 'execa';
import type { Finding, Proof } from './proof.ts';
import { proofs } from './proofs/index.ts';
import { repositoryRoot } from './repository.ts';

const usage = `usage: hack/prove [NAME] [--gate]

Runs one acceptance proof at full length, prints its figures and, last,
"held" or "falls short". Without a name it lists the proofs.

  --gate   the shortened form that hack/test runs
  --help   this text

proofs:
${proofs.map((proof) => `  ${proof.name.padEnd(26)} ${proof.claim}`).join('\n')}
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { gate: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const proof = proofs.find((candidate) => candidate.name === name);
  if (!proof || rest.length > 0) {
    process.stderr.write(`hack/prove: there is no proof "${positionals.join(' ')}"; hack/prove lists them\n`);
    return 2;
  }
  await prepare(proof);
  return report(await run(proof, values.gate ? 'gate' : 'full'));
}

async function prepare(proof: Proof): Promise<void> {
  if (!proof.needs.includes('cluster')) return;
  await execa('hack/up', ['--sample', 'none'], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function run(proof: Proof, scale: 'gate' | 'full'): Promise<readonly Finding[]> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  process.stdout.write(`${proof.name}: ${proof.claim}\n`);
  const started = performance.now();
  const say = (line: string) => {
    process.stdout.write(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s  ${line}\n`);
  };
  return proof.run({ scale, say, signal: interrupted.signal });
}

function report(findings: readonly Finding[]): number {
  for (const finding of findings) {
    const mark = finding.holds ? 'holds      ' : 'FALLS SHORT';
    process.stdout.write(`${mark}  ${finding.what}: ${finding.measured} (must: ${finding.bound})\n`);
  }
  const held = findings.length > 0 && findings.every((finding) => finding.holds);
  process.stdout.write(held ? 'held\n' : 'falls short\n');
  return held ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const usageError =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`hack/prove: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = usageError ? 2 : 1;
}
