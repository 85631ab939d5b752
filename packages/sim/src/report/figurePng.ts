import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

const font = fileURLToPath(new URL('../../fonts/DejaVuSans-subset.ttf', import.meta.url));

/** Letters that the bundled font has. */
const known =
  /^[\n\u0020-\u007e\u00a0-\u017f\u0370-\u03ff\u0400-\u045f\u2010-\u203a\u20ac\u2190-\u2193\u2212\u2264\u2265\u25c6\u25cf]*$/;

/**
 * Converts an SVG figure to a PNG with two pixels per unit. It uses the package's font, so the text looks the same
 * everywhere. The machine's fonts are loaded only for letters that this font lacks.
 */
export function figurePng(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: [font], loadSystemFonts: !known.test(svg), defaultFontFamily: 'DejaVu Sans' },
  });
  return image.render().asPng();
}
