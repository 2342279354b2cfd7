import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa, type Options } from 'execa';
import { Failure } from '../failure.ts';
import type { ProofContext } from '../proof.ts';
import { repositoryRoot } from '../repository.ts';

const options = { cwd: repositoryRoot, stdin: 'ignore', reject: false } as const satisfies Options;

/** Runs `hack/up` to its end; a Failure with what it said when it does not succeed. */
export async function runUp({ signal }: ProofContext): Promise<void> {
  await finish('hack/up', [], signal);
}

/** Takes the cluster and its data away. */
export async function runDown({ signal }: ProofContext): Promise<void> {
  await finish('hack/down', ['--all'], signal);
}

/** Runs `hack/up` and kills it, with SIGKILL and without its children, once it has shown a step of that name. */
export async function upKilledAfter({ say, signal }: ProofContext, step: string): Promise<void> {
  const up = execa(join(repositoryRoot, 'hack/up'), [], {
    ...options,
    cancelSignal: signal,
    buffer: false,
    stderr: 'ignore',
  });
  for await (const line of createInterface({ input: up.stdout })) {
    if (!line.includes(` s  ${step}`)) continue;
    up.kill('SIGKILL');
    say(`killed up after "${step}"`);
    break;
  }
  const { signal: ended } = await up;
  if (ended !== 'SIGKILL')
    throw new Failure('NOT_KILLED', `hack/up ended before it showed the step "${step}"`);
}

async function finish(command: string, words: readonly string[], signal: AbortSignal): Promise<void> {
  const { exitCode, stdout, stderr } = await execa(join(repositoryRoot, command), [...words], {
    ...options,
    cancelSignal: signal,
  });
  if (exitCode === 0) return;
  const details = `${stdout}\n${stderr}`.split('\n').slice(-20);
  throw new Failure('COMMAND_FAILED', `${command} ended with ${exitCode ?? 'a signal'}`, { details });
}
