import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { Failure, sentenceOf } from '../failure.ts';
import { repositoryRoot } from '../repository.ts';

const source = join(repositoryRoot, 'workloads/gateway/dashboard');
const pages = ['index.html', 'docs.html', 'icon.svg'] as const;
const swagger = dirname(createRequire(join(source, 'x')).resolve('@fastify/swagger-ui/package.json'));
const swaggerFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** A file that the gateway serves. */
export interface Asset {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Everything that the gateway serves to browsers; a Failure says what cannot be built and why. */
export async function gatewayAssets(): Promise<readonly Asset[]> {
  const read = async (folder: string, name: string) => ({
    name,
    content: await readFile(join(folder, name)),
  });
  return [
    ...(await bundled()),
    ...(await Promise.all(pages.map((name) => read(source, name)))),
    ...(await Promise.all(swaggerFiles.map((name) => read(join(swagger, 'static'), name)))),
  ];
}

/** Writes files into a folder, which it makes. */
export async function writeAssets(folder: string, assets: readonly Asset[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, content } of assets) await writeFile(join(folder, name), content);
}

async function bundled(): Promise<readonly Asset[]> {
  try {
    const { outputFiles } = await build({
      entryPoints: ['dashboard.ts', 'dashboard.css', 'docs.ts'].map((name) => join(source, name)),
      outdir: '/',
      bundle: true,
      minify: true,
      write: false,
      platform: 'browser',
      target: 'es2023',
      format: 'esm',
      legalComments: 'none',
      logLevel: 'silent',
    });
    return outputFiles.map(({ path, contents }) => ({ name: path.slice(1), content: contents }));
  } catch (cause) {
    const details = sentenceOf(cause).split('\n');
    throw new Failure('NOT_BUNDLED', 'The dashboard cannot be bundled', { details, cause });
  }
}
