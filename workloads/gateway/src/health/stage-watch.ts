import { type PodLook, type StageAddress, type StageLook, summarize } from './stage-look.ts';

/** Looks at the stages of the pipeline again and again. */
export class StageWatch {
  readonly #stages: readonly StageAddress[];
  readonly #lookAtPods: (stage: StageAddress) => Promise<readonly PodLook[]>;
  #looks: readonly StageLook[] = [];

  constructor(
    stages: readonly StageAddress[],
    lookAtPods: (stage: StageAddress) => Promise<readonly PodLook[]>,
  ) {
    this.#stages = stages;
    this.#lookAtPods = lookAtPods;
  }

  /** The stages as they answered last; empty before the first look. */
  get looks(): readonly StageLook[] {
    return this.#looks;
  }

  async look(): Promise<void> {
    this.#looks = await Promise.all(
      this.#stages.map(async (stage) => summarize(stage, await this.#lookAtPods(stage))),
    );
  }
}
