import {
  type Decision,
  type DecisionInput,
  experienced,
  type MonthEnd,
  noExperience,
  recommendations,
} from '@pricecast/decision';

/** What is worth telling about the decisions of a replay beside their score. */
export class Diary {
  #seen = noExperience;
  #settings: DecisionInput['settings'] | undefined;
  #monthEnd: MonthEnd | undefined;

  note({ settings }: DecisionInput, decision: Decision): void {
    this.#seen = experienced(this.#seen, decision);
    this.#settings = settings;
    this.#monthEnd = decision.figures.monthEnd ?? this.#monthEnd;
  }

  /** A line for each thing, for people; empty when nothing was decided. */
  told(): string {
    if (this.#settings === undefined) return '';
    const found = recommendations(this.#seen, this.#settings).map(
      ({ message }) => `predictive: ${message}\n`,
    );
    const end = this.#monthEnd;
    const money =
      end === undefined
        ? ''
        : `predictive: ${end.spent.toFixed(2)} spent in the last month, which comes to ${end.projected.toFixed(2)} by its end.\n`;
    return `${money}${found.join('')}`;
  }
}
