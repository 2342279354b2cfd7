/** Figures of a process of ours, from its metrics. */
export interface ProcessFigures {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Input messages that were handled. */
  readonly events: number;
}

/** Reads the figures of a processor at its ops address. */
export async function readFigures(url: string): Promise<ProcessFigures> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  return {
    atMs: performance.now(),
    cpuSeconds: sumOf(text, 'process_cpu_seconds_total'),
    residentBytes: sumOf(text, 'process_resident_memory_bytes'),
    events: sumOf(text, 'pricecast_processor_events_total'),
  };
}

/** Sum over all label sets of a metric; 0 where it has none yet. */
function sumOf(text: string, metric: string): number {
  const lines = text.matchAll(new RegExp(`^${metric}(?:\\{[^}]*\\})? ([0-9.e+-]+)$`, 'gm'));
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}
