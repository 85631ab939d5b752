import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';

/** The other screen of the terminal, no cursor, lines that are too long cut off; and back. */
const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';
/** What is drawn between these two appears at once, where the terminal knows of it. */
const [begin, end] = ['\u001b[?2026h', '\u001b[?2026l'];

/** Milliseconds between two pictures, at least; and at most, since times go on. */
const soon = 100;
const slow = 1000;

/**
 * Draws on the whole terminal and gives it back: a picture whenever something is new, and when the size changes. `q` and Ctrl-C call
 * `quit`; Ctrl-Z stops as usual. Where standard input is what is being read, keys come from the terminal itself.
 */
export function terminal(
  draw: (columns: number, rows: number) => string,
  quit: () => void,
  isInputTaken: boolean,
): { changed(): void; close(): void } {
  const { stdout } = process;
  let shown: readonly string[] = [];
  let isOpen = false;
  let timer: NodeJS.Timeout | null = null;
  const paint = () => {
    timer = null;
    if (!isOpen) return;
    const lines = draw(stdout.columns || 80, stdout.rows || 24).split('\n');
    // What is as it was is not sent again: the terminal may be far away.
    const changes = lines.map((line, i) => (line === shown[i] ? '' : `\u001b[${i + 1};1H\u001b[2K${line}`));
    shown = lines;
    const text = changes.join('');
    if (text !== '') stdout.write(`${begin}${text}${end}`);
  };
  const soonPaint = () => {
    timer ??= setTimeout(paint, soon);
  };
  const keys = keyboard(isInputTaken);
  const open = () => {
    if (isOpen) return;
    isOpen = true;
    shown = [];
    stdout.write(enter);
    keys?.setRawMode(true);
    soonPaint();
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    keys?.setRawMode(false);
    stdout.write(leave);
  };
  const resized = () => {
    shown = [];
    stdout.write('\u001b[2J');
    soonPaint();
  };
  const pressed = (key: Buffer) => {
    const text = key.toString('latin1');
    if (['q', 'Q', ctrl('c')].includes(text)) quit();
    else if (text === ctrl('z')) {
      close();
      process.kill(0, 'SIGTSTP');
    }
  };
  keys?.on('data', pressed);
  // A terminal that went away is no error here: there is nobody to tell.
  keys?.on('error', () => undefined);
  stdout.on('resize', resized);
  process.on('SIGCONT', open);
  process.on('exit', close);
  const clock = setInterval(soonPaint, slow);
  open();
  return {
    changed: soonPaint,
    close() {
      clearInterval(clock);
      if (timer !== null) clearTimeout(timer);
      stdout.off('resize', resized);
      process.off('SIGCONT', open);
      process.off('exit', close);
      keys?.off('data', pressed);
      keys?.pause();
      close();
    },
  };
}

/** What a key gives together with Ctrl. */
const ctrl = (key: string): string => String.fromCharCode(key.charCodeAt(0) & 31);

function keyboard(isInputTaken: boolean): ReadStream | null {
  if (!isInputTaken) return process.stdin.isTTY ? process.stdin : null;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return null;
  }
}
