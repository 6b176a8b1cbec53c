import { ProblemError } from '../../platform/http/problem-error.ts';

/** No contract has this number: `contract-not-found`. */
export class UnknownContract extends ProblemError {
  constructor() {
    super('contract-not-found');
  }
}
