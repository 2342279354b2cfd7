import { parseArgs } from 'node:util';
import { borneRiskPercent } from '../faults/bear.ts';
import { isPolicyName, type PolicyName, policies } from '../policies/by-name.ts';
import { ReplayError } from '../replay-error.ts';
import type { Measure } from '../service/closed-loop.ts';

/** What the workload does with load that it cannot serve at once: loses it, lets it wait, or sees it come again. */
export type Loop = 'open' | 'queue' | 'retries';

/** What the command line asks for. */
export interface ReplayOptions {
  readonly trace: string;
  readonly valueColumn: string | undefined;
  readonly capacity: number | 'auto';
  readonly startupSeconds: number;
  readonly startupSpread: number;
  readonly loop: Loop;
  readonly measure: Measure;
  readonly rebalanceSeconds: number;
  readonly policies: readonly PolicyName[];
  readonly hpaTarget: number;
  readonly riskPercent: number;
  readonly shortMinuteCost: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly warmupDays: number;
  readonly lastDays: number | undefined;
  readonly pricePerPodHour: number;
  readonly budgetPerDay: number | undefined;
  readonly events: string | undefined;
  readonly eventLoadPercent: number;
  readonly eventRampSeconds: number;
  readonly partitions: number | undefined;
  readonly decisions: string | undefined;
  readonly records: string | undefined;
  readonly report: string | undefined;
  readonly gate: boolean;
  readonly faults: boolean;
  readonly json: boolean;
}

export const usage = `usage: npm run -s replay -- --trace FILE.csv [options]
Replays a load and prints, for each policy, minutes short of capacity, pod-hours and cost.

  --trace FILE.csv         rows timestamp,value; ISO 8601 or seconds or milliseconds since 1970
  --value-column NAME      column of the load, where the file has several series
  --capacity C|auto        load that one replica serves; auto = P99.9 of the trace / 40 (auto)
  --startup-seconds S      from creating a pod to its serving (120)
  --startup-spread S       deviation of the logarithm of that time, 0.3 is usual (0: all the same)
  --loop KIND              open: what cannot be served is lost; queue: it waits; retries: it comes again (open)
  --measure WHAT           offered|served: the load that policies see in a closed loop (offered)
  --rebalance-seconds S    of a queue: nobody is served for so long when a consumer joins or leaves (0)
  --policy NAME            ${Object.keys(policies).join('|')}; repeatable (predictive and hpa)
  --hpa-target U           share of the capacity at which the plain HPA aims (0.7)
  --risk-percent R         share of the minutes that may be short (1; with --faults 0.02), or
  --short-minute-cost X    pod-hours that one short minute is worth
  --min N --max N          bounds of the replicas (1, 100)
  --warmup-days D          days before scoring begins (1)
  --last-days D            only the newest days of the trace (all)
  --price-per-pod-hour P   price of one pod for one hour (0.05)
  --budget-per-day B       most that may be spent in a day
  --events FILE            what is known to come: spec.events of a scaler as JSON, or a calendar (.ics)
  --event-load-percent P   load during the events of a calendar, in percent of the forecast (200)
  --event-ramp-seconds S   seconds before them over which it rises (600)
  --partitions N           partitions of a topic: each is read by one consumer
  --decisions FILE.jsonl   one line for each decision
  --records FILE.jsonl     one line for each decision of predictive with all that it was made of
  --report FILE.html       a page for people with several risk settings
  --gate                   let the forecast act only while it is better than the last value, as a scaler does
  --faults                 what goes wrong, one after another, and whether it is borne as an HPA at 70 % bears it
  --json                   scores as JSON
  --help                   this text`;

