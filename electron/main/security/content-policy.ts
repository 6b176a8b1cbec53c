/**
 * The content policy of the program's page: everything comes from the program itself, nothing is inline, nothing
 * leaves. Vue's own trusted-types policy (`vue`, for compiled static markup) is the only one.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');

/**
 * Headers on every answer of the app scheme. Cross-Origin-Opener-Policy is not among them: it parts a page from those
 * that opened it or that it opened, and this page can do neither (every new window is denied, none leads here), while it
 * makes Chromium throw the window's first renderer process away and start a second one for the page.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), display-capture=()',
};
