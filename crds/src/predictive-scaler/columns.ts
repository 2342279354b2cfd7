import { ageColumn, ofCondition, type PrinterColumn } from '../crd/column.ts';

const text = (name: string, jsonPath: string, description: string): PrinterColumn => ({
  name,
  type: 'string',
  jsonPath,
  description,
});

/** What `kubectl get predictivescalers` shows. */
export const predictiveScalerColumns: readonly PrinterColumn[] = [
  text('Load', '.status.load', 'Newest load.'),
  text('Forecast', '.status.forecast', 'Upper forecast at the end of the lead time.'),
  text('Capacity', '.status.capacity', 'Load that one pod serves.'),
  text('Replicas', '.status.replicas', 'Present pods and wanted pods.'),
  text('Stage', '.status.stage', 'What does happen at present.'),
  text('Reason', ofCondition('Ready', 'reason'), 'Why, as one constant word.'),
  { ...text('Target', '.spec.targetRef.name', 'Workload that is scaled.'), priority: 1 },
  { ...text('Mode', '.spec.mode', 'The most that may happen.'), priority: 1 },
  {
    name: 'Shadow',
    type: 'integer',
    jsonPath: '.status.shadow.replicas',
    description: 'Pods that the rehearsing HPA asks for.',
    priority: 1,
  },
  { ...text('Message', ofCondition('Ready', 'message'), 'Why, as a sentence.'), priority: 1 },
  ageColumn,
];
