import { isKubeError } from '@pricecast/kube';
import { type Asked, parseWords, UsageError } from './arguments.ts';
import { openCluster } from './cluster.ts';
import { explanations, type ScalerExplanation } from './explanation.ts';
import { explanationTable } from './explanation-table.ts';
import { importHistory } from './import-history.ts';

const usage = `usage: kubectl pricecast explain psc/NAME [-o table|json] [--last N]
       kubectl pricecast import psc/NAME FILE.csv

  explain   the newest decisions of a scaler: load, forecast, pods, reason
  import    gives a scaler history that it has not seen itself; each line of the
            file is timestamp,value with the load in the unit of the demand

  -n, --namespace NS   namespace of the scaler; by default that of the context
  --kubeconfig FILE    kubeconfig; by default $KUBECONFIG, else ~/.kube/config
  --context NAME       context; by default the current one
  --help               this text
`;

async function run(asked: Asked): Promise<string> {
  if (asked.command === 'help') return usage;
  await using cluster = await openCluster(asked, process.env);
  const key = { namespace: cluster.namespace, name: asked.scaler };
  if (asked.command === 'import') {
    const name = await importHistory(cluster.client, key, asked.file);
    return `ConfigMap ${name} is attached to scaler ${key.name}\n`;
  }
  const explanation = await cluster.client.get<ScalerExplanation>(explanations, key);
  if (asked.output === 'table') return explanationTable(explanation, asked.last);
  return `${JSON.stringify({ ...explanation, decisions: explanation.decisions.slice(-asked.last) }, null, 2)}\n`;
}

function told(error: unknown): string {
  if (isKubeError(error, 'KUBE_NOT_FOUND'))
    return `${error.message}; is the name right, and does the adapter run (kubectl get apiservice v1alpha1.explain.pricecast.dev)?`;
  return error instanceof Error ? error.message : String(error);
}

try {
  process.stdout.write(await run(parseWords(process.argv.slice(2))));
} catch (error) {
  process.stderr.write(`kubectl pricecast: ${told(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
