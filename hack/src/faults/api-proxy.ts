import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type FaultRule, FaultScript } from './fault.ts';
import type { OpenWatch } from './open-watch.ts';
import { Relay, type WriteHooks } from './relay.ts';
import type { SeenRequest } from './seen-request.ts';
import { type LoopbackCertificate, loopbackCertificate } from './self-signed.ts';
import { readUpstream } from './upstream.ts';

/** How a proxy is started. */
export interface ApiProxyOptions {
  /** Of the API server behind it; its user needs a client certificate. */
  readonly kubeconfig: string;
  readonly writeHooks?: WriteHooks | undefined;
}

/** A TLS proxy before a real API server that does to calls what its script says. */
export interface ApiProxy {
  /** Origin: `https://127.0.0.1:port`. */
  readonly url: string;
  /** PEM of the certificate that clients have to trust. */
  readonly ca: string;
  /** A kubeconfig that points here. It has no user: the proxy adds the client certificate, unless a token comes. */
  readonly kubeconfig: string;
  /** Every call that came, in order. */
  readonly requests: readonly SeenRequest[];
  /** Watches that run now. */
  readonly watches: ReadonlySet<OpenWatch>;
  /** Puts a fault in force; the result takes it away. */
  inject(rule: FaultRule): () => void;
  /** Connections that clients hold open. */
  connections(): number;
  /** Cuts every connection and serves with a new certificate from now on; resolves with its PEM. */
  rotateCertificate(): Promise<string>;
  /** Cuts every connection, and refuses new ones until `resume`. */
  goAway(): void;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port of loopback. The caller owes a `stop`. */
export async function startApiProxy(options: ApiProxyOptions): Promise<ApiProxy> {
  const [certificate, upstream] = await Promise.all([
    loopbackCertificate(),
    readUpstream(options.kubeconfig),
  ]);
  const script = new FaultScript();
  const relay = new Relay({ upstream, script, writeHooks: options.writeHooks ?? {} });
  const listener = new Listener(
    createServer(certificate, (request, response) => relay.take(request, response)),
  );
  const port = await listener.listen(0);
  const url = `https://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'api-proxy-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigText(url, certificate.cert), { mode: 0o600 });
  return {
    url,
    ca: certificate.cert,
    kubeconfig,
    requests: relay.requests,
    watches: relay.watches,
    inject: (rule) => script.add(rule),
    connections: () => listener.connections,
    rotateCertificate: async () => {
      const next = await loopbackCertificate();
      listener.serveWith(next);
      return next.cert;
    },
    goAway: () => listener.close(),
    resume: async () => {
      await listener.listen(port);
    },
    stop: async () => {
      listener.close();
      upstream.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A server that can go away and come back on the same port. */
class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async listen(port: number): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  serveWith(certificate: LoopbackCertificate): void {
    this.#server.setSecureContext(certificate);
    this.#cut();
  }

  close(): void {
    this.#server.close();
    this.#cut();
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

function kubeconfigText(url: string, ca: string): string {
  const authority = Buffer.from(ca).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'proxy', cluster: { server: url, 'certificate-authority-data': authority } }],
    users: [{ name: 'proxy', user: {} }],
    contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'proxy' } }],
    'current-context': 'proxy',
  });
}
