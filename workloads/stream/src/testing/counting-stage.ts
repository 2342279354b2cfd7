import type { StepStage } from '../step-stage.ts';

/** Tells of each number its place in the count under its key, `3:17` for 17 as the third; rejects what is no number. */
export function counting(topic: string): StepStage<Map<string, number>> {
  return {
    restore: (entries) => new Map([...entries].map(([key, count]) => [key, Number(count)])),
    handle: (records, counts) => {
      const outputs = [];
      const rejected = [];
      const changes = new Map<string, string>();
      for (const record of records) {
        const [key, value] = [String(record.key), String(record.value)];
        if (!/^[0-9]+$/.test(value)) {
          rejected.push({ record, code: 'NOT_A_NUMBER', message: 'is no number' });
          continue;
        }
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        changes.set(key, String(count));
        outputs.push({ topic, key, value: `${count}:${value}`, headers: {}, timestamp: record.timestamp });
      }
      return { state: counts, outputs, changes, rejected };
    },
    tick: () => undefined,
  };
}
