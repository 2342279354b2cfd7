import { runLogged } from '../logged.ts';

/** Runs the Go command with its output in `log`; Go fetches the toolchain that a go.mod asks for by itself. */
export async function runGo(
  log: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  const env = { CGO_ENABLED: '0', GOTOOLCHAIN: 'auto', ...options.env };
  await runLogged(log, 'go', words, { cwd: options.cwd, env });
}
