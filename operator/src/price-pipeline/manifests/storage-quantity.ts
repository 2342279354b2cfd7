const mebibytes: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024, Ti: 1024 * 1024 };

/** Mebibytes of a quantity such as `8Gi`; undefined for spellings that the spec does not allow. */
const parse = (quantity: string): number | undefined => {
  const [, digits, unit] = /^([0-9]+)(Mi|Gi|Ti)$/.exec(quantity) ?? [];
  const factor = unit === undefined ? undefined : mebibytes[unit];
  return factor === undefined ? undefined : Number(digits) * factor;
};

/** The larger of a wanted size and an existing one; the wanted one where the existing one cannot be read. */
export const largerStorage = (wanted: string, existing: string | undefined): string => {
  if (existing === undefined) return wanted;
  const [want, have] = [parse(wanted), parse(existing)];
  return want !== undefined && have !== undefined && have > want ? existing : wanted;
};
