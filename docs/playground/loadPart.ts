/** Where this script is; parts lie beside it. */
const own = (document.currentScript as HTMLScriptElement).src;
const parts = new Map<string, Promise<string>>();

/**
 * Loads a part of the playground that not everyone needs: `playground-NAME.js` beside this script, which calls
 * `fastfacePart(NAME, TEXT)`. A script, since a page that is opened as a file cannot fetch.
 */
export function loadPart(name: string): Promise<string> {
  const known = parts.get(name);
  if (known) return known;
  const part = new Promise<string>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = own.replace(/\.js$/, `-${name}.js`);
    const settle = () => {
      const text = texts.get(name);
      if (text !== undefined) return resolve(text);
      parts.delete(name);
      reject(new Error(`${script.src} cannot be loaded; reload the page`));
    };
    // A server may answer with another page.
    script.addEventListener('load', settle);
    script.addEventListener('error', settle);
    document.head.append(script);
  });
  parts.set(name, part);
  return part;
}

const texts = new Map<string, string>();
Object.assign(globalThis, { fastfacePart: (name: string, text: string) => texts.set(name, text) });
