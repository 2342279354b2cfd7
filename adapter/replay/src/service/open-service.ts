import type { Service } from './service.ts';

const rounding = 1e-9;

/** Nothing waits and nothing comes again: what cannot be served at once is lost. */
export const openService: Service = {
  pass: ({ arrivals, ready, perReplica }) => {
    const most = ready * perReplica;
    const served = Math.min(arrivals, most);
    const short = arrivals > most + rounding * perReplica;
    const rejected = arrivals - served;
    return { served, rejected, waiting: 0, short, unserved: rejected };
  },
};
