import { expect, test } from 'vitest';
import { forwardWords, routesOf, type SeenService } from './routes.ts';

const service = (namespace: string, name: string, ports: readonly number[], label?: string): SeenService => ({
  metadata: {
    namespace,
    name,
    ...(label === undefined ? {} : { labels: { 'app.kubernetes.io/name': label } }),
  },
  spec: { ports: ports.map((port) => ({ port })) },
});
const btc = { namespace: 'markets', name: 'btc' };

test('a pipeline has its fixed addresses, whatever else the cluster has', () => {
  const routes = routesOf(
    [service('markets', 'btc-gateway', [5001, 8501]), service('a', 'btc-gateway', [5001])],
    btc,
  );
  expect(routes.map(forwardWords)).toEqual([
    ['-n', 'markets', 'port-forward', '--address', '127.0.0.1', 'service/btc-gateway', '5001:5001'],
    ['-n', 'markets', 'port-forward', '--address', '127.0.0.1', 'service/btc-gateway', '8501:8501'],
  ]);
});

test('without a dashboard there is no address for it, and without a gateway none at all', () => {
  expect(routesOf([service('markets', 'btc-gateway', [5001])], btc)).toHaveLength(1);
  expect(routesOf([], btc)).toEqual([]);
});

test('Grafana and Prometheus are found by the name that their charts give them, in any namespace', () => {
  const routes = routesOf(
    [service('monitoring', 'g', [80], 'grafana'), service('m', 'p', [9090], 'prometheus')],
    btc,
  );
  expect(routes.map(({ what, localPort, servicePort }) => [what, localPort, servicePort])).toEqual([
    ['Grafana', 3000, 80],
    ['Prometheus', 9090, 9090],
  ]);
});
