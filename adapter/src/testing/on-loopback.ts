import type { Secrets } from '../demand/reach/secret-values.ts';
import type { Reach } from '../demand/reach/service-reach.ts';

/** Every Service leads to this port of loopback; who may be reached is what other tests are about. */
export const reachOnLoopback = (port: () => number): Reach => ({
  endpointOf: async () => ({ address: '127.0.0.1', port: port() }),
  forget: () => {},
});

/** Secrets whose values the test sets, by `name/key`. */
export const secretsOf = (values: Readonly<Record<string, string>>): Secrets => ({
  read: async (_namespace, { name, key }) => {
    const value = values[`${name}/${key}`];
    if (value === undefined) throw new Error(`the test has no Secret ${name} with key ${key}`);
    return value;
  },
  forget: () => {},
});
