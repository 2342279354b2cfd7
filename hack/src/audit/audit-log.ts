import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stateDirectory } from '../repository.ts';
import { type AuditEntry, parseAuditLog } from './audit-entry.ts';

const path = join(stateDirectory, 'logs', 'audit.log');

/** A place in the audit log of the local cluster; what is written after it can be read. */
export interface AuditMark {
  readonly inode: number;
  readonly bytes: number;
}

/** The present end of the log. */
export async function markAuditLog(): Promise<AuditMark> {
  const { ino, size } = await stat(path);
  return { inode: ino, bytes: size };
}

/**
 * Every write since the mark. A last line that is still being written is left for the next reading.
 *
 * @throws {Error} when the log was rotated since the mark: a proof must never miss a write
 */
export async function readAuditLog(since: AuditMark): Promise<AuditEntry[]> {
  const file = await open(path);
  try {
    const { ino, size } = await file.stat();
    if (ino !== since.inode || size < since.bytes)
      throw new Error('the audit log was rotated during the proof');
    const buffer = Buffer.alloc(size - since.bytes);
    await file.read(buffer, 0, buffer.length, since.bytes);
    const text = buffer.toString('utf8');
    return parseAuditLog(text.slice(0, text.lastIndexOf('\n') + 1));
  } finally {
    await file.close();
  }
}
