import type { Step } from '../cluster/step.ts';

/** A cluster that pricecast is installed on, wherever it runs. */
export interface ClusterTarget {
  /** Makes the cluster reachable; nothing to do for one that exists. */
  clusterSteps(): Promise<readonly Step[]>;
  /** The images for the chart, and the steps that make them known to the cluster. */
  images(): Promise<ImageDelivery>;
  readonly kubectl: string;
  readonly helm: string;
  readonly kubeconfig: string;
  /** Whether nobody else works on the cluster, so that what an interrupted `up` left may be cleared away. */
  readonly isOurs: boolean;
}

/** Registry and tag as the chart takes them. */
export interface ImageCoordinates {
  readonly registry: string;
  readonly tag: string;
}

/** Where the images will be once the steps have run. */
export interface ImageDelivery {
  readonly coordinates: ImageCoordinates;
  readonly steps: readonly Step[];
}
