import { parseArgs } from 'node:util';
import { sentenceOf, UsageError } from './failure.ts';

/** Kinds of cluster that `hack/up` works on. */
export const targets = ['auto', 'local', 'kind', 'context'] as const;

export type Target = (typeof targets)[number];

/** What `hack/up` was asked for. */
export interface UpArguments {
  readonly target: Target;
  /** Name of a sample, `none`, or undefined for the one that fits the machine. */
  readonly sample: string | undefined;
  readonly hpaSyncSeconds: number;
  readonly registry: string | undefined;
  readonly tag: string | undefined;
}

/** Reads the words after `hack/up`; a UsageError names the word that is wrong. */
export function parseUpArguments(words: readonly string[]): UpArguments {
  const values = parse(words, {
    target: { type: 'string', default: 'auto' },
    sample: { type: 'string' },
    'hpa-sync-seconds': { type: 'string', default: '15' },
    registry: { type: 'string' },
    tag: { type: 'string' },
  });
  const target = targets.find((name) => name === values.target);
  if (target === undefined)
    throw new UsageError(`--target is one of ${targets.join(', ')}, not "${values.target}"`);
  if (target === 'context' && !(values.registry && values.tag)) {
    throw new UsageError('--target context needs --registry and --tag of images that hack/images pushed');
  }
  return {
    target,
    sample: values.sample,
    hpaSyncSeconds: wholeSeconds(values['hpa-sync-seconds']),
    registry: values.registry,
    tag: values.tag,
  };
}

/** Reads the words after `hack/down`. */
export function parseDownArguments(words: readonly string[]): { readonly all: boolean } {
  return { all: parse(words, { all: { type: 'boolean', default: false } }).all };
}

/** Where `hack/images` sends what it builds. */
export interface ImagesArguments {
  readonly registry: string;
  readonly tag: string;
}

/** Reads the words after `hack/images`. */
export function parseImagesArguments(words: readonly string[]): ImagesArguments {
  const { registry, tag } = parse(words, { registry: { type: 'string' }, tag: { type: 'string' } });
  if (!registry || !tag) throw new UsageError('--registry and --tag are both needed');
  return { registry, tag };
}

/** Reads the words after `hack/test`. */
export function parseTestArguments(words: readonly string[]): { readonly fast: boolean } {
  return { fast: parse(words, { fast: { type: 'boolean', default: false } }).fast };
}

/** Reads the words after `hack/prove`. */
export function parseProveArguments(words: readonly string[]): {
  readonly name: string | undefined;
  readonly scale: 'full' | 'gate';
} {
  const name = words[0]?.startsWith('-') ? undefined : words[0];
  const options = name === undefined ? words : words.slice(1);
  return {
    name,
    scale: parse(options, { gate: { type: 'boolean', default: false } }).gate ? 'gate' : 'full',
  };
}

/** What `hack/dev` was asked for. */
export interface DevArguments {
  readonly tradesPerSecond: number;
  /** Absent: those of the synthetic market. */
  readonly symbols: readonly string[] | undefined;
  readonly live: boolean;
}

/** Reads the words after `hack/dev`. */
export function parseDevArguments(words: readonly string[]): DevArguments {
  const values = parse(words, {
    'trades-per-second': { type: 'string', default: '100' },
    symbols: { type: 'string' },
    live: { type: 'boolean', default: false },
  });
  const tradesPerSecond = Number(values['trades-per-second']);
  if (!Number.isInteger(tradesPerSecond) || tradesPerSecond < 1 || tradesPerSecond > 100_000)
    throw new UsageError('--trades-per-second is a whole number from 1 to 100000');
  const symbols = values.symbols?.split(',');
  if (symbols?.some((symbol) => !/^[A-Z0-9]{1,30}$/.test(symbol)))
    throw new UsageError('--symbols is a list such as BTCUSDT,ETHUSDT');
  return { tradesPerSecond, symbols, live: values.live };
}

/** What `hack/tunnel` was asked for. */
export interface TunnelArguments {
  readonly stop: boolean;
  /** Absent: the only one there is. */
  readonly pipeline: string | undefined;
  readonly namespace: string | undefined;
}

/** Reads the words after `hack/tunnel`. */
export function parseTunnelArguments(words: readonly string[]): TunnelArguments {
  const { stop, pipeline, namespace } = parse(words, {
    stop: { type: 'boolean', default: false },
    pipeline: { type: 'string' },
    namespace: { type: 'string' },
  });
  return { stop, pipeline, namespace };
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Reads the words after `hack/dead-letters`. */
export function parseDeadLettersArguments(words: readonly string[]): {
  readonly topic: string;
  readonly replay: boolean;
} {
  const [topic, ...options] = words;
  if (topic === undefined || topic.startsWith('-')) throw new UsageError('the name of a topic comes first');
  return { topic, replay: parse(options, { replay: { type: 'boolean', default: false } }).replay };
}

function parse<const T extends Options>(words: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(sentenceOf(error).split('. ')[0] ?? 'wrong words');
  }
}

function wholeSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600) return seconds;
  throw new UsageError(`--hpa-sync-seconds is a whole number from 1 to 3600, not "${text}"`);
}
