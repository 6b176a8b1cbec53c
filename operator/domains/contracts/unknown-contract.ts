/** There is no contract of that number. */
export class UnknownContract extends Error {
  constructor() {
    super('There is no such contract.');
    this.name = 'UnknownContract';
  }
}
