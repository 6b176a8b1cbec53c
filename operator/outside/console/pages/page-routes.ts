import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { pickLanguage } from '../../../platform/http/languages.ts';
import type { ConsoleActions } from '../console-ports.ts';
import { clockPage } from './clock-page.ts';
import { drawFrame, pagePolicy } from './frame.ts';
import { html, type Markup } from '../../../platform/http/html.ts';
import { drawMessagePage, messageStyles } from './message-page.ts';
import { faultsPage } from './faults-page.ts';
import { messagePagePath, mailboxPage } from './mailbox-page.ts';
import { momentWriter, moneyWriter, type ConsolePage, type PageContext } from './page.ts';
import { paymentsPage } from './payments-page.ts';
import { phonePage } from './phone-page.ts';
import { consoleWords } from './words.ts';

/** Pages in navigation order. */
const consolePages: readonly ConsolePage[] = [mailboxPage, phonePage, paymentsPage, faultsPage, clockPage];

interface Drawn {
  readonly current: ConsolePage;
  readonly title: string;
  readonly content: Markup;
  readonly live: boolean;
  readonly styles?: readonly string[];
}

/** HTML pages: `/console`, one page per external system and one per message. */
export function pageRoutes(scope: App, actions: ConsoleActions, profile: OperatorProfile): void {
  const hidden = { schema: { hide: true } };

  function contextOf(request: FastifyRequest): PageContext {
    const language = pickLanguage(request.headers['accept-language']);
    const words = consoleWords[language];
    return {
      actions,
      profile,
      language,
      words,
      moment: momentWriter(language, profile.timeZone),
      money: moneyWriter(language, profile.currency),
    };
  }

  function answer(reply: FastifyReply, context: PageContext, drawn: Drawn): FastifyReply {
    const { language, words } = context;
    return reply
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': pagePolicy(drawn.styles), vary: 'accept-language' })
      .send(
        drawFrame({
          ...drawn,
          pages: consolePages,
          current: drawn.current.path,
          language,
          words,
          profile,
        }),
      );
  }

  scope.get('/console', hidden, (_request, reply) => reply.redirect(mailboxPage.path));
  for (const page of consolePages) {
    scope.get(page.path, hidden, async (request, reply) => {
      const context = contextOf(request);
      const content = await page.draw(context);
      // The page's script requests only the live content.
      if (request.headers['x-console-part'] === 'content') {
        return reply.type('text/html; charset=utf-8').send(content.markup);
      }
      return answer(reply, context, { current: page, title: page.title(context.words), content, live: true });
    });
  }
  scope.get(
    messagePagePath,
    { schema: { hide: true, params: z.object({ letterId: z.string() }) } },
    async (request, reply) => {
      const context = contextOf(request);
      const { words } = context;
      const letter = await actions.receivedMessage(request.params.letterId);
      if (letter === null) {
        const content = html`<p class="empty">${words.noLetter}</p>
          <p><a class="back" href="${paths.consoleMailboxPage}">${words.back}</a></p>`;
        return answer(reply.code(404), context, { current: mailboxPage, title: words.mailbox, content, live: false });
      }
      return answer(reply, context, {
        current: mailboxPage,
        title: letter.subject === '' ? words.letter : letter.subject,
        content: drawMessagePage(letter, context),
        live: false,
        styles: messageStyles(letter.html),
      });
    },
  );
}
