export type ImageKind = 'jpeg' | 'png' | 'webp' | 'tiff' | 'pnm' | 'bmp';

/** Files that count as images, in any case; the ending does not decide how they are decoded. */
export const imageExtensions = ['jpg', 'jpeg', 'png', 'ppm', 'bmp', 'pgm', 'tif', 'tiff', 'webp'] as const;

/**
 * What the first bytes say an image is. Anything else, such as SVG or PDF that the decoder would also take, is none of
 * what a data set holds.
 */
export function imageKind(bytes: Uint8Array): ImageKind | null {
  const begins = (text: string, at = 0) => {
    for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
    return true;
  };
  if (begins('\xff\xd8\xff')) return 'jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'png';
  if (begins('RIFF') && begins('WEBP', 8)) return 'webp';
  if (begins('II*\0') || begins('MM\0*')) return 'tiff';
  if (begins('P') && bytes[1]! >= 0x31 && bytes[1]! <= 0x36) return 'pnm';
  if (begins('BM')) return 'bmp';
  return null;
}
