import { parseArgs } from 'node:util';

/** Wrong usage; the message completes `kubectl pricecast: …`. */
export class UsageError extends Error {}

/** What the plugin was asked for. */
export type Asked =
  | { readonly command: 'help' }
  | (Named & { readonly command: 'explain'; readonly output: 'table' | 'json'; readonly last: number })
  | (Named & { readonly command: 'import'; readonly file: string });

interface Named {
  readonly scaler: string;
  readonly namespace: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

const prefixes = ['psc', 'predictivescaler', 'predictivescalers', 'predictivescaler.pricecast.dev'];

/** Reads the words after `kubectl pricecast`; throws a UsageError that names the word that is wrong. */
export function parseWords(words: readonly string[]): Asked {
  const { values, positionals } = parsed(words);
  const [command, scaler, ...rest] = positionals;
  if (values.help || command === undefined) return { command: 'help' };
  const { namespace, kubeconfig, context } = values;
  const named = { scaler: nameOf(scaler), namespace, kubeconfig, context };
  switch (command) {
    case 'explain':
      return { command, ...named, output: outputOf(values.output), last: countOf(values.last) };
    case 'import': {
      const [file] = rest;
      if (file === undefined) throw new UsageError('import needs a CSV file');
      return { command, ...named, file };
    }
    default:
      throw new UsageError(`there is no command "${command}"; there are explain and import`);
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        namespace: { type: 'string', short: 'n' },
        output: { type: 'string', short: 'o', default: 'table' },
        last: { type: 'string', default: '10' },
        kubeconfig: { type: 'string' },
        context: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function nameOf(word: string | undefined): string {
  if (word === undefined) throw new UsageError('name a scaler, such as psc/NAME');
  const [kind = '', name] = word.split('/');
  if (name === undefined) return kind;
  if (!prefixes.includes(kind)) throw new UsageError(`"${word}" is no scaler: write psc/NAME`);
  return name;
}

function outputOf(text: string): 'table' | 'json' {
  if (text === 'table' || text === 'json') return text;
  throw new UsageError(`-o is table or json, not "${text}"`);
}

function countOf(text: string): number {
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--last is a whole number, not "${text}"`);
}
