import { contentHash } from '../tools/cache-key.ts';

/** Local names of the bases that stand in for those of a registry. */
export type BaseName = 'node' | 'jre';

/** One image: what it is made of, so that it is built only when that changed. */
export interface Image {
  readonly name: string;
  /** Absolute path of its Dockerfile. */
  readonly dockerfile: string;
  /** The base that `ARG BASE` names locally; absent: FROM scratch. */
  readonly base?: BaseName;
  /** Texts that the image depends on beside its base; equal texts, equal image. */
  readonly inputs: readonly (string | Uint8Array)[];
  /** Writes the build context into an empty folder. */
  assemble(folder: string): Promise<void>;
}

/** Tag of one image, by what is in it and in its base. */
export function ownTag(image: Image, base: Image | undefined): string {
  const below = base === undefined ? [] : [ownTag(base, undefined)];
  return `dev-${contentHash([...image.inputs, ...below])}`;
}

/** One tag over a set of images, as the chart takes one: it changes when any image does, and pods then roll. */
export function releaseTag(tags: readonly string[]): string {
  return `dev-${contentHash([...tags].sort())}`;
}

/** Name of an image in a registry, without its tag. */
export function repositoryOf(registry: string, name: string): string {
  return `${registry.replace(/\/$/, '')}/${name}`;
}

/** What stands in for a registry where there is none; nothing is ever pulled from it. */
export const localRegistry = 'localhost/pricecast';
