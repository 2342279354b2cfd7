import { KubeClient } from './client/kube-client.ts';
import type { Credentials } from './credentials/credentials.ts';
import type { KubeMetrics } from './metrics/kube-metrics.ts';
import type { Clock, Random } from './time/clock.ts';
import { counted } from './transport/counted.ts';
import { HttpTransport } from './transport/http-transport.ts';
import { defaultRetries, retrying } from './transport/retries.ts';
import type { Transport } from './transport/transport.ts';
import { gated, type WriteGate } from './transport/write-gate.ts';

/** How a process talks to its API server. */
export interface ConnectOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly random: Random;
  readonly userAgent: string;
  /** Counts calls where given. */
  readonly metrics?: KubeMetrics | undefined;
}

/** The layers of one connection. */
export interface Connection {
  /** Single attempts, past the gate: for the elector, which must not wait behind retries. */
  readonly direct: Transport;
  /** Reads with retries and gated writes with retries, under this gate. */
  through(gate: WriteGate): Transport;
  /** A client over `through`. */
  client(gate: WriteGate, fieldManager: string): KubeClient;
  close(): Promise<void>;
}

/** Opens the one connection that a process shares: `retries ∘ gate ∘ count ∘ HTTP`. */
export function connect(options: ConnectOptions): Connection {
  const http = new HttpTransport(options);
  const direct = options.metrics === undefined ? http : counted(http, options.metrics);
  const policy = { ...defaultRetries, clock: options.clock, random: options.random };
  const through = (gate: WriteGate) => retrying(gated(direct, gate), policy);
  return {
    direct,
    through,
    client: (gate, fieldManager) => new KubeClient(through(gate), fieldManager),
    close: () => http.close(),
  };
}
