import { z } from 'zod';
import {
  caughtLetters,
  caughtLetterWhole,
  shortMessages,
  type CaughtLetters,
  type CaughtLetterWhole,
  type ShortMessages,
} from '#protocol/api/console.ts';
import { paths } from '#protocol/api/paths.ts';
import type { App } from '../../platform/http/app-type.ts';
import { problems } from '../../platform/http/openapi.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { ConsoleActions } from './console-ports.ts';

/** Console routes for received e-mail and SMS. */
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
    async (): Promise<CaughtLetters> => ({ letters: await actions.receivedMail() }),
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
      const letter = await actions.receivedMessage(request.params.letterId);
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
}
