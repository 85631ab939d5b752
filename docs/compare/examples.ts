import first from './examples/first-1.jpg';
import again from './examples/first-2.jpg';
import second from './examples/second-1.jpg';

export interface Example {
  readonly name: string;
  readonly blob: Blob;
}

const jpeg = (name: string, bytes: Uint8Array<ArrayBuffer>): Example => ({
  name,
  blob: new Blob([bytes], { type: 'image/jpeg' }),
});

/** The two pictures of an example. They come with the script: those of a page that is opened as a file cannot be read. */
export function examples(name: string): readonly Example[] {
  const one = jpeg('a drawn person', first);
  return [one, name === 'same' ? jpeg('the same person', again) : jpeg('another person', second)];
}
