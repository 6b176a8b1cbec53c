import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import type { Language } from '#protocol/primitives.ts';
import type { Program } from './program.ts';

/** Texts of the payment controls in each language, written here independently of the program. */
const topUpWords = {
  en: { link: 'Top up', own: 'Another amount, roubles', page: 'Go to payment page' },
  ru: { link: 'Пополнение', own: 'Другая сумма, рубли', page: 'Перейти к оплате' },
  sv: { link: 'Fyll på', own: 'Annat belopp, rubel', page: 'Till betalsidan' },
} as const;

type Method = 'Bank card' | 'Mobile account' | 'SBP' | 'QIWI' | 'WebMoney' | 'YooMoney';

/** Page object: payment form. */
export class TopUpPage {
  readonly page: Page;
  readonly link: Locator;
  readonly number: Locator;
  readonly own: Locator;
  readonly phone: Locator;
  /** The summary of the payment, with the button that creates it. */
  readonly summary: Locator;
  readonly toPage: Locator;
  readonly linkCard: Locator;

  constructor(page: Page, language: Language = 'en') {
    const words = topUpWords[language];
    this.page = page;
    this.link = page.getByRole('navigation').getByRole('link', { name: words.link });
    this.number = page.getByRole('textbox', { name: 'Number of a contract or a smart card' });
    this.own = page.getByRole('textbox', { name: words.own });
    this.phone = page.getByRole('textbox', { name: 'Phone whose account pays' });
    this.summary = page.getByRole('region', { name: 'What the payment changes' });
    this.toPage = page.getByRole('button', { name: words.page });
    this.linkCard = page.getByRole('checkbox', { name: 'Link this card for later payments and autopay' });
  }

  /** Opens it from the menu and waits for its figures. */
  async open(): Promise<void> {
    await this.link.click();
    await this.own.waitFor();
  }

  tab(name: 'Online payment' | 'Other ways' | 'Autopay'): Locator {
    return this.page.getByRole('group', { name: 'Ways to pay' }).getByRole('button', { name });
  }

  method(name: Method): Locator {
    return this.page.getByRole('radiogroup', { name: 'How to pay' }).getByRole('radio', { name });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Heading of the payment's state. */
  state(title: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 2, name: title });
  }

  /** Types a custom amount, such as "425.50". */
  async fillAmount(roubles: string): Promise<void> {
    await this.own.fill(roubles);
    await expect(this.own).toHaveValue(roubles);
  }
}

/** Page object: the payment system's page in its own window. */
export class PaymentWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The window that opens after `press`. */
  static async opened(program: Program, press: () => Promise<void>): Promise<PaymentWindow> {
    const [page] = await Promise.all([program.app.waitForEvent('window'), press()]);
    program.watch(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return new PaymentWindow(page);
  }

  async payByCard(number: string): Promise<void> {
    await this.page.getByLabel('Card number').fill(number);
    await this.page.getByLabel('Valid until').fill('12/39');
    await this.page.getByLabel('CVC code').fill('123');
    await this.page.getByRole('button', { name: /^Pay/ }).click();
  }

  /** Enters the code of the bank's message in its confirmation page. */
  async confirmAtBank(code?: string): Promise<void> {
    const box = this.page.getByLabel('Code from the bank’s message');
    await box.waitFor();
    const message = await this.page.getByText(/The bank’s message: code \d+\./).innerText();
    await box.fill(code ?? /code (\d+)\./.exec(message)?.[1] ?? '');
    await this.page.getByRole('button', { name: 'Confirm' }).click();
  }

  async signInToWallet(login: string, password: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /^(Phone|WMID|Login)$/ }).fill(login);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Resolves when the program has closed the window. */
  async gone(): Promise<void> {
    if (!this.page.isClosed()) await this.page.waitForEvent('close');
  }
}

/** Titles of all open windows. */
export async function windowTitles(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()));
}

/** The payment system's test card numbers. */
export const testCards = {
  pays: '2200 0000 0000 0004',
  asksCode: '2200 0000 0000 0012',
  failsCode: '4000 0000 0000 0028',
  declines: '4000 0000 0000 0036',
  lacksMoney: '5200 0000 0000 0049',
  staysSilent: '5200 0000 0000 0056',
  paysLate: '2200 0000 0000 0061',
} as const;
