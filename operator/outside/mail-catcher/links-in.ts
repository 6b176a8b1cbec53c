const inText = /\b(?:https?|plus-cabinet):\/\/[^\s<>"']+/gi;
const inHtml = /\shref\s*=\s*"([^"]*)"/gi;
const trailing = /[.,;:)\]}»”’]+$/;

const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" };

/** Decodes an HTML attribute value. */
export function attributeText(attribute: string): string {
  return attribute.replace(/&(amp|quot|lt|gt|#39);/g, (whole, name: string) => entities[name] ?? whole);
}

/** Whether the mailbox page may link to the URL. */
export function isLink(address: string): boolean {
  return /^(?:https?|plus-cabinet):\/\//i.test(address) && URL.canParse(address);
}

/** Links in a text with their positions, in order. */
export function linkPlaces(text: string): { readonly index: number; readonly link: string }[] {
  return [...text.matchAll(inText)]
    .map((match) => ({ index: match.index, link: match[0].replace(trailing, '') }))
    .filter(({ link }) => isLink(link));
}

/** Unique links of a message: those of the text, then those only in its HTML. */
export function linksIn(text: string, html: string): string[] {
  const hrefs = [...html.matchAll(inHtml)].map((match) => attributeText(match[1] ?? '')).filter(isLink);
  return [...new Set([...linkPlaces(text).map(({ link }) => link), ...hrefs])];
}
