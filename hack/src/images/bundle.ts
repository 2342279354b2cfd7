import { build } from 'esbuild';

/**
 * One file with everything that a process imports. CommonJS, because some dependencies call `require` for modules
 * of Node, which an ES module bundle cannot do without help.
 */
export async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return result.outputFiles[0]?.text ?? '';
}
