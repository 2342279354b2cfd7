import type { KubeRequest } from './request.ts';

/** A watch that the server has accepted. */
export interface WatchBody {
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Carries calls to the API server. Layers (write gate, retries) wrap one another behind this port.
 * Every failure is a `KubeError`.
 */
export interface Transport {
  /** Sends a call and returns the parsed JSON of a 2xx answer. */
  send(request: KubeRequest): Promise<unknown>;
  /** Opens a watch. The chunks end when the server closes it and throw when the connection breaks. */
  open(request: KubeRequest): Promise<WatchBody>;
}
