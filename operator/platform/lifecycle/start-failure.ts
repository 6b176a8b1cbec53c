import type { ErrorCode } from '#protocol/errors/catalogue.ts';

/** The service could not start, for a reason that a person has words for. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly code: Extract<ErrorCode, 'service-port-taken' | 'service-failed'>;

  constructor(code: StartFailure['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
