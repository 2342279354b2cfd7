import type { Outcome } from './service/service.ts';

/** What a policy led to, from the end of the warm-up on. */
export interface Score {
  readonly violationMinutesPerDay: number;
  readonly observedRiskPercent: number;
  readonly podHours: number;
  readonly podHoursPerDemandHour: number;
  readonly actionsPerDay: number;
  readonly unservedShare: number;
  readonly costPerDay: number;
}

/** One look of the HPA, as it is scored. */
export interface Moment {
  readonly demand: number;
  /** Load that one ready replica serves. */
  readonly perReplica: number;
  readonly outcome: Outcome;
  readonly replicas: number;
  readonly acted: boolean;
}

const secondsPerDay = 86_400;

/** Adds up the moments of a replay. (Formulas of Herbst et al., elasticity metrics of the SPEC RG Cloud.) */
export class ScoreSheet {
  readonly #secondsPerMoment: number;
  readonly #fewest: number;
  #moments = 0;
  #short = 0;
  #pods = 0;
  #needed = 0;
  #actions = 0;
  #unserved = 0;
  #demand = 0;

  /** `fewest` replicas are needed where there is a load or not: one, unless a workload may rest at none. */
  constructor(secondsPerMoment: number, fewest: number) {
    this.#fewest = Math.min(1, fewest);
    this.#secondsPerMoment = secondsPerMoment;
  }

  add({ demand, perReplica, outcome, replicas, acted }: Moment): void {
    this.#moments += 1;
    this.#short += outcome.short ? 1 : 0;
    this.#pods += replicas;
    this.#needed += Math.max(this.#fewest, Math.ceil(demand / perReplica - 1e-9));
    this.#actions += acted ? 1 : 0;
    this.#unserved += outcome.unserved;
    this.#demand += demand;
  }

  score(pricePerPodHour: number): Score {
    const seconds = this.#moments * this.#secondsPerMoment;
    const days = Math.max(1e-9, seconds / secondsPerDay);
    const podHours = (this.#pods * this.#secondsPerMoment) / 3_600;
    return {
      violationMinutesPerDay: (this.#short * this.#secondsPerMoment) / 60 / days,
      observedRiskPercent: (100 * this.#short) / Math.max(1, this.#moments),
      podHours,
      podHoursPerDemandHour: this.#pods / Math.max(1, this.#needed),
      actionsPerDay: this.#actions / days,
      unservedShare: this.#demand > 0 ? this.#unserved / this.#demand : 0,
      costPerDay: (podHours * pricePerPodHour) / days,
    };
  }
}
