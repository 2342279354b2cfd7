import { parseProveArguments } from './arguments.ts';
import { runCommand } from './command.ts';
import { Failure, UsageError } from './failure.ts';
import { ensurePrograms } from './preflight/packages.ts';
import { testPrograms } from './preflight/programs.ts';
import type { Finding, Proof, Scale } from './proof.ts';
import { proofs } from './proofs/index.ts';
import { printLine } from './screen.ts';
import { command } from './testing/stages.ts';
import { cacheDirectory } from './tools/cache.ts';

const usage = `usage: hack/prove [NAME] [--gate]

Runs one acceptance proof at full length, prints its figures and, last,
"held" or "falls short". Without a name it lists the proofs.

  --gate   the shortened form that hack/test runs
  --help   this text

proofs:
${proofs.map((proof) => `  ${proof.name.padEnd(26)} ${proof.claim}`).join('\n')}
`;

async function prove(words: readonly string[]): Promise<void> {
  const { name, scale } = parseProveArguments(words);
  if (name === undefined) {
    process.stdout.write(usage);
    return;
  }
  const proof = proofs.find((candidate) => candidate.name === name);
  if (!proof) throw new UsageError(`there is no proof "${name}"; hack/prove lists them`);
  await prepare(proof);
  report(await run(proof, scale));
}

async function prepare(proof: Proof): Promise<void> {
  if (proof.needs.includes('kafka'))
    await ensurePrograms(testPrograms, { cache: cacheDirectory(), say: printLine });
  if (proof.needs.includes('cluster')) await command('hack/up', '--sample', 'none');
}

async function run(proof: Proof, scale: Scale): Promise<readonly Finding[]> {
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

function report(findings: readonly Finding[]): void {
  for (const finding of findings) {
    const mark = finding.holds ? 'holds      ' : 'FALLS SHORT';
    process.stdout.write(`${mark}  ${finding.what}: ${finding.measured} (must: ${finding.bound})\n`);
  }
  const held = findings.length > 0 && findings.every((finding) => finding.holds);
  process.stdout.write(held ? 'held\n' : 'falls short\n');
  if (!held) throw new Failure('PROOF_FALLS_SHORT', 'a figure lies outside its bound');
}

process.exitCode = await runCommand({ name: 'hack/prove', usage, run: prove }, process.argv.slice(2));
