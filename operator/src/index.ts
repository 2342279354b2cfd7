export { type Permission, permissions, type Verb } from './permissions.ts';
