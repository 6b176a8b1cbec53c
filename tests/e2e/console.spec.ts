import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { incomingMessageAnswer } from '#protocol/api/console.ts';
import { payment, type Payment, type PaymentMethod } from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { profile } from '#protocol/api/profile.ts';
import { paths } from '#protocol/api/paths.ts';
import { expect, test } from '#tests/fixtures.ts';
import type { Service } from '#tests/service.ts';
import { looks, seenByAxe } from '#tests/walk.ts';

const pages = [
  paths.consoleMailboxPage,
  paths.consolePhonePage,
  paths.consolePaymentsPage,
  paths.consoleFaultsPage,
  paths.consoleClockPage,
];
const phone = '+79261112233';

async function contractOf(service: Service): Promise<{ token: string; contractNumber: string }> {
  const { accessToken, account } = await service.api.signIn(await service.api.subscriber('healthy'));
  return { token: accessToken, contractNumber: account.contracts[0]?.number ?? '' };
}

/** Sends an SMS to the short number from the console's phone and returns the reply. */
async function write(service: Service, text: string): Promise<string> {
  const answer = await fetch(service.origin + operations.console.receiveMessage.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ phone, text, messageId: randomUUID() }),
  });
  return incomingMessageAnswer.parse(await answer.json()).answer;
}

/** Creates a payment as the program does, to be confirmed on the phone. */
async function begin(service: Service, method: PaymentMethod): Promise<Payment> {
  const { token, contractNumber } = await contractOf(service);
  const order = { payee: contractNumber, amountKopecks: 42_550, linkedCardId: null, linkCard: false, language: 'en' };
  const answer = await fetch(service.origin + operations.payments.list.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ ...order, method, phone: method === 'mobile' ? phone : null }),
  });
  return payment.parse(await answer.json());
}

/** The focused element and its selection. */
const focus = (page: Page): Promise<unknown> =>
  page.evaluate(
    `(({ id, tagName, selectionStart, selectionEnd }) =>
      tagName === 'INPUT' ? [id, selectionStart, selectionEnd] : tagName)(document.activeElement)`,
  );

test('[B14] the console’s pages: axe finds nothing in two looks, no overflow in six', async ({ chromium, service }) => {
  await write(service, 'hello');
  await begin(service, 'mobile');
  for (const look of looks) {
    const context = await chromium.newContext({ locale: look.language, colorScheme: look.theme });
    const page = await context.newPage();
    for (const path of pages) {
      await page.goto(service.origin + path);
      if (seenByAxe(look)) {
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect(
          violations.map((one) => `${path} ${one.id}: ${one.nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
        ).toEqual([]);
      }
      // No overflow at half the width (200 % zoom).
      await page.setViewportSize({ width: 450, height: 600 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(450);
      await page.setViewportSize({ width: 1280, height: 720 });
    }
    await context.close();
  }
});

test('[S23] pays by SMS from the console’s phone by keyboard, while the page refreshes itself', async ({
  chromium,
  service,
}) => {
  const { contractNumber } = await contractOf(service);
  const context = await chromium.newContext({ locale: 'en' });
  const page = await context.newPage();
  await page.goto(service.origin + paths.consolePhonePage);
  await page.getByLabel('Phone number').fill('+7 (916) 000-11-22');
  const message = page.getByRole('region', { name: 'Write to 3116' }).getByLabel('Message to 3116');
  await message.fill(`ntvplus ${contractNumber} 300`);
  for (const key of ['Home', ...Array<string>(3).fill('ArrowRight'), ...Array<string>(2).fill('Shift+ArrowRight')]) {
    await page.keyboard.press(key);
  }
  await write(service, 'what is this');
  await expect(page.getByText('what is this')).toBeVisible();
  // The page was rendered again, and the input is kept.
  await expect(message).toHaveValue(`ntvplus ${contractNumber} 300`);
  expect(await focus(page)).toEqual(['another-text', 3, 5]);
  await page.keyboard.press('Enter');
  const conversation = page.getByRole('region', { name: 'Phone +7 916 000-11-22' });
  await expect(conversation.getByText(`ntvplus ${contractNumber} 300`)).toBeVisible();
  await expect(conversation.getByText(`Зачислено 300 руб. на договор ${contractNumber}.`)).toBeVisible();
  await expect(message).toHaveValue('');
  expect(await focus(page)).toEqual(['another-text', 0, 0]);
  await conversation.getByLabel('Message to 3116').fill('NTVPLUS 1');
  await page.keyboard.press('Enter');
  await expect(conversation.getByText('В номере 1 цифра')).toBeVisible();
  await context.close();
});

test('[S18] a payment is confirmed on the console’s phone, shown at the payment system, and refunded', async ({
  chromium,
  service,
}) => {
  await begin(service, 'mobile');
  const context = await chromium.newContext({ locale: 'en' });
  const page = await context.newPage();
  await page.goto(service.origin + paths.consolePhonePage);
  const asked = page.getByRole('region', { name: 'Phone +7 926 111-22-33' });
  await expect(asked.getByText('Pay 425.50 ₽ from the phone’s account?')).toBeVisible();
  await asked.getByRole('button', { name: 'Yes' }).focus();
  await page.keyboard.press('Enter');
  await expect(asked.getByRole('button', { name: 'Yes' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Payments' }).click();
  const order = page.getByRole('listitem').filter({ hasText: '425.50 ₽, Mobile account' });
  await expect(order.getByText('paid')).toBeVisible();
  await order.getByRole('button', { name: 'Give the money back' }).click();
  await expect(order.getByText('given back')).toBeVisible();
  // The pressed button is gone; the focus has moved to the content.
  expect(await focus(page)).toBe('MAIN');
  await context.close();
});

test('faults are set and cleared, and the clock moves to the next charge', async ({ chromium, service }) => {
  const context = await chromium.newContext({ locale: 'en' });
  const page = await context.newPage();
  await page.goto(service.origin + paths.consoleFaultsPage);
  const delay = page.getByLabel('Delay of an answer, ms');
  await page.getByLabel('Refusals (503) before the work, %').fill('100');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Answers are disturbed.')).toBeVisible();
  expect((await fetch(service.origin + profile.read.path)).status).toBe(503);
  await delay.fill('999');
  await page.getByRole('button', { name: 'Take them away' }).click();
  await expect(page.getByText('Answers arrive as usual.')).toBeVisible();
  await expect(delay).toHaveValue('0');
  expect((await fetch(service.origin + profile.read.path)).status).toBe(200);
  const off = page.getByRole('button', { description: 'QIWI: works.' });
  await off.click();
  await expect(page.getByText('QIWI: off.')).toBeVisible();
  await expect(page.getByRole('button', { description: 'QIWI: off.' })).toBeFocused();
  await delay.fill('10001');
  await page.keyboard.press('Enter');
  // The browser validates the form; nothing is sent.
  await expect(page.locator('#line-delayMs:out-of-range')).toBeFocused();
  await page.getByRole('link', { name: 'Clock' }).click();
  const { today } = await service.console.clock();
  await page.getByRole('button', { name: 'To the next charge' }).click();
  await expect.poll(async () => (await service.console.clock()).today > today).toBe(true);
  await service.stop();
  await expect(page.getByRole('status')).toHaveText('The service does not answer. The page goes on when it is back.');
  await service.start();
  await expect(page.getByRole('status')).toBeHidden();
  await context.close();
});
