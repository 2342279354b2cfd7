import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Clock } from '@pricecast/kube';
import type { PublishedWorld } from '../snapshot/scaler-snapshot.ts';
import { ActivityWatch } from './activity-watch.ts';
import { activity, metricSpec, metricValues, type Served } from './answers.ts';
import type {
  GetMetricSpecResponse,
  GetMetricsRequest,
  GetMetricsResponse,
  IsActiveResponse,
  ScaledObjectRef,
} from './contract.ts';
import { type Outcome, type RefusalCode, refuse } from './outcome.ts';

/** Methods of the contract, as metrics name them. */
export type KedaMethod = 'IsActive' | 'GetMetricSpec' | 'GetMetrics' | 'StreamIsActive' | 'StreamMetricSpec';

/** What answering KEDA stands on. */
export interface ServiceParts {
  readonly world: Pick<PublishedWorld, 'scalersOf'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** Common names of clients that are let in; their certificates were verified before. */
  readonly clientNames: readonly string[];
  /** Told of every answer; `why` is there for those that fail. */
  readonly answered: (method: KedaMethod, code: RefusalCode | 'OK', why?: string) => void;
}

/** How often the streams of activity look, in milliseconds. */
const lookMs = 1_000;

type Call = Pick<ServerUnaryCall<unknown, unknown>, 'getAuthContext'>;

/** The five methods of KEDA's external scaler. None of them waits: answers come out of memory. */
export function scalerService(parts: ServiceParts): UntypedServiceImplementation {
  const served = (): Served => ({ world: parts.world, now: parts.clock.now().getTime() });
  const isActive = unary(parts, 'IsActive', (ref: ScaledObjectRef) => activity(ref, served()));
  const getMetricSpec = unary(parts, 'GetMetricSpec', (ref: ScaledObjectRef) => metricSpec(ref));
  const getMetrics: handleUnaryCall<GetMetricsRequest, GetMetricsResponse> = unary(
    parts,
    'GetMetrics',
    (request: GetMetricsRequest) => metricValues(request, served()),
  );
  const streamIsActive: handleServerStreamingCall<ScaledObjectRef, IsActiveResponse> = (call) => {
    const watch = new ActivityWatch();
    if (!begun(parts, 'StreamIsActive', call, metricSpec(call.request))) return;
    let cancel = () => {};
    const look = () => {
      const news = watch.next(activity(call.request, served()));
      if (news !== undefined) call.write(news);
      cancel = parts.clock.after(lookMs, look);
    };
    call.once('close', () => cancel());
    call.once('cancelled', () => cancel());
    look();
  };
  // The target is written in the trigger: it is told once, and a changed trigger is a new stream.
  const streamMetricSpec: handleServerStreamingCall<ScaledObjectRef, GetMetricSpecResponse> = (call) => {
    const spec = metricSpec(call.request);
    if (begun(parts, 'StreamMetricSpec', call, spec) && spec.ok) call.write(spec.value);
  };
  return {
    IsActive: isActive,
    GetMetricSpec: getMetricSpec,
    GetMetrics: getMetrics,
    StreamIsActive: streamIsActive,
    StreamMetricSpec: streamMetricSpec,
  };
}

function unary<Request, Response>(
  parts: ServiceParts,
  method: KedaMethod,
  answer: (request: Request) => Outcome<Response>,
): handleUnaryCall<Request, Response> {
  return (call, reply) => {
    const outcome = admitted(parts, call) ?? answer(call.request);
    told(parts, method, outcome);
    if (outcome.ok) reply(null, outcome.value);
    else reply({ code: status[outcome.code], details: outcome.message });
  };
}

/** Whether a stream may go on; one that may not has been ended with its reason. */
function begun<Request, Response>(
  parts: ServiceParts,
  method: KedaMethod,
  call: ServerWritableStream<Request, Response>,
  asked: Outcome<unknown>,
): boolean {
  const outcome = admitted(parts, call) ?? asked;
  told(parts, method, outcome);
  if (!outcome.ok) call.emit('error', { code: status[outcome.code], details: outcome.message });
  return outcome.ok;
}

/** A refusal for a caller whose verified certificate bears a name that nobody has allowed. */
function admitted({ clientNames }: ServiceParts, call: Call): Outcome<never> | undefined {
  const name = call.getAuthContext().sslPeerCertificate?.subject?.CN;
  const names = Array.isArray(name) ? name : [name];
  if (names.length === 1 && names.every((one) => one !== undefined && clientNames.includes(one)))
    return undefined;
  return refuse(
    'PERMISSION_DENIED',
    `the certificate is that of ${names.join(', ') || 'nobody'}, who may not ask`,
  );
}

function told(parts: ServiceParts, method: KedaMethod, outcome: Outcome<unknown>): void {
  if (outcome.ok) parts.answered(method, 'OK');
  else parts.answered(method, outcome.code, outcome.message);
}
