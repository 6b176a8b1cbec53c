import type { ErrorCode } from '#protocol/errors/catalogue.ts';

/** Start-up failed for a reason with a user-facing error code. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly code: Extract<ErrorCode, 'service-port-taken' | 'service-failed'>;

  constructor(code: StartFailure['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
