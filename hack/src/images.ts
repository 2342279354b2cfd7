import { execa } from 'execa';
import { parseImagesArguments } from './arguments.ts';
import { layoutOf } from './cluster/layout.ts';
import { runSteps } from './cluster/step.ts';
import { type Command, runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { buildahPusher } from './images/buildah-pusher.ts';
import { shippedImages } from './images/catalogue.ts';
import { dockerPusher } from './images/docker-pusher.ts';
import { repositoryOf } from './images/image.ts';
import type { Pusher } from './images/pusher.ts';
import { stateDirectory } from './repository.ts';
import { printLine, printReport } from './screen.ts';
import { cacheDirectory } from './tools/cache.ts';

const usage = `usage: hack/images --registry R --tag T

Builds every image that the chart and the operator name and pushes it as R/NAME:T, for
clusters whose nodes pull from a registry. Log in to the registry first (docker
login or buildah login).

With a Docker engine the images stand on node:24-slim and eclipse-temurin:17-jre;
without one buildah puts them on the Node and Java of this machine.

  --registry R   registry and path, registry.example.com/pricecast
  --tag T        tag of all images
  --help         this text
`;

async function images(words: readonly string[]): Promise<void> {
  const { registry, tag } = parseImagesArguments(words);
  const layout = layoutOf(stateDirectory);
  const shelf = { cache: cacheDirectory(), say: printLine };
  const pusher = await choosePusher(layout.images, shelf);
  const steps = (await shippedImages(shelf)).map((image) => {
    const reference = `${repositoryOf(registry, image.name)}:${tag}`;
    return {
      name: reference,
      timeoutSeconds: 900,
      start: () => pusher.push(image, reference),
      log: pusher.log,
    };
  });
  await runSteps(steps, printReport);
  printLine(`  helm upgrade --install pricecast charts/pricecast -n pricecast-system --create-namespace \\`);
  printLine(`    --set image.registry=${registry} --set image.tag=${tag}`);
}

async function choosePusher(folder: string, shelf: Parameters<typeof buildahPusher>[1]): Promise<Pusher> {
  if (await answers('docker', 'info')) return dockerPusher(folder);
  if (await answers('buildah', '--version')) return buildahPusher(folder, shelf);
  throw new Failure('NO_BUILDER', 'neither a Docker engine nor buildah is here; run apt-get install buildah');
}

async function answers(program: string, word: string): Promise<boolean> {
  return (await execa(program, [word], { reject: false })).exitCode === 0;
}

const command: Command = { name: 'hack/images', usage, run: images };
process.exit(await runCommand(command, process.argv.slice(2)));
