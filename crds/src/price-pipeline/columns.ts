import { ageColumn, ofCondition, type PrinterColumn } from '../crd/column.ts';

const text = (name: string, jsonPath: string, description: string): PrinterColumn => ({
  name,
  type: 'string',
  jsonPath,
  description,
});

/** What `kubectl get pricepipelines` shows. */
export const pricePipelineColumns: readonly PrinterColumn[] = [
  text('Ready', ofCondition('Ready', 'status'), 'Whether every stage holds and trades flow.'),
  text('Reason', ofCondition('Ready', 'reason'), 'Why, as one constant word.'),
  text('Symbols', '.status.symbols', 'Number of symbols that are collected.'),
  text('Events/s', '.status.eventsPerSecond', 'Trades that arrive in a second.'),
  text('Lag', '.status.lag', 'Age of the newest trade.'),
  text('Replicas', '.status.replicas', 'Ready pods and wanted pods.'),
  { ...text('Kafka', '.status.kafka.summary', 'Mode and ready brokers.'), priority: 1 },
  { ...text('Message', ofCondition('Ready', 'message'), 'Why, as a sentence.'), priority: 1 },
  ageColumn,
];
