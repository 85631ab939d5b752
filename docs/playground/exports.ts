import { type Comparison, figureSvg } from '@fastface/sim/browser';
import { csvWriter } from '../../packages/sim/src/write/rows.js';
import { curvesCsv, decisionsCsv } from './csv.js';
import { byId } from './dom.js';

type Kind = 'png' | 'svg' | 'decisions' | 'curves' | 'records' | 'link';

/** The buttons that take a view away. */
export function exportButtons(current: () => Comparison | null): void {
  const said = byId('exported');
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-export]')) {
    button.addEventListener('click', async () => {
      const comparison = current();
      if (!comparison) return;
      try {
        said.textContent = await take(button.dataset.export as Kind, comparison);
      } catch (error) {
        said.textContent = `This did not work: ${(error as Error).message}`;
      }
    });
  }
}

async function take(kind: Kind, comparison: Comparison): Promise<string> {
  if (kind === 'link') {
    await navigator.clipboard.writeText(location.href);
    return 'The link is in the clipboard.';
  }
  const name = comparison.file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.\w+(\.gz)?$/, '');
  const save = (ending: string, ...parts: BlobPart[]) => download(`${name}${ending}`, new Blob(parts));
  switch (kind) {
    case 'svg':
      return save('.svg', figureSvg(comparison));
    case 'png':
      return download(`${name}.png`, await png(figureSvg(comparison)));
    case 'decisions':
      return save('-decisions.csv', decisionsCsv(comparison));
    case 'curves':
      return save('-curves.csv', curvesCsv(comparison));
    case 'records':
      return save('.csv', ...(await records(comparison)));
  }
}

/** The losses as the command reads them, in full precision. */
async function records({ segment }: Comparison): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  for await (const part of csvWriter.write(segment)) parts.push(part as Uint8Array<ArrayBuffer>);
  return parts;
}

function download(name: string, blob: Blob): string {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return `Saved as ${name}.`;
}

/** The picture in pixels, two to the unit. */
async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2 * image.naturalWidth, 2 * image.naturalHeight];
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))),
      'image/png',
    );
  });
}
