import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Failure } from '../../failure.ts';

/** A queue outside of the cluster that tells a load in JSON, on an address that Kubernetes takes for an endpoint. */
export class LoadService implements AsyncDisposable {
  readonly address: string;
  readonly #server: Server;

  private constructor(server: Server, address: string) {
    this.#server = server;
    this.address = address;
  }

  /** Answers every path by the load that its last part is given at this moment. */
  static async start(loadOf: (name: string) => number): Promise<LoadService> {
    const address = ownAddress();
    const server = createServer((request, response) => {
      const name = request.url?.split('/').at(-1) ?? '';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ arrivals: loadOf(name) }));
    });
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    return new LoadService(server, address);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** A Service and its endpoint, as an administrator writes them for what lies outside. */
  objects(namespace: string, name: string): readonly object[] {
    const metadata = { namespace, name };
    const labels = { 'kubernetes.io/service-name': name };
    return [
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { ...metadata, labels },
        addressType: 'IPv4',
        endpoints: [{ addresses: [this.address] }],
        ports: [{ name: '', port: this.port, protocol: 'TCP' }],
      },
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Kubernetes refuses loopback as an endpoint. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flat();
  const found = all.find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  if (found === undefined) throw new Failure('NO_ADDRESS', 'this machine has no address but loopback');
  return found;
}
