/** What a piece of work took of this process. */
export interface Work {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Measures wall clock and processor time of this process while something is done. */
export async function measured(work: () => Promise<void>): Promise<Work> {
  const cpu = process.cpuUsage();
  const begunMs = performance.now();
  await work();
  const seconds = (performance.now() - begunMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}
