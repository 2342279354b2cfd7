/** Where the images of the workloads come from. */
export interface ImageSource {
  /** Registry and path in front of the image name, such as `ghcr.io/pricecast`. */
  readonly registry: string;
  readonly tag: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
}

/** What the administrator decides for all pipelines. */
export interface Settings {
  readonly images: ImageSource;
  /** Namespace that the operator runs in; its pods may reach the ops ports of the workloads. */
  readonly operatorNamespace: string;
  /** Namespace that KEDA runs in; undefined where KEDA is not to know the adapter. */
  readonly kedaNamespace?: string | undefined;
}
