/** The fifteen checks of hack/conformance, in the order of their numbers. The program gives the same names. */
export const conformanceChecks = [
  "the HPA's client reads us by protobuf, and every answer says what it is",
  'names in capitals and selectors as Go writes them arrive',
  'bodies of all versions are spelled as the published types',
  'a question about one object gets one item or a Status',
  'quantities are canonical and mean what they were made from',
  'a stale forecast is an error that users can read, and replicas stay',
  'one series for each forecast, and pods that go are gone at once',
  'nobody gets in by headers or by a certificate of another purpose',
  'rights are asked for exactly and once, and a denial says which one is missing',
  'the aggregator gets in without groups',
  'discovery is aggregated, tagged, never empty and clean for kubectl',
  'metric APIs stay Available while replicas, certificates and pods are replaced',
  'no answer asks the HPA to wait, and none hangs',
  "KEDA's client gets numbers or an error, over mutual TLS alone",
  'APIServices of others are left alone, and ours are verified',
] as const;

/** What the program found out about one of them. */
export interface CheckResult {
  readonly check: number;
  readonly name: string;
  readonly failures: readonly string[];
  readonly figures: readonly string[];
  readonly seconds: number;
}
