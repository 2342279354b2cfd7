import { type BuildOptions, build } from 'esbuild';
import { Failure, sentenceOf } from '../failure.ts';

/** Dependencies written as CommonJS call these; an ES module has none of them by itself. */
const commonJs = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const { filename: __filename, dirname: __dirname } = import.meta;',
].join('\n');

/** One ES module with everything that a process imports; a Failure says which file cannot be bundled and why. */
export async function bundle(entry: string): Promise<string> {
  try {
    const { outputFiles } = await build(optionsFor(entry));
    return outputFiles[0]?.text ?? '';
  } catch (cause) {
    throw new Failure('NOT_BUNDLED', `${entry} cannot be bundled`, {
      details: sentenceOf(cause).split('\n'),
      cause,
    });
  }
}

function optionsFor(entry: string) {
  return {
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: commonJs },
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  } as const satisfies BuildOptions;
}
