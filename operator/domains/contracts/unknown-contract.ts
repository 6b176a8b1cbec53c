import { ProblemError } from '../../platform/http/problem-error.ts';

/** There is no contract of that number: `contract-not-found`. */
export class UnknownContract extends ProblemError {
  constructor() {
    super('contract-not-found');
  }
}
