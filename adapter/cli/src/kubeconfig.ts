import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.object({
  'current-context': z.string().optional(),
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ namespace: z.string().optional() }) }))
    .default([]),
});

/** The namespace of a context of a kubeconfig, `default` where it names none. */
export async function namespaceOf(path: string, context: string | undefined): Promise<string> {
  const config = schema.parse(parse(await readFile(path, 'utf8')));
  const name = context ?? config['current-context'];
  const found = config.contexts.find((one) => one.name === name);
  return found?.context.namespace ?? 'default';
}
