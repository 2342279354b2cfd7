import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseTunnelArguments } from './arguments.ts';
import { type Kubectl, kubectlWith } from './cluster/kubectl.ts';
import { layoutOf } from './cluster/layout.ts';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { isFree } from './kafka/loopback-ports.ts';
import { kubeconfigPath, stateDirectory } from './repository.ts';
import { printLine } from './screen.ts';
import { startKeepers, stopKeepers } from './tunnel/keepers.ts';
import { forwardWords, type Route, routesOf, type SeenService } from './tunnel/routes.ts';

const usage = `usage: hack/tunnel [--pipeline NAME] [--namespace NAMESPACE] | --stop

Fixed addresses for a pipeline of a cluster: http://localhost:5001 for REST and
event stream, :8501 for the dashboard and, where the cluster has them, :8080
for Kafka UI, :3000 for Grafana and :9090 for Prometheus. They stay the same
while pods come and go. Without --pipeline it takes the only one there is.

  --stop   frees the addresses
  --help   this text
`;

const keepersFile = join(stateDirectory, 'tunnel.json');

async function tunnel(words: readonly string[]): Promise<void> {
  const wanted = parseTunnelArguments(words);
  const stopped = await stopKeepers(keepersFile);
  if (wanted.stop) {
    printLine(stopped === 0 ? 'there was no tunnel' : 'the addresses are free');
    return;
  }
  const own = join(layoutOf(stateDirectory).bin, 'kubectl');
  const program = existsSync(own) ? own : 'kubectl';
  const kubectl = kubectlWith(program, kubeconfigPath);
  const pipeline = await chosenPipeline(kubectl, wanted);
  const services = await listed<SeenService>(kubectl, 'services');
  const routes = routesOf(services, pipeline);
  if (routes.length === 0) {
    const name = `${pipeline.namespace}/${pipeline.name}`;
    throw new Failure('NO_GATEWAY', `pipeline ${name} has no gateway; add spec.gateway: {}`);
  }
  await checkPorts(routes);
  const commands = routes.map((route) => [program, ...forwardWords(route)]);
  await startKeepers(keepersFile, commands, { ...process.env, KUBECONFIG: kubeconfigPath });
  for (const { what, localPort } of routes) printLine(`http://localhost:${localPort}  ${what}`);
  printLine('hack/tunnel --stop frees the addresses');
}

interface Named {
  readonly metadata: { readonly name: string; readonly namespace: string };
}

async function listed<T>(kubectl: Kubectl, kind: string): Promise<readonly T[]> {
  const { items } = JSON.parse(await kubectl(['get', kind, '-A', '-o', 'json'])) as { items: readonly T[] };
  return items;
}

async function chosenPipeline(
  kubectl: Kubectl,
  { pipeline, namespace }: { readonly pipeline: string | undefined; readonly namespace: string | undefined },
): Promise<Named['metadata']> {
  const found = (await listed<Named>(kubectl, 'pricepipelines'))
    .map(({ metadata }) => metadata)
    .filter(({ name }) => pipeline === undefined || name === pipeline)
    .filter((metadata) => namespace === undefined || metadata.namespace === namespace);
  const [only, ...others] = found;
  if (only === undefined)
    throw new Failure('NO_PIPELINE', 'there is no such pipeline; kubectl get pricepipelines -A');
  if (others.length > 0) {
    const names = found.map(({ namespace: space, name }) => `${space}/${name}`).join(', ');
    throw new Failure('SEVERAL_PIPELINES', `say which with --pipeline and --namespace: ${names}`);
  }
  return only;
}

async function checkPorts(routes: readonly Route[]): Promise<void> {
  for (const { localPort } of routes)
    if (!(await isFree(localPort)))
      throw new Failure('PORT_TAKEN', `port ${localPort} of this machine is taken`);
}

process.exit(await runCommand({ name: 'hack/tunnel', usage, run: tunnel }, process.argv.slice(2)));
