/** Why a process could not start or go on. */
export type RuntimeErrorCode = 'SETTINGS_INVALID' | 'SECRET_FILE_UNREADABLE' | 'SECRET_FILE_EMPTY';

/** A fault of the surroundings that a person can put right; the message says how. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;

  constructor(code: RuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RuntimeError';
    this.code = code;
  }
}
