import { modeTable } from '@pricecast/crds';
import { type Artifact, section } from './artifact.ts';
import { table } from './markdown.ts';

const rendered = { Nothing: '–', HorizontalPodAutoscaler: 'an HPA', ScaledObject: 'a ScaledObject' } as const;
const written = { Nothing: '–', MinReplicasOfYourHpa: '`minReplicas` of your HPA' } as const;

/** The table of modes and scalers in docs/predictive-scaler.md. */
export const modeDocument = (): Artifact[] => [
  section(
    'docs/predictive-scaler.md',
    'crds/src/predictive-scaler/mode-table.ts',
    'modes',
    table(
      ['mode', 'scaler', 'creates', 'writes', 'what happens'],
      modeTable.map((row) => [row.mode, row.scaler, rendered[row.renders], written[row.writes], row.effect]),
    ),
  ),
];