const spec = {
  trace: { type: 'string' },
  'value-column': { type: 'string' },
  capacity: { type: 'string', default: 'auto' },
  'startup-seconds': { type: 'string', default: '120' },
  'startup-spread': { type: 'string', default: '0' },
  loop: { type: 'string', default: 'open' },
  measure: { type: 'string', default: 'offered' },
  'rebalance-seconds': { type: 'string', default: '0' },
  policy: { type: 'string', multiple: true },
  'hpa-target': { type: 'string', default: '0.7' },
  'risk-percent': { type: 'string' },
  'short-minute-cost': { type: 'string' },
  min: { type: 'string', default: '1' },
  max: { type: 'string', default: '100' },
  'warmup-days': { type: 'string', default: '1' },
  'last-days': { type: 'string' },
  'price-per-pod-hour': { type: 'string', default: '0.05' },
  'budget-per-day': { type: 'string' },
  events: { type: 'string' },
  'event-load-percent': { type: 'string', default: '200' },
  'event-ramp-seconds': { type: 'string', default: '600' },
  partitions: { type: 'string' },
  decisions: { type: 'string' },
  records: { type: 'string' },
  report: { type: 'string' },
  gate: { type: 'boolean', default: false },
  faults: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line; undefined when help is asked for.
 * @throws ReplayError `USAGE`
 */
export function readOptions(args: readonly string[]): ReplayOptions | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  if (values.trace === undefined) throw new ReplayError('USAGE', '--trace FILE.csv is needed');
  if (values['risk-percent'] !== undefined && values['short-minute-cost'] !== undefined)
    throw new ReplayError('USAGE', 'give --risk-percent or --short-minute-cost, not both');
  const min = number('min', values.min, 0, 10_000, true);
  return {
    trace: values.trace,
    valueColumn: values['value-column'],
    capacity: values.capacity === 'auto' ? 'auto' : number('capacity', values.capacity, 1e-12, 1e15),
    startupSeconds: number('startup-seconds', values['startup-seconds'], 0, 7_200),
    startupSpread: number('startup-spread', values['startup-spread'], 0, 2),
    loop: oneOf('loop', values.loop, ['open', 'queue', 'retries']),
    measure: oneOf('measure', values.measure, ['offered', 'served']),
    rebalanceSeconds: number('rebalance-seconds', values['rebalance-seconds'], 0, 600),
    policies: (values.policy ?? ['predictive', 'hpa']).map(policyName),
    hpaTarget: number('hpa-target', values['hpa-target'], 0.01, 1),
    riskPercent: number(
      'risk-percent',
      values['risk-percent'] ?? String(values.faults ? borneRiskPercent : 1),
      0.001,
      50,
    ),
    shortMinuteCost: maybe('short-minute-cost', values['short-minute-cost']),
    min,
    max: number('max', values.max, Math.max(1, min), 10_000, true),
    warmupDays: number('warmup-days', values['warmup-days'], 0, 10_000),
    lastDays: maybe('last-days', values['last-days']),
    pricePerPodHour: number('price-per-pod-hour', values['price-per-pod-hour'], 0, 1e9),
    budgetPerDay: maybe('budget-per-day', values['budget-per-day']),
    events: values.events,
    eventLoadPercent: number('event-load-percent', values['event-load-percent'], 1, 10_000),
    eventRampSeconds: number('event-ramp-seconds', values['event-ramp-seconds'], 0, 86_400),
    partitions:
      values.partitions === undefined ? undefined : number('partitions', values.partitions, 1, 10_000, true),
    decisions: values.decisions,
    records: values.records,
    report: values.report,
    gate: values.gate,
    faults: values.faults,
    json: values.json,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: spec, strict: true }).values;
  } catch (cause) {
    throw new ReplayError('USAGE', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function policyName(name: string): PolicyName {
  if (isPolicyName(name)) return name;
  throw new ReplayError(
    'USAGE',
    `--policy ${name} is not known; known are ${Object.keys(policies).join(', ')}`,
  );
}

function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new ReplayError('USAGE', `--${name} must be one of ${words.join(', ')}, not "${text}"`);
}

const maybe = (name: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : number(name, text, 1e-9, 1e12);

function number(name: string, text: string, least: number, most: number, whole = false): number {
  const value = Number(text);
  const fits = text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fits) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new ReplayError('USAGE', `--${name} must be ${kind} from ${least} to ${most}, not "${text}"`);
}
