import { z } from 'zod';

/**
 * An object that stands there with all its defaults when it is left out. The default is written in full:
 * the API server evaluates rules on it before it fills in what lies deeper.
 */
export const filledIn = <S extends z.ZodObject>(schema: S) =>
  schema.default(() => schema.parse({}) as z.util.NoUndefined<z.output<S>>);

/** A whole number between two bounds. */
export const int = (least: number, most: number) => z.int().min(least).max(most);

/** A name that may become part of a child's name. */
export const dnsLabel = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);

/** The name of an object of the same namespace. */
export const objectName = () =>
  z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);

/** An amount of storage, as Kubernetes writes it: `8Gi`. */
export const storageQuantity = () =>
  z
    .string()
    .min(3)
    .max(10)
    .regex(/^[1-9][0-9]{0,6}(Mi|Gi|Ti)$/);

const mostWhole = 1_000_000_000;
const decimalText = /^(0\.[0-9]{0,8}[1-9][0-9]{0,8}|[1-9][0-9]{0,9}(\.[0-9]{1,9})?)$/;

/**
 * A positive decimal number that keeps its digits: `1`, `"0.5"`, `"137.25"`. It is a whole number or a
 * string, because a floating point number in an API is rounded by whoever touches it.
 */
export const decimal = () =>
  z.union([int(1, mostWhole), z.string().max(20).regex(decimalText)]).meta({
    'x-kubernetes-int-or-string': true,
    minimum: 1,
    maximum: mostWhole,
    maxLength: 20,
    pattern: decimalText.source,
  });

const moment = z.iso.datetime({ offset: true });

/** A moment in RFC 3339, for example `2026-01-01T00:00:00Z`. */
export const instant = () =>
  z
    .string()
    .max(40)
    .refine((text) => moment.safeParse(text).success, 'must be a moment such as 2026-01-01T00:00:00Z')
    .meta({ format: 'date-time' });

/** An IANA time zone, for example `Europe/Berlin`. */
export const timeZone = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/);

/** One key of a Secret of the same namespace. */
export const secretKeyRef = (defaultKey: string) =>
  z.object({
    name: objectName().describe('Name of the Secret. It lies in the namespace of this object.'),
    key: z
      .string()
      .min(1)
      .max(253)
      .regex(/^[-._a-zA-Z0-9]+$/)
      .default(defaultKey)
      .describe('Key within the Secret whose value is used.'),
  });

/** A list whose items are told apart by their value. */
export const setOf = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((items) => new Set(items).size === items.length, 'must not name anything twice')
    .meta({ 'x-kubernetes-list-type': 'set' });

/** A list whose items are told apart by their `name`. */
export const listByName = <S extends z.ZodType<{ name: string }>>(item: S, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((items) => new Set(items.map(({ name }) => name)).size === items.length, 'needs unique names')
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] });

/** A list that is always replaced as a whole. */
export const atomicList = <S extends z.ZodType>(item: S, most: number) =>
  z.array(item).max(most).meta({ 'x-kubernetes-list-type': 'atomic' });

/** A short text of the status, made for people and for printer columns. */
export const statusText = (maxLength = 64) => z.string().max(maxLength).optional();
