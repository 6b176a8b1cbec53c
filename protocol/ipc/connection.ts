import { connectionStatus } from './state.ts';
import { message, noInput, verb } from './verb.ts';

/** The connection to the operator service. */
export const connectionVerbs = {
  status: verb({ id: 'connection.status', input: noInput, output: connectionStatus, auth: 'any' }),
  /** Tries to connect now, without waiting for the next planned attempt. */
  retry: verb({ id: 'connection.retry', input: noInput, output: connectionStatus, auth: 'any' }),
};

export const connectionMessages = {
  changed: message({ id: 'connection.changed', data: connectionStatus }),
};
