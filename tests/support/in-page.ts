import type { Page } from '@playwright/test';

/**
 * Runs a script in the page. It is passed as text, because the tests are compiled for Node, without the page's globals.
 * Statements are the body of an async function: `return` gives the value.
 */
export function inPage<T>(page: Page, body: string): Promise<T> {
  return page.evaluate<T>(`(async () => { ${body} })()`);
}

/** Calls a verb of the page's bridge with any input. The result is untyped. */
export function callBridge(page: Page, domain: string, verb: string, args: readonly unknown[]): Promise<unknown> {
  return page.evaluate(
    ([name, method, values]) => {
      const bridge = (
        globalThis as unknown as { cabinet: Record<string, Record<string, (...a: unknown[]) => unknown>> }
      ).cabinet;
      return bridge[name]?.[method]?.(...values);
    },
    [domain, verb, args] as const,
  );
}

/** Names of the verbs on the page's bridge, as `domain.verb`. */
export function bridgeVerbs(page: Page): Promise<string[]> {
  return inPage<string[]>(
    page,
    `return Object.entries(globalThis.cabinet).flatMap(([domain, verbs]) => Object.keys(verbs).map((verb) => domain + '.' + verb));`,
  );
}
