import { Registry } from 'prom-client';
import { KubeMetrics } from '../metrics/kube-metrics.ts';
import { systemClock } from '../time/system-clock.ts';
import { startToy } from './toy-operator.ts';

/**
 * The toy operator as a process of its own, to be killed and stopped by real signals:
 * `node toy-process.ts KUBECONFIG NAMESPACE IDENTITY`. Exits 0 after SIGTERM and 3 when it lost its lease.
 */
const [kubeconfig = '', namespace = '', identity = ''] = process.argv.slice(2);
const metrics = new KubeMetrics(new Registry());
const toy = await startToy({ kubeconfig, namespace, identity, clock: systemClock(), metrics });
process.once('SIGTERM', () => toy.stop());
process.exit((await toy.ending) === 'Stopped' ? 0 : 3);
