import { KubeError, type Transport } from '@pricecast/kube';
import { type Permission, permissions, type Verb } from './permissions.ts';

type Call = Parameters<Transport['send']>[0];

/** Whether a list of rights covers a call. */
export const isDeclared = (rights: readonly Permission[], { verb, resource, subresource }: Call): boolean => {
  const name = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
  return rights.some(
    (right) =>
      right.apiGroup === resource.group && right.resource === name && right.verbs.includes(verb as Verb),
  );
};

/**
 * Lets only calls pass that `permissions` lists. A call that nobody declared fails here, in the first test that
 * makes it, and not in a cluster whose role lacks the right.
 */
export const declaredOnly = (inner: Transport, rights: readonly Permission[] = permissions): Transport => {
  const check = (call: Call): void => {
    if (isDeclared(rights, call)) return;
    const name = `${call.verb} ${call.resource.plural}${call.subresource === undefined ? '' : `/${call.subresource}`}`;
    throw new KubeError(`${name} is not declared: add it to permissions.ts and say why`, {
      code: 'KUBE_FORBIDDEN',
      call: name,
      retryable: false,
    });
  };
  return {
    send: async (call) => {
      check(call);
      return await inner.send(call);
    },
    open: async (call) => {
      check(call);
      return await inner.open(call);
    },
  };
};
