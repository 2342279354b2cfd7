import type { z } from 'zod';
import {
  group,
  type KindNames,
  predictiveScalerKind,
  pricePipelineKind,
  shadowWorkloadKind,
  version,
} from '../api.ts';
import { predictiveScalerColumns } from '../predictive-scaler/columns.ts';
import { predictiveScalerSchema } from '../predictive-scaler/predictive-scaler.ts';
import { pricePipelineColumns } from '../price-pipeline/columns.ts';
import { pricePipelineSchema } from '../price-pipeline/price-pipeline.ts';
import {
  shadowWorkloadColumns,
  shadowWorkloadScale,
  shadowWorkloadSchema,
} from '../shadow-workload/shadow-workload.ts';
import type { PrinterColumn } from './column.ts';
import { openApiSchema } from './openapi.ts';
import { assertStructural, type SchemaNode } from './structural.ts';

/** A CustomResourceDefinition, ready to be written as YAML or sent to a server. */
export interface CrdManifest {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The schema of a whole object. What the API server brings itself is left to it. */
function rootSchema(schema: z.ZodType, description: string): SchemaNode {
  const node = openApiSchema(schema);
  const properties = node.properties as Record<string, SchemaNode>;
  const { spec, status } = properties;
  const root = {
    ...node,
    description,
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string', maxLength: 63, description: 'API version of the object.' },
      kind: { type: 'string', maxLength: 63, description: 'Kind of the object.' },
      metadata: { type: 'object' },
      spec,
      status,
    },
  };
  assertStructural(root);
  return root;
}

interface Definition {
  readonly names: KindNames;
  readonly schema: z.ZodType;
  readonly description: string;
  readonly columns: readonly PrinterColumn[];
  /** Paths that `--field-selector` understands. */
  readonly selectable: readonly string[];
  /** Where its scale subresource finds its numbers; absent where it has none. */
  readonly scale?: Readonly<Record<string, string>>;
}

function manifest({ names, schema, description, columns, selectable, scale }: Definition): CrdManifest {
  const { kind, plural, singular, shortName } = names;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'helm.sh/resource-policy': 'keep' } },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        shortNames: [shortName],
        categories: ['pricecast'],
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {}, ...(scale === undefined ? {} : { scale }) },
          additionalPrinterColumns: columns,
          ...(selectable.length === 0
            ? {}
            : { selectableFields: selectable.map((jsonPath) => ({ jsonPath })) }),
          schema: { openAPIV3Schema: rootSchema(schema, description) },
        },
      ],
    },
  };
}

/** The CustomResourceDefinition of PricePipeline. */
export const pricePipelineCrd = (): CrdManifest =>
  manifest({
    names: pricePipelineKind,
    schema: pricePipelineSchema,
    description: 'A real-time price pipeline: sources, Kafka, and the stages that work on what arrives.',
    columns: pricePipelineColumns,
    selectable: ['.spec.kafka.mode'],
  });

/** The CustomResourceDefinition of PredictiveScaler. */
export const predictiveScalerCrd = (): CrdManifest =>
  manifest({
    names: predictiveScalerKind,
    schema: predictiveScalerSchema,
    description: 'Forecasts the demand of one workload and scales it before the load arrives.',
    columns: predictiveScalerColumns,
    selectable: ['.spec.targetRef.name', '.spec.mode', '.spec.scaler'],
  });

/** The CustomResourceDefinition of ShadowWorkload. */
export const shadowWorkloadCrd = (): CrdManifest =>
  manifest({
    names: shadowWorkloadKind,
    schema: shadowWorkloadSchema,
    description:
      'A workload without pods. The operator makes one for a PredictiveScaler whose spec.shadow asks for it, and a real HPA scales it.',
    columns: shadowWorkloadColumns,
    selectable: [],
    scale: shadowWorkloadScale,
  });
