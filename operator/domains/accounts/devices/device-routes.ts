import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import { signedInDevices, type SignedInDevices } from '#protocol/api/sessions.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../../platform/http/openapi.ts';
import { callerOf } from '../../../platform/http/caller.ts';
import { endDevice, endOtherDevices, readDevices, type DevicesDeps } from './devices.ts';

const tags = ['accounts'];

/** The list of signed-in devices, and signing out there: routes behind sign-in. */
export function deviceRoutes(scope: App, deps: DevicesDeps): void {
  scope.get(
    paths.accountSessions,
    {
      schema: {
        tags,
        summary: 'Where the account is signed in.',
        security: bearer,
        response: { 200: signedInDevices, ...problems(...signedInProblems) },
      },
    },
    (request): Promise<SignedInDevices> => readDevices(deps, callerOf(request)),
  );
  scope.delete(
    paths.accountSessions,
    {
      schema: {
        tags,
        summary: 'Sign out everywhere else, sign-ins that are half-way included.',
        security: bearer,
        response: { 200: signedInDevices, ...problems(...signedInProblems, 'storage-full') },
      },
    },
    (request): Promise<SignedInDevices> => endOtherDevices(deps, callerOf(request)),
  );
  scope.delete(
    paths.accountSession,
    {
      schema: {
        tags,
        summary: 'Sign out on one device.',
        security: bearer,
        params: z.object({ sessionId: z.string().max(100) }),
        response: { 200: signedInDevices, ...problems(...signedInProblems, 'not-found', 'storage-full') },
      },
    },
    (request): Promise<SignedInDevices> => endDevice(deps, callerOf(request), request.params.sessionId),
  );
}
