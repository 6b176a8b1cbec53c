import { existsSync, readdirSync } from 'node:fs';

const THEMES = ['light', 'dark'];
const LANGUAGES = ['ru', 'en', 'sv'];
const LOOKS = THEMES.flatMap((theme) => LANGUAGES.map((language) => `${theme}-${language}`));
const NAME = new RegExp(`^([a-z0-9-]+?)(-narrow)?-(${LOOKS.join('|')})\\.png$`);

/**
 * Parses a picture's file name: `<screen>[-narrow]-<theme>-<language>.png`.
 *
 * @param {string} name
 * @returns {{ screen: string, narrow: boolean, look: string } | undefined} undefined for any other file
 */
export function parsePictureName(name) {
  const [, screen, narrow, look] = NAME.exec(name) ?? [];
  return screen && look ? { screen, narrow: narrow !== undefined, look } : undefined;
}

/**
 * The pictures of screens in a folder, sorted by name; empty when the folder is missing. Ignores other files, such as
 * `dashboard.png` of a smoke run, are left out.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function listPictures(folder) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => parsePictureName(name))
        .sort()
    : [];
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** @param {string} title @param {string} body */
function page(title, body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
  body { margin: 24px; background: #808890; color: #fff; font: 14px/1.4 system-ui, sans-serif; }
  a { color: inherit; }
  nav { columns: 5 180px; margin-bottom: 32px; }
  nav a { display: block; }
  h2 { position: sticky; top: 0; margin: 40px 0 8px; padding: 4px 0; background: #808890; }
  .row { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(200px, 1fr); gap: 12px; overflow-x: auto; margin-bottom: 16px; }
  figure { margin: 0; }
  figcaption { padding: 2px 0; }
  img { display: block; width: 100%; background: #fff; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
}

/** @param {string} caption @param {string} source */
function figure(caption, source) {
  const url = escapeHtml(source);
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption><a href="${url}"><img loading="lazy" alt="${escapeHtml(caption)}" src="${url}"></a></figure>`;
}

/**
 * An HTML page that shows all pictures: a section per screen, rows for the normal and the narrow window, columns for themes
 * and languages. It needs no server and refers to the pictures next to it.
 *
 * @param {readonly string[]} names file names of pictures
 * @returns {string}
 */
export function picturesPage(names) {
  /** @type {Map<string, { name: string, narrow: boolean, look: string }[]>} */
  const screens = new Map();
  for (const name of names) {
    const parsed = parsePictureName(name);
    if (parsed) screens.set(parsed.screen, [...(screens.get(parsed.screen) ?? []), { name, ...parsed }]);
  }
  const links = [...screens.keys()].map((screen) => `<a href="#${screen}">${screen}</a>`).join('\n');
  const sections = [...screens].map(([screen, pictures]) => {
    const rows = [false, true].map((narrow) => {
      const figures = LOOKS.flatMap((look) => pictures.filter((one) => one.look === look && one.narrow === narrow));
      if (figures.length === 0) return '';
      return `<div class="row">\n${figures
        .map(({ name, look }) => figure(`${look.replace('-', ', ')}${narrow ? ', narrow' : ''}`, name))
        .join('\n')}\n</div>\n`;
    });
    return `<section>\n<h2 id="${screen}">${screen}</h2>\n${rows.join('')}</section>`;
  });
  return page(`${names.length} pictures of ${screens.size} screens`, `<nav>\n${links}\n</nav>\n${sections.join('\n')}`);
}

/**
 * An HTML page of the differences from an earlier folder: before, after and the differing pixels side by side.
 *
 * @param {readonly { name: string, result: string, pixels: number }[]} changes
 * @param {object} places
 * @param {string} places.before URL of the earlier folder
 * @param {string} places.differences folder of the pictures of differing pixels, relative to the page
 * @returns {string}
 */
export function changesPage(changes, { before, differences }) {
  const sections = changes.map(({ name, result, pixels }) => {
    const figures = [
      ...(result === 'added' ? [] : [figure('before', `${before}/${name}`)]),
      ...(result === 'removed' ? [] : [figure('after', name)]),
      ...(result === 'changed' ? [figure('difference', `${differences}/${name}`)] : []),
    ];
    const words = result === 'changed' ? `${pixels} pixels changed` : result;
    return `<section>\n<h2>${escapeHtml(name)}: ${words}</h2>\n<div class="row">\n${figures.join('\n')}\n</div>\n</section>`;
  });
  return page(`${changes.length} changed pictures`, sections.join('\n'));
}
