const inText = /\b(?:https?|plus-cabinet):\/\/[^\s<>"']+/gi;
const inHtml = /\shref\s*=\s*"([^"]*)"/gi;
const trailing = /[.,;:)\]}»”’]+$/;

const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" };

/** What an attribute's value in HTML says. */
export function attributeText(attribute: string): string {
  return attribute.replace(/&(amp|quot|lt|gt|#39);/g, (whole, name: string) => entities[name] ?? whole);
}

/** Whether a mailbox page may lead there. */
export function isLink(address: string): boolean {
  return /^(?:https?|plus-cabinet):\/\//i.test(address) && URL.canParse(address);
}

/** Places in a text that are links, in order: where each begins and what it is. */
export function linkPlaces(text: string): { readonly index: number; readonly link: string }[] {
  return [...text.matchAll(inText)]
    .map((match) => ({ index: match.index, link: match[0].replace(trailing, '') }))
    .filter(({ link }) => isLink(link));
}

/** The links of a letter, each once: those of the text, then those that only its HTML has. */
export function linksIn(text: string, html: string): string[] {
  const hrefs = [...html.matchAll(inHtml)].map((match) => attributeText(match[1] ?? '')).filter(isLink);
  return [...new Set([...linkPlaces(text).map(({ link }) => link), ...hrefs])];
}
