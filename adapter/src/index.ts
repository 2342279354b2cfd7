export { type ReaderRule, readerRules } from './metric-api/reader-permissions.ts';
export { type Permission, permissions } from './permissions.ts';
