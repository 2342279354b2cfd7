import { z } from 'zod';

/** What a connection is subscribed to and how it wants its data. */
export interface Subscriptions {
  /** Whether data is wrapped as `{stream, data}`. */
  readonly combined: boolean;
  readonly streams: readonly string[];
}

/** The text to answer with and the subscriptions from then on. */
export interface ControlOutcome {
  readonly subscriptions: Subscriptions;
  readonly reply: string;
}

/** Streams that one connection may have. */
const mostStreams = 1024;

const requestSchema = z.object({
  method: z.string(),
  params: z.array(z.unknown()).optional(),
  id: z.union([z.int(), z.string().max(36), z.null()]).optional(),
});
type Request = z.infer<typeof requestSchema>;

/** Error codes of the stream protocol. */
const errors = { unknownProperty: 0, wrongType: 1, invalidRequest: 2, invalidJson: 3 } as const;

type Answer =
  | { readonly result: unknown; readonly subscriptions?: Subscriptions }
  | { readonly code: number; readonly msg: string };
type Method = (params: readonly unknown[], now: Subscriptions) => Answer;

const methods: Readonly<Record<string, Method>> = {
  SUBSCRIBE: (params, now) => changeStreams(params, now, [...now.streams, ...texts(params)]),
  UNSUBSCRIBE: (params, now) => changeStreams(params, now, without(now.streams, texts(params))),
  LIST_SUBSCRIPTIONS: (_, now) => ({ result: now.streams }),
  SET_PROPERTY: setProperty,
  GET_PROPERTY: ([name], now) => (name === 'combined' ? { result: now.combined } : unknownProperty()),
};

/** Answers one message of a client: subscribe, unsubscribe, list, set or get a property. */
export function handleControl(text: string, now: Subscriptions): ControlOutcome {
  const request = parseRequest(text);
  if ('code' in request) return { subscriptions: now, reply: JSON.stringify(request) };
  const answer = answerTo(request, now);
  if ('code' in answer) return { subscriptions: now, reply: JSON.stringify({ ...answer, id: request.id }) };
  return {
    subscriptions: answer.subscriptions ?? now,
    reply: JSON.stringify({ result: answer.result, id: request.id ?? null }),
  };
}

function answerTo(request: Request, now: Subscriptions): Answer {
  const method = methods[request.method];
  if (method !== undefined) return method(request.params ?? [], now);
  const known = Object.keys(methods)
    .map((name) => `\`${name}\``)
    .join(', ');
  return invalid(`unknown variant \`${request.method}\`, expected one of ${known}`);
}

function parseRequest(text: string): Request | { readonly code: number; readonly msg: string } {
  const json = parseJson(text);
  if ('cause' in json) return { code: errors.invalidJson, msg: `Invalid JSON: ${String(json.cause)}` };
  const parsed = requestSchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path[0] === undefined ? 'method' : String(issue.path[0]);
  return invalid(`missing or malformed field \`${field}\``);
}

function parseJson(text: string): { readonly value: unknown } | { readonly cause: unknown } {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    return { cause };
  }
}

function changeStreams(params: readonly unknown[], now: Subscriptions, next: readonly string[]): Answer {
  if (params.length === 0) return invalid('missing field `params`');
  if (texts(params).length !== params.length) return invalid('params must be stream names');
  const streams = [...new Set(next)];
  if (streams.length > mostStreams) return invalid(`too many streams, the most is ${mostStreams}`);
  return { result: null, subscriptions: { ...now, streams } };
}

function setProperty(params: readonly unknown[], now: Subscriptions): Answer {
  const [name, combined] = params;
  if (params.length > 2) return invalid('too many parameters');
  if (name !== 'combined') return unknownProperty();
  if (typeof combined !== 'boolean') {
    return { code: errors.wrongType, msg: 'Invalid value type: expected Boolean' };
  }
  return { result: null, subscriptions: { ...now, combined } };
}

function unknownProperty(): Answer {
  return { code: errors.unknownProperty, msg: 'Unknown property' };
}

function invalid(what: string): { readonly code: number; readonly msg: string } {
  return { code: errors.invalidRequest, msg: `Invalid request: ${what}` };
}

function texts(params: readonly unknown[]): readonly string[] {
  return params.filter((param) => typeof param === 'string');
}

function without(streams: readonly string[], gone: readonly string[]): readonly string[] {
  return streams.filter((stream) => !gone.includes(stream));
}
