import { resolve } from 'node:path';

/** Absolute path of the clone that this file lies in. */
export const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Everything a running local cluster keeps; git ignores it. */
export const stateDirectory = resolve(repositoryRoot, 'hack/.state');

/** The kubeconfig that `hack/up` leaves and every test uses. */
export const kubeconfigPath = process.env.KUBECONFIG ?? resolve(stateDirectory, 'kubeconfig');
