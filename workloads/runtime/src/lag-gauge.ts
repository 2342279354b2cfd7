import { Gauge, type Registry } from 'prom-client';

/** A gauge of the lag of one stage. */
export interface LagGauge {
  /** Name of the metric, which is the same for every stage. */
  readonly name: string;
  readonly help: string;
  /** Value of the label `stage`. */
  readonly stage: string;
}

/** Registers the lag of a stage; its series is absent while `lagSeconds` gives nothing, for missing is not zero. */
export function registerLag(
  registry: Registry,
  { name, help, stage }: LagGauge,
  lagSeconds: () => number | undefined,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['stage'],
    registers: [registry],
    collect() {
      const lag = lagSeconds();
      if (lag === undefined) this.remove({ stage });
      else this.set({ stage }, lag);
    },
  });
}
