import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import { build } from 'esbuild';
import { Failure, sentenceOf } from '../failure.ts';
import { repositoryRoot } from '../repository.ts';

/** What every folder of pages is served with. */
const common = { path: join(repositoryRoot, 'workloads/page'), entry: 'docs.ts', file: 'icon.svg' } as const;
const swaggerFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** A file that a process serves to browsers. */
export interface Asset {
  readonly name: string;
  readonly content: Uint8Array;
}

/** What lies in a folder of pages. */
interface PageFolder {
  /** Path from the root of the repository. */
  readonly path: string;
  /** Scripts and style sheets, each bundled with what it imports. */
  readonly entries: readonly string[];
  /** Files that are served as they are. */
  readonly files: readonly string[];
}

/** Everything that the gateway serves to browsers; a Failure says what cannot be built and why. */
export const gatewayAssets = (): Promise<readonly Asset[]> =>
  assetsOf({
    path: 'workloads/gateway/dashboard',
    entries: ['dashboard.ts', 'dashboard.css'],
    files: ['index.html', 'docs.html'],
  });

/** Everything that the explain API of the adapter serves to browsers; a Failure as above. */
export const adapterAssets = (): Promise<readonly Asset[]> =>
  assetsOf({
    path: 'adapter/page',
    entries: ['page.ts', 'page.css'],
    files: ['index.html', 'docs.html'],
  });

/** Writes files into a folder, which it makes. */
export async function writeAssets(folder: string, assets: readonly Asset[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, content } of assets) await writeFile(join(folder, name), content);
}

async function assetsOf({ path, entries, files }: PageFolder): Promise<readonly Asset[]> {
  const source = join(repositoryRoot, path);
  const swagger = dirname(createRequire(join(source, 'x')).resolve('@fastify/swagger-ui/package.json'));
  const read = async (folder: string, name: string) => ({
    name,
    content: await readFile(join(folder, name)),
  });
  return [
    ...(await bundled(path, [...entries.map((name) => join(source, name)), join(common.path, common.entry)])),
    await read(common.path, common.file),
    ...(await Promise.all(files.map((name) => read(source, name)))),
    ...(await Promise.all(swaggerFiles.map((name) => read(join(swagger, 'static'), name)))),
  ];
}

async function bundled(path: string, entries: readonly string[]): Promise<readonly Asset[]> {
  try {
    const { outputFiles } = await build({
      entryPoints: entries.map((entry) => ({ in: entry, out: parse(entry).name })),
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
    return outputFiles.map((file) => ({ name: file.path.slice(1), content: file.contents }));
  } catch (cause) {
    const details = sentenceOf(cause).split('\n');
    throw new Failure('NOT_BUNDLED', `The pages of ${path} cannot be bundled`, { details, cause });
  }
}
