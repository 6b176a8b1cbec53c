import { z } from 'zod';
import {
  caughtLetters,
  caughtLetterWhole,
  outsideFault,
  shortMessages,
  type CaughtLetters,
  type CaughtLetterWhole,
  type OutsideFault,
  type ShortMessages,
} from '#protocol/http/console.ts';
import { identityProvider } from '#protocol/http/identity.ts';
import { paths } from '#protocol/http/paths.ts';
import type { App } from '../http/app-type.ts';
import { problems } from '../http/openapi.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { ConsoleActions } from './console-routes.ts';

/** Letters and short messages as they arrived outside, and the faults of the outside world. */
export function outsideRoutes(scope: App, actions: ConsoleActions): void {
  const about = { tags: ['console'], security: [] };
  scope.get(
    paths.consoleLetters,
    {
      schema: {
        ...about,
        summary: 'Letters that the mail catcher received, newest first.',
        response: { 200: caughtLetters, ...problems() },
      },
    },
    async (): Promise<CaughtLetters> => ({ letters: await actions.letters() }),
  );
  scope.get(
    paths.consoleLetter,
    {
      schema: {
        ...about,
        summary: 'A letter with its bodies and the links in them.',
        params: z.object({ letterId: z.string() }),
        response: { 200: caughtLetterWhole, ...problems('not-found') },
      },
    },
    async (request): Promise<CaughtLetterWhole> => {
      const letter = await actions.letter(request.params.letterId);
      if (letter === null) throw new ProblemError('not-found');
      return letter;
    },
  );
  scope.get(
    paths.consoleMessages,
    {
      schema: {
        ...about,
        summary: 'Short messages that the gateway sent, newest first.',
        response: { 200: shortMessages, ...problems() },
      },
    },
    async (): Promise<ShortMessages> => ({ messages: await actions.messages() }),
  );
  scope.put(
    paths.consoleMailFault,
    {
      schema: {
        ...about,
        summary: 'Put the mail server out of order, or back; letters wait meanwhile.',
        body: outsideFault,
        response: { 200: outsideFault, ...problems('input-invalid', 'not-found', 'payload-too-large') },
      },
    },
    (request): Promise<OutsideFault> => actions.setMailFault(request.body),
  );
  scope.put(
    paths.consoleProviderFault,
    {
      schema: {
        ...about,
        summary: 'Put a social network out of order, or back; while it is, it refuses connections.',
        params: z.object({ provider: identityProvider }),
        body: outsideFault,
        response: { 200: outsideFault, ...problems('input-invalid', 'payload-too-large') },
      },
    },
    (request): Promise<OutsideFault> => actions.setNetworkFault(request.params.provider, request.body),
  );
}
