export type ImageKind = 'jpeg' | 'png' | 'webp' | 'tiff' | 'pnm' | 'bmp';

/** File endings of images, case-insensitive. The ending does not determine how a file is decoded. */
export const imageExtensions = ['jpg', 'jpeg', 'png', 'ppm', 'bmp', 'pgm', 'tif', 'tiff', 'webp'] as const;

/**
 * The format of an image from its first bytes. Other formats that the decoder supports, such as SVG and PDF, are
 * rejected, because data sets do not contain them.
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
