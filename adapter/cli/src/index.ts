export { type Asked, parseWords, UsageError } from './arguments.ts';
export type { ScalerExplanation } from './explanation.ts';
export { explanationTable } from './explanation-table.ts';
